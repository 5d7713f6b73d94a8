import { expect, test } from "vitest";
import { decodeOfDevice, decodeOptionsOf, starOptionsOf } from "./decode-options.ts";
import { encodeFrame } from "./encode-frame.ts";

test("a device that registers nothing is read as the standard says", () => {
  expect(decodeOptionsOf({}, undefined)).toEqual({});
});

test("edition, CRC variant and key of a device say how its frames are read", () => {
  const key = new Uint8Array(16);

  expect(decodeOptionsOf({ edition: "2025", crc: "modbus" }, key)).toEqual({ edition: "2025", crc: "modbus", sm4Key: key });
});

test("a frame of a device is read with the first of its keys that fits, and said to be wrong when none does", () => {
  const [own, next] = [new Uint8Array(16), new Uint8Array(16).fill(7)];
  const cp = "DataTime=20261123080000;a21026-Rtd=35.2,a21026-Flag=N";
  const frame = (sm4Key?: Uint8Array) =>
    encodeFrame({ st: "31", cn: "2011", mn: "SIM1", flag: 9, cp }, sm4Key === undefined ? {} : { sm4Key });
  const reads = (bytes: Uint8Array, ...keys: readonly Uint8Array[]) => decodeOfDevice(bytes, {}, keys).ok;

  expect([reads(frame()), reads(frame(), own), reads(frame(own), own, next), reads(frame(next), own, next)]).toEqual([
    ...[true, true, true, true],
  ]);
  expect(decodeOfDevice(frame(next), {}, [own, own])).toMatchObject({ ok: false, error: { code: "wrong-crc" } });
});

test("of a device that nobody knows stars know nothing, of another its CRC variant and both its keys", () => {
  const [key, next] = [new Uint8Array(16), new Uint8Array(16).fill(7)];
  const known = { device: { mn: "SIM1", crc: "modbus" }, sm4Key: () => key, newSm4Key: () => ({ bytes: next }) };

  expect(starOptionsOf(undefined)).toEqual({});
  expect(starOptionsOf(known as unknown as Parameters<typeof starOptionsOf>[0])).toEqual({
    ...{ crc: "modbus", sm4Key: key, sm4KeyNew: next },
  });
});
