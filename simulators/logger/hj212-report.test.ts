import { expect, test } from "vitest";
import { instant, parseIso } from "../../core/time.ts";
import { createQnSource, toHj212Frame, toHj212Frames } from "./hj212-report.ts";

const AT = parseIso("2026-01-02T03:05:00+08:00") ?? instant(0);
const IDENTITY = { mn: "SIM410102000000000000001", password: "123456", st: "32" };

function segment(frame: Uint8Array): string {
  return new TextDecoder().decode(frame).slice(6, -6);
}

test("a realtime report is a 2011 of the 2017 edition that asks for an answer", () => {
  const values = { w01018: { value: 35.2, flag: "N" }, w00000: { value: 12.5, flag: "T" } };
  const frame = toHj212Frame({ basis: "realtime", at: AT, values }, IDENTITY, "20260102030500123");

  expect(segment(frame)).toBe(
    "QN=20260102030500123;ST=32;CN=2011;PW=123456;MN=SIM410102000000000000001;Flag=5;" +
      "CP=&&DataTime=20260102030500;w01018-Rtd=35.2,w01018-Flag=N;w00000-Rtd=12.5,w00000-Flag=T&&",
  );
});

test("an hour is a 2061 labelled with its start, with total, range, mean and converted mean", () => {
  const values = { a21026: { value: 35.2, min: 30, max: 41.5, converted: 40.1, total: 1.25, flag: "N" } };
  const frame = toHj212Frame({ basis: "hour", at: AT, values }, IDENTITY, "20260102040500123");

  expect(segment(frame)).toContain("CN=2061;");
  expect(segment(frame)).toContain(
    "CP=&&DataTime=20260102030500;a21026-Cou=1.25,a21026-Min=30,a21026-Avg=35.2,a21026-Max=41.5,a21026-ZsAvg=40.1,a21026-Flag=N&&",
  );
});

test("no two messages of a device have the same QN, also within one millisecond or when the clock goes back", () => {
  const times = [AT, AT, instant(AT - 5), instant(AT + 10)];
  const nextQn = createQnSource(() => times.shift() ?? AT);

  expect([nextQn(), nextQn(), nextQn(), nextQn()]).toEqual([
    "20260102030500000",
    "20260102030500001",
    "20260102030500002",
    "20260102030500010",
  ]);
});

test.each([
  ["2025", true, true],
  ["2025", false, false],
  ["2017", true, false],
] as const)("of %s, a report that is late (%j) is marked as a back-fill: %j", (edition, isLate, isMarked) => {
  const report = { basis: "hour", at: AT, values: { a21026: { value: 35.2, flag: "N" } } } as const;
  const dialect = { edition, hourLabel: "start", splitAt: 1_024 } as const;
  const frames = toHj212Frames(report, { identity: IDENTITY, dialect, qn: "20260102040500123", isLate });

  expect(frames.map((frame) => segment(frame).includes(";RF=1;"))).toEqual([isMarked]);
});
