import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { NO_LOG } from "../../core/log.ts";
import { HOUR, instant, plus } from "../../core/time.ts";
import { encodeFrame } from "../../ingest/codecs/hj212/encode-frame.ts";
import { type CommandFacts, factorySettings } from "../../simulators/logger/command-handler.ts";
import { startHj212Logger } from "../../simulators/logger/hj212-logger.ts";
import type { Logger } from "../../simulators/logger/report.ts";
import { DISTRICT, hoursAgo, MN, sendFrames } from "../support/district.ts";
import { finished, Product, runOutfall } from "../support/product.ts";
import { stamp } from "../support/sim-logger.ts";

const KEY = "SimKey0123456789";
/** The district, with a logger of 2025 that encrypts and refuses nothing but data in clear. */
const ENCRYPTING = {
  ...DISTRICT,
  devices: DISTRICT.devices.map((d) => ({ ...d, edition: "2025", sm4Key: KEY, encryption: "required", autoBackfill: false })),
};
const loggers: Logger[] = [];

afterEach(async () => {
  for (const logger of loggers.splice(0)) await logger.stop();
});

/** A logger that encrypts and obeys, unless it is told what to say to a new key. */
function aLogger(product: Product, instead: CommandFacts["instead"] = {}): Logger {
  const settings = factorySettings("123456", 30, KEY);
  const logger = startHj212Logger({
    ...product.doors.hj212,
    identity: { mn: MN, password: "123456", st: "31", sm4Key: KEY },
    clock: { kind: "system", now: () => instant(Date.now()) },
    log: NO_LOG,
    commands: { factors: ["a21026"], settings, history: () => [], instead, answerMs: 0, workMs: 0 },
  });
  loggers.push(logger);
  return logger;
}

function offerHour(logger: Logger, start: Date, value: number): void {
  logger.offer({ basis: "hour", at: instant(start.getTime()), values: { a21026: { value, flag: "N" } } });
}

function encryptedHour(start: Date, value: number, key: string): Uint8Array {
  const time = stamp(start.getTime());
  const cp = `DataTime=${time};a21026-Avg=${value},a21026-Flag=N`;
  const items = { qn: `${time}001`, st: "31", cn: "2061", pw: "123456", mn: MN, flag: 9, cp };
  return encodeFrame(items, { sm4Key: new TextEncoder().encode(key) });
}

const deviceOf = async (product: Product) => (await product.ask("GET", `/api/v1/devices/${MN}`)).body;
const rowOf = async (product: Product) => (await product.ask("GET", "/api/v1/registry")).body.devices[0];

async function rotate(product: Product) {
  const { status, body } = await product.ask("POST", `/api/v1/devices/${MN}/commands`, { command: "rotate-key" });
  expect(status).toBe(202);
  return product.until(
    async () => (await product.ask("GET", `/api/v1/devices/${MN}/commands/${body.id}`)).body,
    (exchange) => !["queued", "sent", "accepted"].includes(exchange.state),
  );
}

async function valuesOf(product: Product): Promise<readonly number[]> {
  const [from, to] = [hoursAgo(30).toISOString(), plus(instant(Date.now()), HOUR)];
  const path = `/api/v1/outlets/e1-DA001/series?pollutant=a21026&basis=hour&from=${from}&to=${new Date(to).toISOString()}`;
  return (await product.ask("GET", path)).body.points.map(({ value }: { readonly value: number }) => value);
}

// Behaviour
test("a new key goes out encrypted, is taken once the device says it executed it, and from then on the old one opens nothing", async () => {
  await using product = await Product.start();
  await product.ask("PUT", "/api/v1/registry", ENCRYPTING);
  const logger = aLogger(product);
  offerHour(logger, hoursAgo(5), 51);
  await product.until(
    async () => logger.counts().acknowledged,
    (n) => n === 1,
  );

  const exchange = await rotate(product);
  const device = await product.until(
    () => deviceOf(product),
    (found) => found.key.state === "set" && found.key.usedSince !== null,
  );
  offerHour(logger, hoursAgo(4), 52);
  await product.until(
    async () => logger.counts().acknowledged,
    (n) => n === 2,
  );
  const answers = await sendFrames(product, [Buffer.concat([encryptedHour(hoursAgo(3), 99, KEY), heartbeat()])]);
  await product.settled();

  expect(exchange).toMatchObject({ state: "done", returnCode: 1, command: "rotate-key", parameters: {} });
  expect(await valuesOf(product)).toEqual([51, 52]);
  expect(answers).toEqual([expect.stringContaining("CN=9013")]);
  expect(await rowOf(product)).toMatchObject({ sm4Key: { set: true } });
  expect(await rowOf(product)).not.toHaveProperty("sm4KeyNew");
  const asked = device.frames.find((f: { decoded: { cn: string } | null }) => f.decoded?.cn === "1014");
  expect(asked).toMatchObject({ direction: "out", raw: expect.stringMatching(/SKCreateTime=\d{17},NewSK=\*{16}&&/) });
  expect(await product.stop()).toBe(0);
  const replay = await finished(runOutfall(["replay", "--json"], { OUTFALL_DATA_DIR: product.dataDir }));
  expect(JSON.parse(replay.out)).toMatchObject({ same: true });
});

// Behaviour
test("until a device says that it took its new key the old one opens its data, and the same key is sent again", async () => {
  await using product = await Product.start();
  await product.ask("PUT", "/api/v1/registry", ENCRYPTING);
  const refusing = aLogger(product, { "1014": { exeRtn: 5 } });
  offerHour(refusing, hoursAgo(5), 51);
  await product.until(
    async () => refusing.counts().acknowledged,
    (n) => n === 1,
  );

  const refused = await rotate(product);
  offerHour(refusing, hoursAgo(4), 52);
  await product.until(
    async () => refusing.counts().acknowledged,
    (n) => n === 2,
  );
  const waiting = await deviceOf(product);
  await refusing.stop();
  const obeying = aLogger(product);
  offerHour(obeying, hoursAgo(3), 53);
  await product.until(
    async () => obeying.counts().acknowledged,
    (n) => n === 1,
  );
  const done = await rotate(product);
  await product.until(
    () => rowOf(product),
    (row) => row.sm4KeyNew === undefined,
  );

  expect(refused).toMatchObject({ state: "failed", returnCode: 5 });
  expect(waiting.key).toEqual({ state: "new-waits", days: 0, isOld: false, usedSince: null, askedAt: null });
  expect(done).toMatchObject({ state: "done" });
  await product.settled();
  expect(await valuesOf(product)).toEqual([51, 52, 53]);
});

test("a device that asks for a new key (1014) is answered, and its page says so", async () => {
  await using product = await Product.start();
  await product.ask("PUT", "/api/v1/registry", ENCRYPTING);
  const time = stamp(Date.now());
  const items = { qn: `${time}001`, st: "31", cn: "1014", pw: "123456", mn: MN, flag: 9, cp: `SKCreateTime=${time}000` };

  const [answer] = await sendFrames(product, [encodeFrame(items, { sm4Key: new TextEncoder().encode(KEY) })]);

  expect(answer).toMatch(/CN=9013;.*Flag=8;/);
  const device = await product.until(
    () => deviceOf(product),
    (found) => found.key.askedAt !== null,
  );
  expect(device.key.state).toBe("set");
});

test("a device without a key has none to change, and no new key is written anywhere in clear", async () => {
  await using product = await Product.start();
  await product.ask("PUT", "/api/v1/registry", { ...ENCRYPTING, devices: DISTRICT.devices });
  const refused = await product.ask("POST", `/api/v1/devices/${MN}/commands`, { command: "rotate-key" });
  const given = "NewKey0123456789";
  await product.ask("PUT", "/api/v1/registry", { ...ENCRYPTING, devices: [{ ...ENCRYPTING.devices[0], sm4KeyNew: given }] });
  const logger = aLogger(product);
  offerHour(logger, hoursAgo(5), 51);
  await product.until(
    async () => logger.counts().acknowledged,
    (n) => n === 1,
  );

  const exchange = await rotate(product);
  await product.settled();
  await product.stop();

  expect(refused).toMatchObject({ status: 400, body: { errors: [{ pointer: "/command", code: "no-key-to-change" }] } });
  expect(exchange.state).toBe("done");
  const files = readdirSync(product.dataDir, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  expect(files.filter((file) => readFileSync(join(file.parentPath, file.name)).includes(given))).toEqual([]);
});

/** Not encrypted, and always answered. */
function heartbeat(): Uint8Array {
  const qn = `${stamp(Date.now())}999`;
  return encodeFrame({ qn, st: "31", cn: "9015", pw: "123456", mn: MN, flag: 9, cp: "" });
}
