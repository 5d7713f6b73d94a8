import { expect, test } from "vitest";
import type { DeviceWire, GapWire } from "../../../../api/resources/devices/schema.ts";
import type { UpstreamWire } from "../../../../api/resources/upstreams/schema.ts";
import { sayIn } from "../../i18n/say.ts";
import {
  byMissing,
  commandName,
  driftWords,
  isJsonDevice,
  keyWords,
  lineWords,
  parameterWords,
  protocolWords,
} from "./device-words.ts";
import { answerWords, waitWords } from "./exchange-words.ts";
import { flagWords, stWords } from "./frame-words.ts";
import { upstreamState } from "./upstream-state.ts";
import { deviceWords } from "./words.ts";

const say = sayIn("zh", deviceWords);
const line: DeviceWire["line"] = {
  connected: true,
  transport: "hj212",
  speaksHj212: true,
  lastSeenAt: null,
  address: null,
  presence: [],
  moves: 0,
  addresses: [],
  movedAt: null,
  driftAt: null,
  driftSeconds: null,
  quirks: {},
};
const device = (mn: string, state: DeviceWire["state"], over: Partial<DeviceWire["line"]> = {}): DeviceWire => ({
  ...{ hourLabel: null, bridgeFor: [], outletNames: [], enterpriseName: null, hasHj212Password: true, hasMqttSecret: false },
  key: { state: "none", days: null, isOld: false, usedSince: null, askedAt: null },
  ...{ firstContact: [], gaps: 0, refusedAt: null },
  ...{ mn, state, outlets: [], lastReceivedAt: null, autoBackfill: true },
  ...{ edition: "2017", crc: null, realtimeSeconds: 60, minuteMinutes: 10 },
  line: { ...line, ...over },
});

test("a key that is older than it may be says for how many days it was used", () => {
  const one = device("SIM1", "online");
  const of = (key: Partial<DeviceWire["key"]>): string => keyWords({ ...one, key: { ...one.key, ...key } }, say);

  expect(of({ state: "set", days: 90 })).toBe("已登记");
  expect(of({ state: "set", days: 91, isOld: true })).toBe("已登记 · 已用 91 天，请更换（1014）");
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

test("over MQTT nobody claims to know whether there is a line", () => {
  expect(lineWords(device("SIM1", "online", { connected: false, transport: "mqtt" }), say)).toBe("MQTT");
  expect(lineWords(device("SIM1", "online", { connected: false }), say)).toBe("未连接 · HJ 212");
  expect(lineWords(device("SIM1", "never", { connected: false, transport: null }), say)).toBe("未连接");
});

test("a device that sends JSON is not said to speak an edition of HJ 212", () => {
  const overMqtt = (speaksHj212: boolean) => device("SIM1", "online", { transport: "mqtt", speaksHj212 });

  expect(isJsonDevice(overMqtt(false))).toBe(true);
  expect(protocolWords(overMqtt(false), say)).toBe("JSON 读数，不用 HJ 212");
  expect(protocolWords(overMqtt(true), say)).toBe("HJ 212-2017，经 MQTT");
  expect(protocolWords(device("SIM1", "online"), say)).toBe("HJ 212-2017");
});

test("what a device answers with a code or with its time is said in words", () => {
  expect(answerWords("QnRtn=1", "zh", say)).toBe("准备执行");
  expect(answerWords("SystemTime=20261129010522", "zh", say)).toBe("现场机时间 2026-11-29 01:05:22");
  expect(answerWords("i12001-Info=1", "zh", say)).toBeUndefined();
});

test("a queued command says what it waits for", () => {
  expect(waitWords("SIM1", { ...line, transport: "mqtt" }, say)).toBe("等设备订阅主题 outfall/v1/SIM1/down 后发送");
  expect(waitWords("SIM1", { ...line, connected: false }, say)).toBe("等设备连接后发送");
  expect(waitWords("SIM1", line, say)).toBeUndefined();
});

test.each([
  ["31", "31 大气环境污染源"],
  ["80", "80 标准未列的系统编码"],
])("system code %s is said as %s", (st, words) => {
  expect(stWords(st, say)).toBe(words);
});

test("data flags have words, and the digits of air stations have their own", () => {
  expect(flagWords("D", "31", say)).toBe("故障");
  expect(flagWords("3", "22", say)).toBe("正常");
  expect(flagWords("3", "31", say)).toBeUndefined();
});

test("an upstream whose line is open while data wait and nothing is acknowledged is not fine", () => {
  const at = (second: number): string => new Date(Date.UTC(2026, 10, 23, 0, 0, second)).toISOString();
  const row = (over: Partial<UpstreamWire>): UpstreamWire => ({
    ...{ id: "u", name: "u", host: "h", port: 1, edition: "2017", state: "connected", since: at(0), held: [] },
    ...{ lagEntries: 5, oldestUnsentAt: at(0), lastAcknowledgedAt: null, lastError: null, trouble: null },
    ...{ sent: 5, resent: 0, acknowledged: 0, unsendable: 0 },
    ...over,
  });
  const now = Date.parse(at(40));

  expect(upstreamState(row({}), now)).toBe("unanswered");
  expect(upstreamState(row({ since: at(30) }), now)).toBe("connected");
  expect(upstreamState(row({ lastAcknowledgedAt: at(35) }), now)).toBe("connected");
  expect(upstreamState(row({ oldestUnsentAt: at(39) }), now)).toBe("connected");
  expect(upstreamState(row({ lagEntries: 0, oldestUnsentAt: null }), now)).toBe("connected");
  expect(upstreamState(row({ lagEntries: null }), now)).toBe("connected");
  expect(
    upstreamState(
      row({ since: at(39), lastError: { at: at(38), code: "unanswered", text: "", detailCode: "no-9014", facts: {} } }),
      now,
    ),
  ).toBe("unanswered");
  expect(upstreamState(row({ state: "waiting" }), now)).toBe("waiting");
  const trouble = { at: at(38), code: "resending", text: "", detailCode: "frames-resent", facts: {} };
  expect(upstreamState(row({ trouble }), now)).toBe("unanswered");
  expect(upstreamState(row({ lastAcknowledgedAt: at(35), trouble }), now)).toBe("resending");
  expect(upstreamState(row({ lagEntries: 0, trouble }), now)).toBe("resending");
  expect(upstreamState(row({ lagEntries: 0, trouble: { ...trouble, code: "circling" } }), now)).toBe("circling");
  expect(upstreamState(row({ state: "waiting", trouble }), now)).toBe("waiting");
});

test("history of hours and of minutes are two commands to people", () => {
  expect(commandName({ command: "history", parameters: { cn: "2061" } })).toBe("hours");
  expect(commandName({ command: "history", parameters: { cn: "2051" } })).toBe("minutes");
  expect(commandName({ command: "set-time", parameters: {} })).toBe("set-time");
});

test("intervals of realtime and of minutes are two commands, each with its unit", () => {
  const seconds = { command: "set-interval", parameters: { cn: "1062", value: 60 } };

  expect(commandName(seconds)).toBe("set-realtime-interval");
  expect(parameterWords(seconds, say)).toBe("60 秒");
  expect(parameterWords({ parameters: { cn: "1064", value: 10 } }, say)).toBe("10 分钟");
  expect(commandName({ command: "read-interval", parameters: { cn: "1063" } })).toBe("read-minute-interval");
  expect(parameterWords({ parameters: { overTime: 5, reCount: 3 } }, say)).toBe("超时 5 秒，重发 3 次");
  expect(parameterWords({ parameters: { polId: "a21026", infoId: "i12001" } }, say)).toBe("a21026 i12001");
});

test("what is still missing stands before what was filled, the newest first", () => {
  const gap = (id: string, state: GapWire["state"], from: string) => ({ id, state, from });
  const gaps = [
    gap("a", "filled", "2026-11-23T05:00:00.000Z"),
    gap("b", "found", "2026-11-23T01:00:00.000Z"),
    gap("c", "found", "2026-11-23T03:00:00.000Z"),
    gap("d", "given-up", "2026-11-23T00:00:00.000Z"),
  ];

  expect(gaps.toSorted(byMissing).map((g) => g.id)).toEqual(["d", "c", "b", "a"]);
});

test("over MQTT a line that is there is said to be there", () => {
  expect(lineWords(device("SIM1", "online", { connected: true, transport: "mqtt" }), say)).toBe("已连接 · MQTT");
  expect(lineWords(device("SIM1", "online"), say)).toBe("已连接 · HJ 212");
});

test("a device whose edition nobody knows is said to speak none", () => {
  expect(protocolWords({ ...device("SIM1", "online"), edition: null }, say)).toBe("—");
});

test("the result of a command is read from its own table of codes", () => {
  expect(answerWords("ExeRtn=1", "zh", say)).toBe("执行成功");
});
