import { expect, test } from "vitest";
import type { DeviceRow, Gap } from "../../api/device-shapes.ts";
import { sayIn } from "../../i18n/translate.ts";
import { byMissing, byTrouble, commandName, driftWords, lineWords } from "./device-words.ts";

const say = sayIn("zh");
const line = {
  connected: true,
  transport: "hj212",
  lastSeenAt: null,
  address: null,
  moves: 0,
  driftSeconds: null,
  quirks: {},
} as const;
const device = (mn: string, state: DeviceRow["state"], over: Partial<DeviceRow["line"]> = {}): DeviceRow => ({
  ...{ mn, state, outlets: [], lastReceivedAt: null, autoBackfill: true },
  ...{ edition: "2017", crc: null, realtimeSeconds: 60, minuteMinutes: 10 },
  line: { ...line, ...over },
});

test.each([
  [null, "—"],
  [1.4, "准"],
  [-2, "准"],
  [-75.6, "慢 76 秒"],
  [130, "快 130 秒"],
])("a clock that is %s seconds off is said as %s", (seconds, words) => {
  expect(driftWords(seconds, say)).toBe(words);
});

test("silent devices stand first, then those never heard, then those whose socket is gone", () => {
  const rows = [
    device("SIM1", "online"),
    device("SIM2", "online", { connected: false }),
    device("SIM3", "online", { connected: false, transport: "mqtt" }),
    device("SIM4", "never"),
    device("SIM5", "silent"),
  ];

  expect(rows.toSorted(byTrouble).map((d) => d.mn)).toEqual(["SIM5", "SIM4", "SIM2", "SIM1", "SIM3"]);
});

test("over MQTT nobody claims to know whether there is a line", () => {
  expect(lineWords(device("SIM1", "online", { connected: false, transport: "mqtt" }), say)).toBe("MQTT");
  expect(lineWords(device("SIM1", "online", { connected: false }), say)).toBe("未连接");
});

test("history of hours and of minutes are two commands to people", () => {
  expect(commandName({ command: "history", parameters: { cn: "2061" } })).toBe("hours");
  expect(commandName({ command: "history", parameters: { cn: "2051" } })).toBe("minutes");
  expect(commandName({ command: "set-time", parameters: {} })).toBe("set-time");
});

test("what is still missing stands before what was filled, the newest first", () => {
  const gap = (id: string, state: Gap["state"], from: string): Gap => ({
    ...{ id, state, from, to: from, basis: "hour", outlets: [], attempts: 0 },
  });
  const gaps = [
    gap("a", "filled", "2026-11-23T05:00:00.000Z"),
    gap("b", "found", "2026-11-23T01:00:00.000Z"),
    gap("c", "found", "2026-11-23T03:00:00.000Z"),
    gap("d", "given-up", "2026-11-23T00:00:00.000Z"),
  ];

  expect(gaps.toSorted(byMissing).map((g) => g.id)).toEqual(["d", "c", "b", "a"]);
});
