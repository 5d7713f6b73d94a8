import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { encodeFrame } from "../../ingest/codecs/hj212/encode-frame.ts";
import { finished, runOutfall } from "../../tests/support/product.ts";

let folder = "";

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "outfall-decode-"));
});

afterEach(() => rm(folder, { recursive: true }));

async function file(name: string, content: string | Uint8Array): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, content);
  return path;
}

const decode = (...args: string[]) => finished(runOutfall(["decode", ...args]));

// 1C80 is the standard's CRC of this segment (HJ 212-2017 appendix A), 0759 that of Modbus.
const MODBUS =
  "##0101QN=20160801085857223;ST=32;CN=1062;PW=100000;MN=010000A8900016F000169DC0;Flag=5;CP=&&RtdInterval=30&&0759\r\n";
const KEY = "SimKey0123456789";
const ENCRYPTED = encodeFrame(
  { st: "32", cn: "2011", mn: "SIM1", flag: 8, cp: "DataTime=20260102030500;w01018-Rtd=35.2,w01018-Flag=N" },
  { sm4Key: new TextEncoder().encode(KEY) },
);

test("a capture of a device with another CRC is read with its variant, and bad without", async () => {
  const capture = await file("capture.bin", MODBUS);

  const [without, registered] = await Promise.all([decode(capture), decode(capture, "--crc", "modbus")]);

  expect([without.code, registered.code]).toEqual([1, 0]);
  expect(JSON.parse(without.out)).toMatchObject({ ok: false, crc: { received: "0759" }, error: { code: "wrong-crc" } });
  expect(JSON.parse(registered.out)).toMatchObject({ ok: true, crc: "modbus", quirks: ["crc-variant"] });
});

test("a capture of a device that encrypts is read with the key of a file, as characters or hex digits", async () => {
  const capture = await file("capture.bin", ENCRYPTED);
  const [characters, hex] = [await file("key", `${KEY}\n`), await file("hex", Buffer.from(KEY).toString("hex"))];

  for (const { code, out } of [
    await decode("--sm4-key-file", characters, capture),
    await decode(capture, "--sm4-key-file", hex),
  ]) {
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ ok: true, cn: "2011", data: { length: 3 } });
    expect(out).not.toContain(KEY);
  }
});

test("wrong arguments end with 2 and are told, but never a key", async () => {
  const capture = await file("capture.bin", MODBUS);
  const key = await file("key", `${KEY}0`);

  const told = await Promise.all([
    decode(capture, "--crc", "ccitt"),
    decode(capture, "--sm4-key-file", key),
    decode(capture, "--sm4-key-file", join(folder, "none")),
    decode(capture, capture),
    decode(capture, "--key", "x"),
  ]);

  expect(told.map(({ code, out }) => [code, out])).toEqual(told.map(() => [2, ""]));
  for (const { errors } of told) {
    expect(errors).toMatch(/^outfall: /);
    expect(errors).not.toContain(KEY);
  }
});
