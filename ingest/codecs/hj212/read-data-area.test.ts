import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { parseIso } from "../../../core/time.ts";
import { decodeFrame } from "./decode-frame.ts";
import { frameSegment } from "./encode-frame.ts";
import { readDataArea } from "./read-data-area.ts";

function read(cn: string, area: string, header = "ST=32"): unknown {
  const result = decodeFrame(frameSegment(`${header};CN=${cn};MN=SIM;CP=&&${area}&&`));
  if (!result.ok) throw new Error(result.error.message);
  return readDataArea(result.value);
}

const AT = parseIso("2026-01-02T03:00:00+08:00");
const T = "DataTime=20260102030000";

test.each([
  ["2011", `${T};w01018-Rtd=35.2`, { kind: "realtime", time: AT, factors: [{ factor: "w01018", numbers: { Rtd: 35.2 } }] }],
  ["2051", `${T};w01018-Avg=1`, { kind: "statistics", basis: "minute", time: AT }],
  ["2061", `${T};w01018-Avg=1`, { kind: "statistics", basis: "hour", time: AT }],
  ["2031", `${T};w01018-Avg=1`, { kind: "statistics", basis: "day", time: AT }],
  ["2111", `${T};a01901-Avg=868`, { kind: "furnace-temperature", factors: [{ numbers: { Avg: 868 } }] }],
  [
    "2013",
    `${T};w01018-SampleTime=20260102030000,w01018-CompleteTime=20260102030000,w01018-SampleType=0,w01018-Avg=30.5,w01018-Flag=N`,
    {
      kind: "raw-samples",
      samples: [{ factor: "w01018", sampledAt: AT, completedAt: AT, sampleType: "0", value: 30.5, flag: "N" }],
    },
  ],
  ["2052", `${T};Leq-Data=61.5`, { kind: "noise", basis: "single", levels: [{ name: "Leq", field: "Data", decibels: 61.5 }] }],
  [
    "2062",
    `${T};w01018-SampleRd=49.8,w01018-StandardValue=50,w01018-ResultType=1;w21003-ResultType=0`,
    {
      kind: "check",
      time: AT,
      checks: [
        { factor: "w01018", measured: 49.8, nominal: 50, result: "passed" },
        { factor: "w21003", measured: undefined, result: "failed" },
      ],
    },
  ],
  [
    "2021",
    `${T};SB1-RS=1;SB2-RS=0;SB3-RS=5`,
    { kind: "equipment-state", equipment: [{ name: "SB1", state: "on" }, { state: "off" }, { state: "back-blow" }] },
  ],
  ["2041", `${T};SB1-RT=23.5`, { kind: "running-time", time: AT, equipment: [{ name: "SB1", hours: 23.5 }] }],
  ["2071", `${T};101-Ala=1.1`, { kind: "alarm", time: AT, alarms: [{ factor: "101", value: 1.1, event: undefined }] }],
  [
    "2072",
    "AlarmTime=20260102030000;101-Ala=1.1,AlarmType=0",
    { kind: "alarm", time: AT, alarms: [{ factor: "101", event: "back-to-normal" }] },
  ],
  ["2081", `${T};RestartTime=20260102030000`, { kind: "restart", time: AT, restartedAt: AT }],
  ["2061", "BeginTime=20260102030000,EndTime=20260102030000", { kind: "query", from: AT, to: AT, factors: [] }],
  [
    "3019",
    `${T};PolId=w01018;w01018-SN=00112233445566778899AABB`,
    { kind: "device-id", time: AT, ids: [{ code: "w01018", id: "00112233445566778899AABB" }] },
  ],
  [
    "3020",
    `${T};PolId=w01018;i11001-Info=//清洗;管路//;I12001-Info=1`,
    {
      kind: "information",
      time: AT,
      factors: ["w01018"],
      asked: [],
      values: [
        { code: "i11001", value: "清洗;管路", isLog: true },
        { code: "i12001", value: "1", isLog: false },
      ],
    },
  ],
  ["3020", "PolId=w01018;InfoId=i12001", { kind: "information", asked: ["i12001"], values: [] }],
  ["3021", "PolId=w01018;InfoId=i13004;i13004-Info=168.0", { kind: "information", values: [{ code: "i13004", value: "168.0" }] }],
  ["1000", "OverTime=5;ReCount=3", { kind: "parameters", parameters: { overTimeSeconds: 5, resendCount: 3 } }],
  ["1000", "Overtime=5", { kind: "parameters", parameters: { overTimeSeconds: 5 } }],
  ["1011", "PolId=w01018;SystemTime=20260102030000", { kind: "parameters", factors: ["w01018"], parameters: { systemTime: AT } }],
  ["1062", "RtdInterval=30", { kind: "parameters", parameters: { realtimeSeconds: 30 } }],
  ["1064", "MinInterval=10", { kind: "parameters", parameters: { minuteMinutes: 10 } }],
  ["1041", "ReportTime=0101", { kind: "parameters", parameters: { reportTime: "0101" } }],
  ["1022", "101-LowValue=1.1,101-UpValue=9.9", { kind: "alarm-limits", limits: [{ factor: "101", low: 1.1, high: 9.9 }] }],
  ["1072", "NewPW=654321", { kind: "secret", secret: "password", isGiven: true }],
  [
    "1014",
    "SKCreateTime=20260102030000123,NewSK=0123456789abcdef",
    { kind: "secret", secret: "key", isGiven: true, createdAt: "20260102030000123" },
  ],
  ["3011", "PolId=a21026;CalibrationType=1", { kind: "control", factors: ["a21026"], parameters: { calibration: "span" } }],
  ["3016", "PolId=w01018;CstartTime=000000;Ctime=2", { kind: "control", parameters: { firstSample: "000000", sampleHours: 2 } }],
  ["3018", "PolId=w01018;Stime=40", { kind: "control", parameters: { sampleMinutes: 40 } }],
  ["3015", `${T};VaseNo=7`, { kind: "control", parameters: { bottle: 7 } }],
  ["9011", "QnRtn=1", { kind: "interaction", answer: "request", code: 1 }],
  ["9012", "ExeRtn=100", { kind: "interaction", answer: "execution", code: 100 }],
  ["9013", "", { kind: "interaction", answer: "notification" }],
  ["9014", "", { kind: "interaction", answer: "data" }],
  ["9015", "", { kind: "heartbeat" }],
  ["2083", "SIM=1", { kind: "other" }],
  ["9021", "", { kind: "other" }],
  ["4001", "", { kind: "other" }],
])("the data area of %s with %j is read", (cn, area, expected) => {
  expect(read(cn, area)).toMatchObject({ ...expected, unreadable: [] });
});

test("1001 is an alarm time in 2005 and the numbers of the hardware in 2025", () => {
  expect(read("1001", "WarnTime=5")).toMatchObject({ kind: "parameters", parameters: { warnTimeSeconds: 5 } });
  expect(read("1001", "i23005-Info=A1", "ST=31;Flag=9")).toMatchObject({
    kind: "device-id",
    ids: [{ code: "i23005", id: "A1" }],
  });
});

test.each([
  ["2011", "realtime", "LA-Rtd=60.1", "Rtd"],
  ["2051", "minute", "L10-Data=60.1", "Data"],
  ["2031", "day", "Ln-NightData=60.1", "NightData"],
])("a data packet %s of a noise station is noise of the basis %s", (cn, basis, field, suffix) => {
  expect(read(cn, `${T};${field}`, "ST=23")).toMatchObject({ kind: "noise", basis, levels: [{ field: suffix, decibels: 60.1 }] });
});

test.each([
  ["2041", "SB1-RT=x", "SB1-RT", "x"],
  ["2021", "SB1-RS=9", "SB1-RS", "9"],
  ["2081", "RestartTime=20260231000000", "RestartTime", "20260231000000"],
  ["9011", "QnRtn=yes", "QnRtn", "yes"],
  ["2062", "a-ResultType=2", "a-ResultType", "2"],
])("of %s with %j, %s is kept as unreadable", (cn, area, name, text) => {
  expect(read(cn, area)).toMatchObject({ unreadable: [{ name, text }] });
});

test("a secret is never part of what is read", () => {
  expect(JSON.stringify([read("1072", "PW=654321"), read("1014", "NewSK=0123456789abcdef")])).not.toMatch(
    /654321|0123456789abcdef/,
  );
});

test("every packet of the corpus has a data area that is read, and those of the standards wholly", () => {
  const lines = readFileSync(new URL("../../../tests/golden/hj212/packets.jsonl", import.meta.url), "utf8")
    .trim()
    .split("\n");
  const kinds = new Set<string>();
  for (const line of lines) {
    const { raw, note } = JSON.parse(line) as { raw: string; note: string };
    const result = decodeFrame(new TextEncoder().encode(raw));
    if (!result.ok) continue;
    const area = readDataArea(result.value);
    kinds.add(area.kind);
    if (note.startsWith("kind=standard")) expect({ raw, unreadable: area.unreadable }).toEqual({ raw, unreadable: [] });
  }
  expect(kinds.size).toBeGreaterThan(10);
});
