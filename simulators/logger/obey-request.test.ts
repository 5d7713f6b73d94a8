import { expect, test } from "vitest";
import { HOUR, type Instant, instant, parseIso, plus } from "../../core/time.ts";
import { decodeFrame, type Hj212Message } from "../../ingest/codecs/hj212/decode-frame.ts";
import { encodeFrame, type FrameItems } from "../../ingest/codecs/hj212/encode-frame.ts";
import { factorySettings } from "./command-handler.ts";
import { type Disobedience, type LoggerSettings, obeyRequest } from "./obey-request.ts";
import type { Report } from "./report.ts";

const MN = "A0B1C2D3E4F5061728394A5B";
const NOW = parseIso("2026-01-02T03:04:07+08:00") ?? instant(0);
const SETTINGS = factorySettings("123456", 30);

/** Hours of the second of January up to 02:00. */
function hours(_basis: "minute" | "hour", from: Instant, to: Instant): readonly Report[] {
  const midnight = parseIso("2026-01-02T00:00:00+08:00") ?? instant(0);
  return [0, 1, 2]
    .map((n) => plus(midnight, n * HOUR))
    .filter((at) => at >= from && at <= to)
    .map((at) => ({ basis: "hour", at, values: { w01018: { value: 35.2, flag: "N" } } }));
}

function obey(
  items: Partial<FrameItems> & { readonly cn: string },
  { settings = SETTINGS, instead }: { readonly settings?: LoggerSettings; readonly instead?: Disobedience } = {},
) {
  const frame = encodeFrame({ qn: "20260102030405678", st: "32", pw: "123456", mn: MN, flag: 5, cp: "", ...items });
  const facts = { mn: MN, st: "32", factors: ["w01018", "w00000"], now: NOW, history: hours };
  return obeyRequest(decoded(frame), { settings, facts, ...(instead !== undefined && { instead }) });
}

function decoded(frame: Uint8Array): Hj212Message {
  const message = decodeFrame(frame);
  if (!message.ok) throw new Error(message.error.detail.code);
  return message.value;
}

const text = (frame: Uint8Array | undefined): string => new TextDecoder().decode(frame);

test("a request of 2017 is answered as the standard's conversation goes", () => {
  const set = obey({ cn: "1062", cp: "RtdInterval=60" });
  const read = obey({ cn: "1011", cp: "PolId=w01018" });

  // The golden conversations of hj212.md 7.7: lengths and CRCs were worked out there.
  expect(text(set?.answer)).toBe(
    "##0094QN=20260102030405678;ST=91;CN=9011;PW=123456;MN=A0B1C2D3E4F5061728394A5B;Flag=4;CP=&&QnRtn=1&&1400\r\n",
  );
  expect(text(set?.result)).toBe(
    "##0095QN=20260102030405678;ST=91;CN=9012;PW=123456;MN=A0B1C2D3E4F5061728394A5B;Flag=4;CP=&&ExeRtn=1&&6600\r\n",
  );
  expect(read?.data.map(text)).toEqual([
    "##0125QN=20260102030405678;ST=32;CN=1011;PW=123456;MN=A0B1C2D3E4F5061728394A5B;Flag=4;CP=&&PolId=w01018;SystemTime=20260102030407&&E541\r\n",
  ]);
});

test("a request of 2005 is answered with its QN in the data area", () => {
  const facts = { mn: "88888880000042", st: "32", factors: ["011"], now: NOW, history: hours };
  const frame = encodeFrame({ qn: "20260102030405678", st: "32", cn: "1011", pw: "123456", mn: facts.mn, flag: 3, cp: "" });
  const { answer, data, result } = obeyRequest(decoded(frame), { settings: SETTINGS, facts }) ?? { data: [] };

  expect(text(answer)).toBe("##0084ST=91;CN=9011;PW=123456;MN=88888880000042;Flag=0;CP=&&QN=20260102030405678;QnRtn=1&&F441\r\n");
  expect(data.map(text)).toEqual([
    "##0095ST=32;CN=1011;PW=123456;MN=88888880000042;CP=&&QN=20260102030405678;SystemTime=20260102030407&&2340\r\n",
  ]);
  expect(text(result)).toBe("##0078ST=91;CN=9012;PW=123456;MN=88888880000042;CP=&&QN=20260102030405678;ExeRtn=1&&6240\r\n");
});

test("a notification is answered with 9013 and has no result", () => {
  const stop = obey({ cn: "2012" });

  expect(text(stop?.answer)).toBe(
    "##0087QN=20260102030405678;ST=91;CN=9013;PW=123456;MN=A0B1C2D3E4F5061728394A5B;Flag=4;CP=&&&&2EC0\r\n",
  );
  expect(stop?.result).toBeUndefined();
  expect(stop?.settings.sendsRealtime).toBe(false);
});

test.each([
  ["another password", { cn: "1011", pw: "654321" }, 3],
  ["another MN", { cn: "1011", mn: "A0B1C2D3E4F5061728394A5C" }, 4],
  ["a command that nobody knows", { cn: "2099" }, 8],
] as const)("%s is refused with its QnRtn and nothing is done", (_what, items, code) => {
  const refused = obey(items);

  expect(text(refused?.answer)).toContain(`CP=&&QnRtn=${code}&&`);
  expect(refused).toMatchObject({ data: [], history: [], result: undefined, settings: SETTINGS });
});

test.each([
  ["1000", "OverTime=5;ReCount=2", { overTimeSeconds: 5, resendCount: 2 }],
  ["1062", "RtdInterval=3600", { realtimeSeconds: 3_600 }],
  ["1064", "MinInterval=5", { minuteMinutes: 5 }],
  ["1014", "SKCreateTime=20260102030405678,NewSK=NewKey0123456789", { sm4Key: "NewKey0123456789" }],
  ["1072", "NewPW=654321", { password: "654321" }],
  ["2011", "", { sendsRealtime: true }],
  ["2021", "", { sendsState: true }],
  ["3016", "PolId=w01018;CstartTime=010000;CTime=4", { parameters: { CstartTime: "010000", CTime: "4" } }],
  ["3021", "PolId=w01018;InfoId=i13004;i13004-Info=168.0", { parameters: { i13004: "168.0" } }],
  // Three minutes and one second ahead of NOW.
  ["1012", "SystemTime=20260102030708", { clockAheadMs: 181_000 }],
  ["1012", "SystemTime=20260102030407", { clockAheadMs: 0 }],
])("%s with %s is done and remembered", (cn, cp, changed) => {
  const done = obey({ cn, cp });

  expect(done?.settings).toEqual({ ...SETTINGS, ...changed });
  expect(text(done?.result)).toContain("ExeRtn=1&&");
  // The old password holds until the exchange is over.
  expect(text(done?.result)).toContain("PW=123456");
});

test.each([
  ["1000", "OverTime=0;ReCount=2"],
  ["1012", "SystemTime=20260231000000"],
  ["1062", "RtdInterval=29"],
  ["1062", ""],
  ["1064", "MinInterval=7"],
  ["1014", "SKCreateTime=20260102030405678,NewSK=short"],
  ["1072", "NewPW=1"],
  ["2061", "BeginTime=20260102020000;EndTime=20260102010000"],
  ["3012", "PolId=a21026"],
  ["3017", "PolId=a21026"],
  ["3019", ""],
  ["3020", "PolId=w01018;InfoId=12"],
  ["3021", "PolId=w01018"],
])("%s with %s cannot be done as it is asked (ExeRtn=3)", (cn, cp) => {
  const undone = obey({ cn, cp });

  expect(text(undone?.result)).toContain("ExeRtn=3&&");
  expect(undone).toMatchObject({ data: [], history: [], settings: SETTINGS });
});

test.each([
  ["1061", "", "RtdInterval=30"],
  ["1063", "", "MinInterval=10"],
  ["3015", "", "DataTime=20260102030407;VaseNo=1"],
  ["3017", "PolId=w01018", "PolId=w01018;CstartTime=000000;CTime=2"],
  ["3018", "PolId=w01018", "PolId=w01018;Stime=40"],
  ["3020", "PolId=w01018;InfoId=i12001", "DataTime=20260102030407;PolId=w01018;i12001-Info=0"],
])("%s with %s is answered with %s", (cn, cp, data) => {
  const told = obey({ cn, cp });

  expect(told?.data.map(text)).toEqual([expect.stringContaining(`CN=${cn};PW=123456;MN=${MN};Flag=4;CP=&&${data}&&`)]);
  expect(text(told?.result)).toContain("ExeRtn=1&&");
});

test("an analyser has a serial number of 24 hex digits of its own", () => {
  const serials = ["w01018", "w00000"].map((factor) => text(obey({ cn: "3019", cp: `PolId=${factor}` })?.data[0]));

  expect(serials[0]).toMatch(/PolId=w01018;w01018-SN=[0-9A-F]{24}&&/);
  expect(serials[1]).not.toContain(/-SN=([0-9A-F]+)/.exec(serials[0] ?? "")?.[1]);
});

test("history is what the logger remembers between both labels", () => {
  const asked = obey({ cn: "2061", cp: "BeginTime=20260102010000;EndTime=20260102020000" });

  expect(asked?.history.map((report) => report.at)).toEqual(
    ["2026-01-02T01:00:00+08:00", "2026-01-02T02:00:00+08:00"].map(parseIso),
  );
  expect(text(asked?.result)).toContain("ExeRtn=1&&");
});

test.each([
  ["2061", "BeginTime=20260101000000;EndTime=20260101230000"],
  ["2031", "BeginTime=20260101000000;EndTime=20260101000000"],
  ["3020", "PolId=w01018;InfoId=i11001;BeginTime=20260101000000;EndTime=20260102000000"],
])("%s for what it does not have ends with ExeRtn=100", (cn, cp) => {
  expect(text(obey({ cn, cp })?.result)).toContain("ExeRtn=100&&");
});

test("a logger that is told to disobey says the code it was told, or nothing", () => {
  expect(text(obey({ cn: "1011" }, { instead: { qnRtn: 2 } })?.answer)).toContain("QnRtn=2&&");
  expect(obey({ cn: "1011" }, { instead: { qnRtn: 2 } })?.result).toBeUndefined();
  expect(text(obey({ cn: "1011" }, { instead: { exeRtn: 5 } })?.result)).toContain("ExeRtn=5&&");
  expect(obey({ cn: "1011" }, { instead: "silent" })).toBeUndefined();
});

test.each(["9011", "9013", "9014"])("%s is no request", (cn) => {
  expect(obey({ cn })).toBeUndefined();
});
