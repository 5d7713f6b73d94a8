import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { encodeFrame } from "../../ingest/codecs/hj212/encode-frame.ts";
import { DISTRICT_OF_STACKS, hoursAgo, STACKS, type Stack, sendFrames } from "../support/district.ts";
import { finished, Product, runOutfall } from "../support/product.ts";
import { stamp } from "../support/sim-logger.ts";

const KEY = "SimKey0123456789";
const KEY_BYTES = new TextEncoder().encode(KEY);
const [JUDGED, WRONG_KEY, SEALED, HEX] = STACKS;
/** The district, with loggers of 2025 that encrypt. */
const ENCRYPTING = {
  ...DISTRICT_OF_STACKS,
  devices: DISTRICT_OF_STACKS.devices.map((d) => ({ ...d, edition: "2025", sm4Key: KEY })),
};

let product: Product;
let log = "";

beforeAll(async () => {
  product = await Product.start({ env: { OUTFALL_LOG_LEVEL: "debug" } });
  product.process.stderr?.on("data", (chunk) => {
    log += chunk;
  });
  await product.ask("PUT", "/api/v1/registry", ENCRYPTING);
});
afterAll(() => product?.[Symbol.asyncDispose]());

function encryptedHour({ mn }: Stack, start: Date, value: number, sm4Key: Uint8Array): Uint8Array {
  const time = stamp(start.getTime());
  const cp = `DataTime=${time};a21026-Min=${value},a21026-Avg=${value},a21026-Max=${value},a21026-Flag=N`;
  return encodeFrame({ qn: `${time}001`, st: "31", cn: "2061", pw: "123456", mn, flag: 9, cp }, { sm4Key });
}

const casesOf = async (stack: Stack) =>
  (await product.ask("GET", "/api/v1/cases")).body.items.filter(({ outlet }: { outlet: string }) => outlet === stack.outlet);

test("an encrypted hour of a 2025 device is acknowledged, opens its case, and is judged the same in a replay", async () => {
  const frame = encryptedHour(JUDGED, hoursAgo(48), 130, KEY_BYTES);

  const [answer] = await sendFrames(product, [frame]);
  const cases = await product.until(
    () => casesOf(JUDGED),
    (items) => items.length > 0,
  );
  await product.settled();

  expect(Buffer.from(frame).toString("latin1")).not.toContain("a21026");
  expect(answer).toMatch(/CN=9014;.*Flag=8;/);
  expect(cases).toMatchObject([{ state: "reported", outlet: JUDGED.outlet }]);
  const { frames } = await product.until(
    async () => (await product.ask("GET", `/api/v1/devices/${JUDGED.mn}`)).body,
    (device) => device.frames.length > 0,
  );
  expect(frames[0]).toMatchObject({ direction: "in", rawEncoding: "base64", decoded: { ok: true, cn: "2061" } });
  await product.judged();
  const replay = await finished(runOutfall(["replay", "--json"], { OUTFALL_DATA_DIR: product.dataDir }));
  expect(JSON.parse(replay.out)).toMatchObject({ same: true, cases: [cases[0].id] });
});

test("a frame encrypted with another key is refused as wrong-crc and not acknowledged; the next good one is", async () => {
  const wrong = encryptedHour(WRONG_KEY, hoursAgo(48), 130, new TextEncoder().encode("SimKey9876543210"));

  const [answer, ...more] = await sendFrames(product, [
    Buffer.concat([wrong, encryptedHour(WRONG_KEY, hoursAgo(47), 90, KEY_BYTES)]),
  ]);
  await product.settled();

  expect(answer).toContain(`QN=${stamp(hoursAgo(47).getTime())}001`);
  expect(more).toEqual([]);
  expect(await casesOf(WRONG_KEY)).toEqual([]);
  await product.until(
    async () => (await fetch(`${product.url}/metrics`)).text(),
    (metrics) => /hj212_rejected_total\{[^}]*"wrong-crc"[^}]*\} 1\b/.test(metrics),
  );
});

test("a key goes out only as set, stays when it comes back so, and is written nowhere in clear", async () => {
  const document = (await product.ask("GET", "/api/v1/registry")).body;
  const again = await product.ask("PUT", "/api/v1/registry", document);
  const [answer] = await sendFrames(product, [encryptedHour(SEALED, hoursAgo(48), 90, KEY_BYTES)]);
  await product.settled();

  expect(document.devices[2].sm4Key).toEqual({ set: true });
  expect(again.body.changed).toEqual({});
  expect(answer).toContain("CN=9014");
  expect(log).not.toContain(KEY);
  expect(everyFileOf(product.dataDir).filter((bytes) => bytes.includes(KEY))).toEqual([]);
});

test("a key may be given in hex; what is no key of 16 bytes is refused by its place", async () => {
  const withKey = (sm4Key: string) => ({
    ...ENCRYPTING,
    devices: ENCRYPTING.devices.map((d) => (d.mn === HEX.mn ? { ...d, sm4Key } : d)),
  });

  const refused = await product.ask("PUT", "/api/v1/registry", withKey("SimKey012345678"));
  const taken = await product.ask("PUT", "/api/v1/registry", withKey("0123456789abcdefFEDCBA9876543210"));
  const key = Uint8Array.from(Buffer.from("0123456789ABCDEFFEDCBA9876543210", "hex"));
  const [answer] = await sendFrames(product, [encryptedHour(HEX, hoursAgo(48), 90, key)]);

  expect(refused).toMatchObject({ status: 400, body: { errors: [{ pointer: "/devices/3/sm4Key", code: "wrong-format" }] } });
  expect(taken.status).toBe(200);
  expect(answer).toContain("CN=9014");
});

function everyFileOf(directory: string): readonly Buffer[] {
  return readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name)));
}
