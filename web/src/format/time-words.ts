import type { Say } from "../i18n/say.ts";
import { ageOf } from "./age.ts";
import { beijingSecond, beijingTime, clockSpan, dayWord, shortDate, startOfBeijingDay } from "./beijing-time.ts";
import { leftTime } from "./left-time.ts";

/** "今天 08:05", "11-22 08:05" */
export function momentWords(say: Say, at: number, now: number): string {
  return `${dayWords(say, at, now)} ${beijingTime(at)}`;
}

/** "今天 08:05:12": of what comes every few seconds. */
export function secondWords(say: Say, at: number, now: number): string {
  return `${dayWords(say, at, now)} ${beijingSecond(at).slice(11)}`;
}

/** "今天 08:00-09:00"; a period that ends on another day names both days. */
export function periodWords(say: Say, period: { readonly start: number; readonly end: number }, now: number): string {
  if (startOfBeijingDay(period.end - 1) === startOfBeijingDay(period.start)) {
    return `${dayWords(say, period.start, now)} ${clockSpan(period.start, period.end)}`;
  }
  return `${momentWords(say, period.start, now)} – ${momentWords(say, period.end, now)}`;
}

function dayWords(say: Say, at: number, now: number): string {
  const word = dayWord(at, now);
  return word === "other" ? shortDate(at, now) : say(`time.${word}`);
}

/** "12 秒前" */
export function ageWords(say: Say, at: number, now: number): string {
  const age = ageOf(at, now);
  return say(`age.${age.unit}`, { n: age.count });
}

/** "剩 1 小时 34 分", "超时 2 小时" */
export function leftWords(say: Say, deadline: number, now: number): string {
  const left = leftTime(deadline, now);
  const parts = left.parts.map((p) => say(`left.${p.unit}`, { n: p.count })).join(" ");
  return say(left.isOver ? "left.over" : "left.left", { parts });
}
