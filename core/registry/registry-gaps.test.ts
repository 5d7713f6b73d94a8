import { expect, test } from "vitest";
import { EMPTY_REGISTRY, type Registry } from "./registry.ts";
import { registryGaps } from "./registry-gaps.ts";

const OUTLET = { id: "e1-DA001", enterprise: "e1", code: "DA001", name: "窑尾", kind: "stack" } as const;
const DEVICE = { mn: "SIM410199000000000000001" };
const PERSON = { id: "p1", name: "演示甲" };
const codes = (registry: Partial<Registry>) =>
  registryGaps({ ...EMPTY_REGISTRY, ...registry }).map(({ pointer, code }) => [pointer, code]);

test("of an empty installation one thing is said: nothing is registered", () => {
  expect(codes({})).toEqual([["/cells", "nothing-registered"]]);
});

test("an outlet without a limit, a device without a channel and a registry without people are named", () => {
  expect(codes({ outlets: [OUTLET], devices: [DEVICE] })).toEqual([
    ["/people", "nobody-registered"],
    ["/outlets/0", "outlet-without-limit"],
    ["/devices/0", "device-without-channel"],
  ]);
});

test("a weather station needs no limit, and a bridge no channel of its own", () => {
  const outlets = [{ ...OUTLET, kind: "weather" as const }];
  const devices = [{ ...DEVICE, bridgeFor: ["SIM410199000000000000002"] }];

  expect(codes({ people: [PERSON], outlets, devices })).toEqual([]);
});

test("an outlet with a limit and a device with a channel lack nothing", () => {
  const channel = { outlet: OUTLET.id, device: DEVICE.mn, factor: "a21026", pollutant: "a21026", unit: "mg/m3" };
  const limit = { outlet: OUTLET.id } as Registry["limits"][number];

  expect(codes({ people: [PERSON], outlets: [OUTLET], devices: [DEVICE], channels: [channel], limits: [limit] })).toEqual([]);
});
