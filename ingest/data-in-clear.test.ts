import { expect, test } from "vitest";
import { indexRegistry } from "../core/registry/grid.ts";
import { type Device, EMPTY_REGISTRY } from "../core/registry/registry.ts";
import { instant } from "../core/time.ts";
import { encodeFrame } from "./codecs/hj212/encode-frame.ts";
import { decodeEntry } from "./decode-entry.ts";

const MN = "SIM410102000000000000001";
const KEY = Uint8Array.from(Buffer.from("0123456789abcdeffedcba9876543210", "hex"));
const KEYED: Device = { mn: MN, sm4Key: { set: true, stored: "sealed" } };
const NOW = instant(Date.parse("2026-01-03T00:10:00+08:00"));

function decode(device: Device, sm4Key?: Uint8Array, cn = "2011") {
  const channel = { outlet: "o1", device: MN, factor: "a21026", pollutant: "a21026", unit: "mg/m3" };
  const registry = indexRegistry({ ...EMPTY_REGISTRY, devices: [device], channels: [channel] });
  const cp = cn === "2011" ? "DataTime=20260103000900;a21026-Rtd=5,a21026-Flag=N" : "SystemTime=20260103000900";
  const items = { qn: "20260103000900000", st: "31", cn, pw: "123456", mn: MN, flag: 9, cp };
  const payload = encodeFrame(items, sm4Key === undefined ? {} : { sm4Key });
  const entry = { seq: 7, kind: "frame", at: NOW, transport: "mqtt", mn: MN, topic: "", payload, format: 1 } as const;
  return decodeEntry(entry, registry, { keyOf: () => KEY });
}

test("a device with a key that speaks clear is taken, and that is counted", () => {
  expect(decode(KEYED)).toMatchObject({ readings: [{ value: 5 }], rejections: [], quirks: ["clear-despite-key"] });
});

test.each([
  ["encrypts", KEYED, KEY, "2011"],
  ["answers in clear, as it may", KEYED, undefined, "1011"],
  ["has no key", { mn: MN }, undefined, "2011"],
] as const)("nothing is noted of a device that %s", (_what, device, key, cn) => {
  expect(decode(device, key, cn)).toMatchObject({ rejections: [], quirks: [] });
});

test("data in clear of a device that has to encrypt go to the quarantine, and its encrypted data are stored", () => {
  const required = { ...KEYED, encryption: "required" } as const;

  expect(decode(required)).toMatchObject({
    readings: [],
    rejections: [{ reason: "not-encrypted", detail: { code: "data-in-clear", facts: { cn: "2011" } } }],
  });
  expect(decode(required, KEY)).toMatchObject({ readings: [{ value: 5 }], rejections: [] });
});
