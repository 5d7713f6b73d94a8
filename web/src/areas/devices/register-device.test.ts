import { expect, test, vi } from "vitest";
import {
  channelsFromLimits,
  missingOf,
  needsPollutant,
  registerDevice,
  rowsOf,
  senderOf,
  usualSt,
  usualUnit,
} from "./register-device.ts";

const outlet = { id: "e1-DW001", name: "总排口", code: "DW001", kind: "effluent", enterprise: "e1" };
const document = {
  schema: "outfall/registry/1",
  outlets: [outlet],
  devices: [{ mn: "SIM1", hj212Password: { set: true } }],
  channels: [{ outlet: "e1-DW001", device: "SIM1", st: "32", factor: "w01018", pollutant: "w01018", unit: "mg/L" }],
  limits: [
    { outlet: "e1-DW001", pollutant: "w21003", unit: "mg/L" },
    { outlet: "e1-DW001", pollutant: "w21003", unit: "mg/L" },
  ],
};
const values = { mn: "NEW1", edition: "2017", hj212Password: "123456" };

test("a device and its channels are rows of the registry, the device first; an empty password is left out", () => {
  const channels = [{ factor: "w21003", st: "32", unit: " mg/L " }];

  expect(rowsOf({ ...values, outlet: "e1-DW001", channels, mqttSecret: "" })).toEqual([
    { path: "/registry/devices/NEW1", fields: { edition: "2017", hj212Password: "123456" } },
    {
      path: "/registry/channels/NEW1%2F32%2Fw21003%2F",
      fields: { outlet: "e1-DW001", device: "NEW1", st: "32", factor: "w21003", unit: "mg/L" },
    },
  ]);
});

test("each row is written on top of the version that the row before made, and nothing after one that failed", async () => {
  const asked: { readonly url: string; readonly ifMatch: string | null }[] = [];
  vi.stubGlobal("fetch", async (url: string, init: RequestInit) => {
    asked.push({ url, ifMatch: new Headers(init.headers).get("if-match") });
    const isThird = asked.length === 3;
    return new Response(isThird ? JSON.stringify({ code: "precondition-failed" }) : "{}", {
      status: isThird ? 412 : 200,
      headers: { etag: `"${6 + asked.length}"` },
    });
  });
  const channels = ["w21003", "w21011", "w21001"].map((factor) => ({ factor, unit: "mg/L" }));

  const written = registerDevice({ answer: document, version: '"6"' }, { ...values, outlet: "e1-DW001", channels });

  await expect(written).rejects.toMatchObject({ status: 412, code: "precondition-failed" });
  expect(asked.map((a) => a.ifMatch)).toEqual(['"6"', '"7"', '"8"']);
  vi.unstubAllGlobals();
});

test("a code of 2005 says what it measures, one of 2017 does not", () => {
  expect(needsPollutant("011")).toBe(true);
  expect(needsPollutant("S03")).toBe(true);
  expect(needsPollutant("w01018")).toBe(false);
  expect(needsPollutant("w01")).toBe(false);

  const rows = [
    { factor: "011", unit: "mg/L", pollutant: "w01018" },
    { factor: "w21003", unit: "mg/L", pollutant: "w01018" },
  ];
  const added = rowsOf({ ...values, outlet: "e1-DW001", channels: rows })
    .slice(1)
    .map((row) => row.fields);
  expect(added).toEqual([
    { outlet: "e1-DW001", device: "NEW1", factor: "011", pollutant: "w01018", unit: "mg/L" },
    { outlet: "e1-DW001", device: "NEW1", factor: "w21003", unit: "mg/L" },
  ]);
});

test("the form says what is missing: a password, channels, the outlet of channels", () => {
  expect(missingOf({})).toEqual(["password", "channels"]);
  expect(missingOf({ hj212Password: "1", outlet: "e1-DW001", channels: [] })).toEqual(["channels"]);
  expect(missingOf({ mqttSecret: "1", channels: [{}] })).toEqual(["outlet"]);
  expect(missingOf({ mqttSecret: "1", outlet: "e1-DW001", channels: [{}] })).toEqual([]);
});

test("a device that already sends a factor for the outlet is named", () => {
  expect(senderOf(document, "e1-DW001", { factor: "w01018" })).toBe("SIM1");
  expect(senderOf(document, "e1-DW001", { factor: "011", pollutant: "w01018" })).toBe("SIM1");
  expect(senderOf(document, "e1-DW001", { factor: "w21003" })).toBeUndefined();
  expect(senderOf(document, "other", { factor: "w01018" })).toBeUndefined();
});

test("the system code and the unit are proposed from the outlet, its limits and other channels", () => {
  expect(usualSt(document, "e1-DW001")).toBe("32");
  expect(usualSt({ outlets: [{ ...outlet, id: "e2-DA001", kind: "stack" }] }, "e2-DA001")).toBe("31");
  expect(usualSt({ outlets: [{ ...outlet, id: "e2-P1", kind: "power" }] }, "e2-P1")).toBeUndefined();
  expect(usualUnit(document, "e1-DW001", "w21003")).toBe("mg/L");
  expect(usualUnit(document, "other", "w01018")).toBe("mg/L");
  expect(usualUnit(document, "other", "a21026")).toBeUndefined();
  expect(channelsFromLimits(document, "e1-DW001")).toEqual([{ factor: "w21003", unit: "mg/L", st: "32" }]);
});

test("a device may have a secret for MQTT only, and be registered before its outlet is known", () => {
  expect(rowsOf({ mn: "NEW1", edition: "2017", mqttSecret: "s3cret", channels: [{ factor: "w21003", unit: "mg/L" }] })).toEqual([
    { path: "/registry/devices/NEW1", fields: { edition: "2017", mqttSecret: "s3cret" } },
  ]);
});

test("without a channel of its own an outlet takes the system code of others of its kind, and an unknown one none", () => {
  const second = { ...outlet, id: "e2-DW001" };
  const channels = [{ outlet: "e1-DW001", device: "SIM1", st: "21", factor: "w01018", unit: "mg/L" }];

  expect(usualSt({ outlets: [outlet, second], channels }, "e2-DW001")).toBe("21");
  expect(usualSt({ outlets: [outlet, second] }, "unheard-of")).toBeUndefined();
  expect(channelsFromLimits({ outlets: [outlet] }, "e1-DW001")).toEqual([]);
});

test("a channel without a pollutant of its own is known by its code", () => {
  const channels = [{ outlet: "e1-DW001", device: "SIM2", factor: "w21003", unit: "mg/L" }];

  expect(senderOf({ channels }, "e1-DW001", { factor: "w21003" })).toBe("SIM2");
});
