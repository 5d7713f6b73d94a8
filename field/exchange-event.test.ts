import { expect, test } from "vitest";
import { instant, parseIso } from "../core/time.ts";
import { exchangeEventOf } from "./exchange-event.ts";

const at = (text: string) => parseIso(text) ?? instant(0);
const QN = "20260102030405678";
/** Hours 1 to 3 of a day were asked for. */
const OPEN = { qn: QN, cn: "2061", span: { from: at("2026-01-02T01:00:00+08:00"), to: at("2026-01-02T03:00:00+08:00") } };
const hour = (label: string, cn = "2061") => ({ qn: "20260102040000001", cn, dataArea: `DataTime=${label};w01018-Avg=35.2` });

test.each([
  ["the first hour of what was asked for", hour("20260102010000"), { kind: "data" }],
  ["the last", hour("20260102030000"), { kind: "data" }],
  ["one with milliseconds", hour("20260102020000000"), { kind: "data" }],
  ["an hour before it", hour("20260102000000"), undefined],
  ["the hour that the device uploads meanwhile", hour("20260102040000"), undefined],
  ["minutes of that time", hour("20260102010000", "2051"), undefined],
  ["an hour without its time", { ...hour(""), dataArea: "w01018-Avg=35.2" }, undefined],
  ["9011 with the QN of the request", { qn: QN, cn: "9011", dataArea: "QnRtn=1" }, { kind: "request-answer", code: 1 }],
  ["9011 without its code", { qn: QN, cn: "9011", dataArea: "" }, { kind: "request-answer", code: -1 }],
  ["9012 whose code is no number", { qn: QN, cn: "9012", dataArea: "ExeRtn=ok" }, { kind: "result", code: -1 }],
  ["9013 with the QN of the request", { qn: QN, cn: "9013", dataArea: "" }, { kind: "notice-answer" }],
  ["9012 with another QN", { qn: "20260102040000001", cn: "9012", dataArea: "ExeRtn=1" }, undefined],
])("%s belongs to a request for history as %j", (_what, frame, event) => {
  expect(exchangeEventOf(frame, OPEN)).toEqual(event);
});

test.each([
  ["1011", "SystemTime=20260102030406", { kind: "data" }],
  ["1061", "RtdInterval=30", { kind: "data" }],
  ["1063", "MinInterval=10", { kind: "data" }],
  ["1011", "DataTime=20260102030406", undefined],
])("%s under a QN of the device's own is taken while it is asked for: %s", (cn, dataArea, event) => {
  const frame = { qn: "20260102040000001", cn, dataArea };

  expect(exchangeEventOf(frame, { qn: QN, cn, span: undefined })).toEqual(event);
  expect(exchangeEventOf(frame, { qn: QN, cn: "1062", span: undefined })).toBeUndefined();
});

test("a request for anything else has no packets with a QN of their own", () => {
  expect(exchangeEventOf(hour("20260102010000", "1011"), { qn: QN, cn: "1011", span: undefined })).toBeUndefined();
});
