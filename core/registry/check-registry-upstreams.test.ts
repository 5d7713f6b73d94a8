import { expect, test } from "vitest";
import { checkRegistry } from "./check-registry.ts";
import type { CheckableUpstream } from "./check-registry-rows.ts";

const [ONE, TWO] = ["SIM410102000000000000001", "SIM410102000000000000002"] as const;

type Change = { readonly [Field in keyof CheckableUpstream]?: CheckableUpstream[Field] | undefined };

function found(change: Change, kind: "problems" | "warnings" = "problems", relayedBy?: string) {
  const upstream = {
    ...{ id: "city", name: "市级平台", host: "192.0.2.1", port: 9212, edition: "2017", enterprises: ["e1"], password: "123456" },
    ...change,
  } as CheckableUpstream;
  const check = checkRegistry({
    ...{ schema: "outfall/registry/1", cells: [], units: [], people: [], assignments: [] },
    ...{ emissionUnits: [], treatmentUnits: [], limits: [] },
    enterprises: [{ id: "e1", name: "演示水泥厂" }],
    outlets: [
      { id: "e1-DA001", enterprise: "e1", code: "DA001", name: "窑尾", kind: "stack" },
      { id: "e1-DA002", enterprise: "e1", code: "DA002", name: "窑头", kind: "stack" },
      { id: "e1-DA003", enterprise: "e1", code: "DA003", name: "备用", kind: "stack" },
    ],
    devices: [{ mn: ONE, ...(relayedBy !== undefined && { relayedBy }) }, { mn: TWO }],
    channels: [
      { outlet: "e1-DA001", device: ONE, factor: "a21026", pollutant: "a21026", unit: "mg/m3" },
      { outlet: "e1-DA002", device: TWO, factor: "a21026", pollutant: "a21026", unit: "mg/m3" },
    ],
    upstreams: [upstream],
  });
  return check[kind].filter((p) => /^\/(?:upstreams|devices)/.test(p.pointer)).map((p) => `${p.pointer} ${p.code}`);
}

test("an upstream that selects a whole enterprise and has a password is right", () => {
  expect(found({})).toEqual([]);
  expect(found({}, "warnings")).toEqual([]);
});

test("an upstream names only enterprises, outlets and devices that exist", () => {
  expect(found({ enterprises: ["e1", "e9"] })).toEqual(["/upstreams/0/enterprises/1 unknown-enterprise"]);
  expect(found({ outlets: ["e9-DA001"] })).toEqual(["/upstreams/0/outlets/0 unknown-outlet"]);
  expect(found({ devices: [{ mn: "SIM9", as: "X" }] })).toEqual(["/upstreams/0/devices/0/mn unknown-device"]);
});

test("a device is relayed by an upstream that exists", () => {
  expect(found({}, "problems", "city")).toEqual([]);
  expect(found({}, "problems", "province")).toEqual(["/devices/0/relayedBy unknown-upstream"]);
});

test("two devices never get the same MN up there, neither by name nor because one of them keeps its own", () => {
  expect(
    found({
      devices: [
        { mn: ONE, as: "UP1" },
        { mn: TWO, as: "UP1" },
      ],
    }),
  ).toEqual(["/upstreams/0/devices/1/as duplicate-upstream-mn"]);
  expect(found({ devices: [{ mn: ONE, as: TWO }] })).toEqual(["/upstreams/0/devices/0/as duplicate-upstream-mn"]);
});

test("two devices may swap their names", () => {
  expect(
    found({
      devices: [
        { mn: ONE, as: TWO },
        { mn: TWO, as: ONE },
      ],
    }),
  ).toEqual([]);
});

test("every device that is passed on has a PW to show, its own or the line's", () => {
  const own = { mn: ONE, as: "UP1", password: "654321" };

  expect(found({ password: undefined, devices: [own] })).toEqual(["/upstreams/0/password upstream-without-password"]);
  expect(found({ password: undefined, devices: [own], enterprises: [], outlets: ["e1-DA001"] })).toEqual([]);
});

test("an upstream that gets nothing is a warning", () => {
  expect(found({ enterprises: [], outlets: ["e1-DA003"] }, "warnings")).toEqual(["/upstreams/0 upstream-without-data"]);
  expect(found({ enterprises: [], outlets: ["e1-DA003"] })).toEqual([]);
});

test("an upstream that names outlets only gets these and no enterprise", () => {
  expect(found({ enterprises: undefined, outlets: ["e1-DA001"] })).toEqual([]);
  expect(found({ enterprises: undefined, outlets: ["e1-DA001"] }, "warnings")).toEqual([]);
});

test("a device is listed once for an upstream", () => {
  const row = { mn: ONE, as: "UP1" };

  expect(found({ devices: [row, row] })).toEqual(["/upstreams/0/devices/1/mn duplicate-id"]);
});
