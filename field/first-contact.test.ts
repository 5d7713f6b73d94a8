import { expect, test } from "vitest";
import type { Device } from "../core/registry/registry.ts";
import { firstContactCommands, firstContactText } from "./first-contact.ts";

const EVERYTHING = ["set-time", "set-intervals", "set-timeout", "start-realtime", "stop-state"] as const;
const aDevice = (change: Partial<Device>): Device => ({ mn: "SIM1", ...change });

test("a device is asked what its row says, in the order of the row, and one without a row nothing", () => {
  const device = aDevice({
    ...{ firstContact: [...EVERYTHING], realtimeSeconds: 60, minuteMinutes: 5 },
    ...{ overTimeSeconds: 7, resendCount: 4 },
  });

  expect(firstContactCommands(device)).toEqual([
    { command: "set-time" },
    { command: "set-interval", cn: "1062", value: 60 },
    { command: "set-interval", cn: "1064", value: 5 },
    { command: "set-timeout", overTime: 7, reCount: 4 },
    { command: "start-realtime" },
    { command: "stop-state" },
  ]);
  expect(firstContactCommands(aDevice({}))).toEqual([]);
});

test("waiting times that the row does not name are those of the platform: 10 seconds, three times", () => {
  expect(firstContactCommands(aDevice({ firstContact: ["set-timeout"] }))).toEqual([
    { command: "set-timeout", overTime: 10, reCount: 3 },
  ]);
});

test.each([
  ["below 30 seconds", { realtimeSeconds: 29 }, []],
  ["30 seconds", { realtimeSeconds: 30 }, ["1062"]],
  ["3600 seconds", { realtimeSeconds: 3_600 }, ["1062"]],
  ["above 3600 seconds", { realtimeSeconds: 3_601 }, []],
  ["a minute interval of 2017", { minuteMinutes: 10, edition: "2017" }, ["1064"]],
  ["a minute interval of 2005, which knows none", { minuteMinutes: 10, edition: "2005" }, []],
  ["no interval", {}, []],
] as const)("of intervals, with %s, only those that the device takes are set", (_what, row, cns) => {
  const commands = firstContactCommands(aDevice({ firstContact: ["set-intervals"], ...row }));

  expect(commands.map((c) => (c.command === "set-interval" ? c.cn : c.command))).toEqual(cns);
});

test("a device is asked again when what it is asked has changed, and not because a field was left out as before", () => {
  const row = { firstContact: ["set-timeout"], realtimeSeconds: 60 } as const;
  const texts = [{}, { realtimeSeconds: 30 }, { minuteMinutes: 5 }, { overTimeSeconds: 5 }, { resendCount: 3 }].map((change) =>
    firstContactText(aDevice({ ...row, ...change })),
  );

  expect(new Set(texts).size).toBe(5);
  expect(firstContactText(aDevice({ ...row }))).toBe('[["set-timeout"],60,null]');
  expect(firstContactText(aDevice({ firstContact: [] }))).toBeNull();
  expect(firstContactText(aDevice({}))).toBeNull();
});
