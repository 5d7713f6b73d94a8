import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { NO_LOG } from "../../core/log.ts";
import { HOUR, instant, plus } from "../../core/time.ts";
import { encodeFrame } from "../../ingest/codecs/hj212/encode-frame.ts";
import { type CommandFacts, factorySettings } from "../../simulators/logger/command-handler.ts";
import { startHj212Logger } from "../../simulators/logger/hj212-logger.ts";
import type { Logger } from "../../simulators/logger/report.ts";
import { DISTRICT_OF_STACKS, hoursAgo, STACKS, type Stack, sendFrames } from "../support/district.ts";
import { finished, Product, runOutfall } from "../support/product.ts";
import { stamp } from "../support/sim-logger.ts";

const KEY = "SimKey0123456789";
const [ROTATED, REFUSING, ASKING, PLAIN] = STACKS;
/** The district, with loggers of 2025 that encrypt and refuse nothing but data in clear; the last has no key yet. */
const ENCRYPTING = {
  ...DISTRICT_OF_STACKS,
  devices: DISTRICT_OF_STACKS.devices.map((d) => ({
    ...{ ...d, edition: "2025", autoBackfill: false },
    ...(d.mn !== PLAIN.mn && { sm4Key: KEY, encryption: "required" }),
  })),
};
const loggers: Logger[] = [];
let product: Product;

beforeAll(async () => {
  product = await Product.start();
  await product.ask("PUT", "/api/v1/registry", ENCRYPTING);
});
afterEach(async () => {
  for (const logger of loggers.splice(0)) await logger.stop();
});
afterAll(() => product?.[Symbol.asyncDispose]());

/** A logger that encrypts and obeys, unless it is told what to say to a new key. */
function aLogger({ mn }: Stack, instead: CommandFacts["instead"] = {}): Logger {
  const settings = factorySettings("123456", 30, KEY);
  const logger = startHj212Logger({
    ...product.doors.hj212,
    identity: { mn, password: "123456", st: "31", sm4Key: KEY },
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

function encryptedHour({ mn }: Stack, start: Date, value: number, key: string): Uint8Array {
  const time = stamp(start.getTime());
  const cp = `DataTime=${time};a21026-Avg=${value},a21026-Flag=N`;
  const items = { qn: `${time}001`, st: "31", cn: "2061", pw: "123456", mn, flag: 9, cp };
  return encodeFrame(items, { sm4Key: new TextEncoder().encode(key) });
}

const deviceOf = async ({ mn }: Stack) => (await product.ask("GET", `/api/v1/devices/${mn}`)).body;
const rowOf = async (stack: Stack) =>
  (await product.ask("GET", "/api/v1/registry")).body.devices.find(({ mn }: { readonly mn: string }) => mn === stack.mn);

async function rotate({ mn }: Stack) {
  const { status, body } = await product.ask("POST", `/api/v1/devices/${mn}/commands`, { command: "rotate-key" });
  expect(status).toBe(202);
  return product.until(
    async () => (await product.ask("GET", `/api/v1/devices/${mn}/commands/${body.id}`)).body,
    (exchange) => !["queued", "sent", "accepted"].includes(exchange.state),
  );
}

async function valuesOf({ outlet }: Stack): Promise<readonly number[]> {
  const [from, to] = [hoursAgo(30).toISOString(), plus(instant(Date.now()), HOUR)];
  const path = `/api/v1/outlets/${outlet}/series?pollutant=a21026&basis=hour&from=${from}&to=${new Date(to).toISOString()}`;
  return (await product.ask("GET", path)).body.points.map(({ value }: { readonly value: number }) => value);
}

// Behaviour
test("a new key goes out encrypted, is taken once the device says it executed it, and from then on the old one opens nothing", async () => {
  const logger = aLogger(ROTATED);
  offerHour(logger, hoursAgo(5), 51);
  await product.until(
    async () => logger.counts().acknowledged,
    (n) => n === 1,
  );

  const exchange = await rotate(ROTATED);
  const device = await product.until(
    () => deviceOf(ROTATED),
    (found) => found.key.state === "set" && found.key.usedSince !== null,
  );
  offerHour(logger, hoursAgo(4), 52);
  await product.until(
    async () => logger.counts().acknowledged,
    (n) => n === 2,
  );
  const answers = await sendFrames(product, [Buffer.concat([encryptedHour(ROTATED, hoursAgo(3), 99, KEY), heartbeat(ROTATED)])]);
  await product.settled();

  expect(exchange).toMatchObject({ state: "done", returnCode: 1, command: "rotate-key", parameters: {} });
  expect(await valuesOf(ROTATED)).toEqual([51, 52]);
  expect(answers).toEqual([expect.stringContaining("CN=9013")]);
  expect(await rowOf(ROTATED)).toMatchObject({ sm4Key: { set: true } });
  expect(await rowOf(ROTATED)).not.toHaveProperty("sm4KeyNew");
  const asked = device.frames.find((f: { decoded: { cn: string } | null }) => f.decoded?.cn === "1014");
  expect(asked).toMatchObject({ direction: "out", raw: expect.stringMatching(/SKCreateTime=\d{17},NewSK=\*{16}&&/) });
  await product.judged();
  const replay = await finished(runOutfall(["replay", "--json"], { OUTFALL_DATA_DIR: product.dataDir }));
  expect(JSON.parse(replay.out)).toMatchObject({ same: true });
});

// Behaviour
test("until a device says that it took its new key the old one opens its data, and the same key is sent again", async () => {
  const refusing = aLogger(REFUSING, { "1014": { exeRtn: 5 } });
  offerHour(refusing, hoursAgo(5), 51);
  await product.until(
    async () => refusing.counts().acknowledged,
    (n) => n === 1,
  );

  const refused = await rotate(REFUSING);
  offerHour(refusing, hoursAgo(4), 52);
  await product.until(
    async () => refusing.counts().acknowledged,
    (n) => n === 2,
  );
  const waiting = await deviceOf(REFUSING);
  await refusing.stop();
  const obeying = aLogger(REFUSING);
  offerHour(obeying, hoursAgo(3), 53);
  await product.until(
    async () => obeying.counts().acknowledged,
    (n) => n === 1,
  );
  const done = await rotate(REFUSING);
  await product.until(
    () => rowOf(REFUSING),
    (row) => row.sm4KeyNew === undefined,
  );

  expect(refused).toMatchObject({ state: "failed", returnCode: 5 });
  expect(waiting.key).toEqual({ state: "new-waits", days: 0, isOld: false, usedSince: null, askedAt: null });
  expect(done).toMatchObject({ state: "done" });
  await product.settled();
  expect(await valuesOf(REFUSING)).toEqual([51, 52, 53]);
});

test("a device that asks for a new key (1014) is answered, and its page says so", async () => {
  const time = stamp(Date.now());
  const items = { qn: `${time}001`, st: "31", cn: "1014", pw: "123456", mn: ASKING.mn, flag: 9, cp: `SKCreateTime=${time}000` };

  const [answer] = await sendFrames(product, [encodeFrame(items, { sm4Key: new TextEncoder().encode(KEY) })]);

  expect(answer).toMatch(/CN=9013;.*Flag=8;/);
  const device = await product.until(
    () => deviceOf(ASKING),
    (found) => found.key.askedAt !== null,
  );
  expect(device.key.state).toBe("set");
});

test("a device without a key has none to change, and no new key is written anywhere in clear", async () => {
  const refused = await product.ask("POST", `/api/v1/devices/${PLAIN.mn}/commands`, { command: "rotate-key" });
  const given = "NewKey0123456789";
  const { body: registry } = await product.ask("GET", "/api/v1/registry");
  const keys = { sm4Key: KEY, sm4KeyNew: given, encryption: "required" };
  const devices = registry.devices.map((d: { readonly mn: string }) => (d.mn === PLAIN.mn ? { ...d, ...keys } : d));
  await product.ask("PUT", "/api/v1/registry", { ...registry, devices });
  const logger = aLogger(PLAIN);
  offerHour(logger, hoursAgo(5), 51);
  await product.until(
    async () => logger.counts().acknowledged,
    (n) => n === 1,
  );

  const exchange = await rotate(PLAIN);
  await product.settled();

  expect(refused).toMatchObject({ status: 400, body: { errors: [{ pointer: "/command", code: "no-key-to-change" }] } });
  expect(exchange.state).toBe("done");
  const files = readdirSync(product.dataDir, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  expect(files.filter((file) => readFileSync(join(file.parentPath, file.name)).includes(given))).toEqual([]);
});

/** Not encrypted, and always answered. */
function heartbeat({ mn }: Stack): Uint8Array {
  const qn = `${stamp(Date.now())}999`;
  return encodeFrame({ qn, st: "31", cn: "9015", pw: "123456", mn, flag: 9, cp: "" });
}
