import { afterEach, expect, test } from "vitest";
import { NO_LOG } from "../../core/log.ts";
import { instant } from "../../core/time.ts";
import { encodeFrame } from "../../ingest/codecs/hj212/encode-frame.ts";
import { startHj212Logger } from "../../simulators/logger/hj212-logger.ts";
import type { Logger } from "../../simulators/logger/report.ts";
import { DISTRICT, hoursAgo, MN, sendFrames } from "../support/district.ts";
import { Product } from "../support/product.ts";
import { stamp } from "../support/sim-logger.ts";

const LOGGER_ID = "LG2026000001";
const loggers: Logger[] = [];

afterEach(async () => {
  for (const logger of loggers.splice(0)) await logger.stop();
});

/** The district, whose device may be given to a logger. */
function district(device: object = {}) {
  return { ...DISTRICT, devices: DISTRICT.devices.map((row) => ({ ...row, edition: "2025", autoBackfill: false, ...device })) };
}

function anUnnamedLogger(product: Product, password = "123456"): Logger {
  const logger = startHj212Logger({
    ...product.doors.hj212,
    identity: { mn: "", password, st: "31" },
    loggerId: LOGGER_ID,
    clock: { kind: "system", now: () => instant(Date.now()) },
    log: NO_LOG,
    tuning: { answerTimeoutMs: 500 },
  });
  loggers.push(logger);
  return logger;
}

const unknownOf = async (product: Product) => (await product.ask("GET", "/api/v1/devices/unknown")).body.items;

// Behaviour
test("a logger without an MN waits, is shown with its hardware id, and is told its MN once a person registered it", async () => {
  await using product = await Product.start();
  await product.ask("PUT", "/api/v1/registry", district());
  const logger = anUnnamedLogger(product);
  logger.offer({ basis: "hour", at: instant(hoursAgo(3).getTime()), values: { a21026: { value: 51, flag: "N" } } });

  const [waiting] = await product.until(
    () => unknownOf(product),
    (items) => items.length > 0,
  );
  const before = logger.counts();
  const { body } = await product.ask("GET", "/api/v1/devices/refused");
  await product.ask("PUT", "/api/v1/registry", district({ loggerId: LOGGER_ID }));
  await product.until(
    async () => logger.counts().acknowledged,
    (acknowledged) => acknowledged === 1,
  );
  const [exchange] = await product.until(
    async () => (await product.ask("GET", `/api/v1/devices/${MN}/commands`)).body.items,
    (items) => items[0]?.state === "done",
  );

  expect(waiting).toMatchObject({ mn: LOGGER_ID, reason: "not-activated", transport: "hj212" });
  expect(body.items[0]).toMatchObject({
    detailCode: "activation-waits",
    facts: { loggerId: LOGGER_ID, mac1: "00-00-5E-00-53-01" },
  });
  expect(before).toMatchObject({ sent: 0, waiting: 1 });
  expect(exchange).toMatchObject({ command: "activate", createdBy: "system:activation", returnCode: 1 });
  expect(await unknownOf(product)).toEqual([]);
  await product.settled();
  expect(await product.account()).toMatchObject({ stored: 1, quarantined: 0 });
});

// Behaviour
test("a hardware id without the PW of its row gets no MN, and the page of the device says so", async () => {
  await using product = await Product.start();
  await product.ask("PUT", "/api/v1/registry", district({ loggerId: LOGGER_ID }));
  anUnnamedLogger(product, "654321");

  const device = await product.until(
    async () => (await product.ask("GET", `/api/v1/devices/${MN}`)).body,
    (found) => found.refused.length > 0,
  );

  expect(device.refused[0]).toMatchObject({ mn: MN, reason: "wrong-password" });
  expect((await product.ask("GET", `/api/v1/devices/${MN}/commands`)).body.items).toEqual([]);
});

test("a notice of hardware ids is answered although nobody decided yet, and one without an id is none", async () => {
  await using product = await Product.start();
  await product.ask("PUT", "/api/v1/registry", district());
  const notice = (qn: string, cp: string) => encodeFrame({ qn, st: "31", cn: "1001", pw: "123456", mn: "", flag: 9, cp });
  const [first, second] = [`${stamp(Date.now())}001`, `${stamp(Date.now())}002`];

  const answers = await sendFrames(product, [
    Buffer.concat([notice(first, "i23006-Info=CPU"), notice(second, `i23005-Info=${LOGGER_ID}`)]),
  ]);

  expect(answers).toEqual([expect.stringMatching(`QN=${second};ST=91;CN=9013;.*MN=;Flag=8;`)]);
  const refused = await product.until(
    async () => (await product.ask("GET", "/api/v1/devices/refused")).body.items,
    (items) => items.length === 2,
  );
  expect(refused.map(({ reason }: { reason: string }) => reason).toSorted()).toEqual(["not-activated", "unknown-device"]);
});

test("two devices never get one logger", async () => {
  await using product = await Product.start();
  const { devices, ...rest } = district({ loggerId: LOGGER_ID });
  const twice = [...devices, { ...devices[0], mn: "SIM410102000000000000002" }];

  const refused = await product.ask("PUT", "/api/v1/registry", { ...rest, devices: twice });

  expect(refused).toMatchObject({ status: 400, body: { errors: [{ pointer: "/devices/1/loggerId", code: "duplicate-id" }] } });
});
