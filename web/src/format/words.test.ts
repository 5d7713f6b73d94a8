import { expect, test } from "vitest";
import { caseWords } from "../areas/cases/words.ts";
import { sayIn } from "../i18n/say.ts";
import { ageOf } from "./age.ts";
import { leftTime, urgencyOf } from "./left-time.ts";
import { ageWords, leftWords, momentWords, periodWords } from "./time-words.ts";

const zh = sayIn("zh");
const en = sayIn("en");
const NOW = Date.parse("2026-11-23T10:00:00+08:00");
const MIN = 60_000;

test("what is left is said in the two largest units, rounded down", () => {
  expect(leftWords(zh, NOW + 94 * MIN + 59_000, NOW)).toBe("剩 1 小时 34 分");
  expect(leftWords(zh, NOW + 59_000, NOW)).toBe("剩 0 分");
  expect(leftWords(zh, NOW + (26 * 60 + 5) * MIN, NOW)).toBe("剩 1 天 2 小时");
  expect(leftWords(en, NOW + 120 * MIN, NOW)).toBe("2 h left");
});

test("at the deadline itself the time is over", () => {
  expect(leftTime(NOW, NOW).isOver).toBe(true);
  expect(leftTime(NOW + 1, NOW).isOver).toBe(false);
  expect(leftWords(zh, NOW - 125 * MIN, NOW)).toBe("超时 2 小时 5 分");
});

test("an age is said in one unit and is never negative", () => {
  expect(ageWords(zh, NOW - 12_000, NOW)).toBe("12 秒前");
  expect(ageWords(zh, NOW - 59_999, NOW)).toBe("59 秒前");
  expect(ageWords(zh, NOW - 60_000, NOW)).toBe("1 分钟前");
  expect(ageOf(NOW - 25 * 60 * MIN, NOW)).toEqual({ unit: "day", count: 1 });
  expect(ageOf(NOW + 5_000, NOW)).toEqual({ unit: "second", count: 0 });
});

test("a moment names the day as people do", () => {
  expect(momentWords(zh, Date.parse("2026-11-23T08:05:00+08:00"), NOW)).toBe("今天 08:05");
  expect(momentWords(zh, Date.parse("2026-11-20T08:05:00+08:00"), NOW)).toBe("11-20 08:05");
});

test("a period within one day names it once, one over midnight names both days", () => {
  const start = Date.parse("2026-11-23T20:00:00+08:00");

  expect(periodWords(zh, { start, end: start + 60 * MIN }, NOW)).toBe("今天 20:00-21:00");
  expect(periodWords(zh, { start, end: start + 240 * MIN }, NOW)).toBe("今天 20:00-24:00");
  expect(periodWords(zh, { start, end: start + 1440 * MIN }, NOW)).toBe("今天 20:00 – 明天 20:00");
});

test("English counts one thing as one", () => {
  expect(sayIn("en", caseWords)("case.findingsTitle", { n: 1 })).toBe("1 finding");
  expect(sayIn("en", caseWords)("case.findingsTitle", { n: 2 })).toBe("2 findings");
});

test("an hour is said in hours until a day is over", () => {
  expect(ageOf(NOW - 60 * MIN, NOW)).toEqual({ unit: "hour", count: 1 });
  expect(ageOf(NOW - (24 * 60 * MIN - 1), NOW)).toEqual({ unit: "hour", count: 23 });
});

test("a deadline is past from its moment on, near within the last two hours, and calm before", () => {
  const HOURS = 3_600_000;

  expect([NOW, NOW - 1, NOW + 1, NOW + 2 * HOURS - 1, NOW + 2 * HOURS].map((at) => urgencyOf(at, NOW))).toEqual([
    ...["over", "over", "near", "near", "calm"],
  ]);
});
