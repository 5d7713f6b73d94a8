import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { NO_LOG } from "../../core/log.ts";
import { instant } from "../../core/time.ts";
import { encodeFrame } from "../../ingest/codecs/hj212/encode-frame.ts";
import { startHj212Logger } from "../../simulators/logger/hj212-logger.ts";
import type { Logger } from "../../simulators/logger/report.ts";
import { DISTRICT_OF_STACKS, hoursAgo, STACKS, type Stack, sendFrames } from "../support/district.ts";
import { Product } from "../support/product.ts";
import { stamp } from "../support/sim-logger.ts";

/** One product for all tests, and for each a stack and the hardware id of a logger. */
const [WAITING, FOREIGN] = STACKS;
const [LOGGER_ID, FOREIGN_ID, NOTICED_ID] = ["LG2026000001", "LG2026000002", "LG2026000003"] as const;
const loggers: Logger[] = [];
let product: Product;

beforeAll(async () => {
  product = await Product.start();
  await product.ask("PUT", "/api/v1/registry", district());
});
afterEach(async () => {
  for (const logger of loggers.splice(0)) await logger.stop();
});
afterAll(() => product?.[Symbol.asyncDispose]());

/** The district, one of whose devices may be given to a logger. */
function district(of?: Stack, device: object = {}) {
  const devices = DISTRICT_OF_STACKS.devices.map((row) => ({
    ...{ ...row, edition: "2025", autoBackfill: false },
    ...(row.mn === of?.mn && device),
  }));
  return { ...DISTRICT_OF_STACKS, devices };
}

function anUnnamedLogger(loggerId: string, password = "123456"): Logger {
  const logger = startHj212Logger({
    ...product.doors.hj212,
    identity: { mn: "", password, st: "31" },
    loggerId,
    clock: { kind: "system", now: () => instant(Date.now()) },
    log: NO_LOG,
    tuning: { answerTimeoutMs: 500 },
  });
  loggers.push(logger);
  return logger;
}

const unknownOf = async (loggerId: string) =>
  (await product.ask("GET", "/api/v1/devices/unknown")).body.items.filter(({ mn }: { mn: string }) => mn === loggerId);

// Behaviour
test("a logger without an MN waits, is shown with its hardware id, and is told its MN once a person registered it", async () => {
  const logger = anUnnamedLogger(LOGGER_ID);
  logger.offer({ basis: "hour", at: instant(hoursAgo(3).getTime()), values: { a21026: { value: 51, flag: "N" } } });

  const [waiting] = await product.until(
    () => unknownOf(LOGGER_ID),
    (items) => items.length > 0,
  );
  const before = logger.counts();
  const { body } = await product.ask("GET", "/api/v1/devices/refused");
  await product.ask("PUT", "/api/v1/registry", district(WAITING, { loggerId: LOGGER_ID }));
  await product.until(
    async () => logger.counts().acknowledged,
    (acknowledged) => acknowledged === 1,
  );
  const [exchange] = await product.until(
    async () => (await product.ask("GET", `/api/v1/devices/${WAITING.mn}/commands`)).body.items,
    (items) => items[0]?.state === "done",
  );

  expect(waiting).toMatchObject({ mn: LOGGER_ID, reason: "not-activated", transport: "hj212" });
  expect(body.items[0]).toMatchObject({
    detailCode: "activation-waits",
    facts: { loggerId: LOGGER_ID, mac1: "00-00-5E-00-53-01" },
  });
  expect(before).toMatchObject({ sent: 0, waiting: 1 });
  expect(exchange).toMatchObject({ command: "activate", createdBy: "system:activation", returnCode: 1 });
  expect(await unknownOf(LOGGER_ID)).toEqual([]);
  await product.settled();
  expect(await product.account(WAITING.mn)).toMatchObject({ stored: 1, quarantined: 0 });
});

// Behaviour
test("a hardware id without the PW of its row gets no MN, and the page of the device says so", async () => {
  await product.ask("PUT", "/api/v1/registry", district(FOREIGN, { loggerId: FOREIGN_ID }));
  anUnnamedLogger(FOREIGN_ID, "654321");

  const device = await product.until(
    async () => (await product.ask("GET", `/api/v1/devices/${FOREIGN.mn}`)).body,
    (found) => found.refused.length > 0,
  );

  expect(device.refused[0]).toMatchObject({ mn: FOREIGN.mn, reason: "wrong-password" });
  expect((await product.ask("GET", `/api/v1/devices/${FOREIGN.mn}/commands`)).body.items).toEqual([]);
});

test("a notice of hardware ids is answered although nobody decided yet, and one without an id is none", async () => {
  const notice = (qn: string, cp: string) => encodeFrame({ qn, st: "31", cn: "1001", pw: "123456", mn: "", flag: 9, cp });
  const [first, second] = [`${stamp(Date.now())}001`, `${stamp(Date.now())}002`];

  const answers = await sendFrames(product, [
    Buffer.concat([notice(first, "i23006-Info=CPU"), notice(second, `i23005-Info=${NOTICED_ID}`)]),
  ]);

  expect(answers).toEqual([expect.stringMatching(`QN=${second};ST=91;CN=9013;.*MN=;Flag=8;`)]);
  const refused = await product.until(
    async () => (await product.ask("GET", "/api/v1/devices/refused")).body.items.filter(isOfNotices),
    (items) => items.length === 2,
  );
  expect(refused.map(({ reason }: { reason: string }) => reason).toSorted()).toEqual(["not-activated", "unknown-device"]);
});

/** What was refused of the notices that came without a logger of these tests. */
const isOfNotices = ({ reason, facts }: { readonly reason: string; readonly facts?: { readonly loggerId?: string } }): boolean =>
  reason === "unknown-device" || facts?.loggerId === NOTICED_ID;

test("two devices never get one logger", async () => {
  const { devices, ...rest } = district(WAITING, { loggerId: LOGGER_ID });
  const twice = [...devices, { ...devices[0], mn: "SIM410102000000000000009" }];

  const refused = await product.ask("PUT", "/api/v1/registry", { ...rest, devices: twice });

  expect(refused).toMatchObject({ status: 400, body: { errors: [{ pointer: "/devices/6/loggerId", code: "duplicate-id" }] } });
});
