import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { NO_LOG } from "../core/log.ts";
import { DailyDuty } from "./daily-duty.ts";

const FIRST_DAY = Date.parse("2026-11-23T00:00:00+08:00");
const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;

beforeEach(() => void vi.useFakeTimers({ now: FIRST_DAY }));
afterEach(() => void vi.useRealTimers());

/** A duty at 03:17 in Beijing, and when it was done. */
function aDuty() {
  const done: string[] = [];
  const run = async (): Promise<void> => void done.push(new Date().toISOString());
  return { duty: new DailyDuty({ name: "duty", at: "17 3 * * *", run, log: NO_LOG }), done };
}

test("a duty is done an hour after the start, and then at its hour of Beijing each day", async () => {
  const { duty, done } = aDuty();

  await vi.advanceTimersByTimeAsync(DAY_MS + 4 * 60 * MINUTE_MS);
  await duty.stop();

  expect(done.map((at) => at.slice(0, 16))).toEqual(["2026-11-22T17:00", "2026-11-22T19:17", "2026-11-23T19:17"]);
});

test("after a leap of the clock the duty is planned anew: done at its next hour, and not for each day between", async () => {
  const { duty, done } = aDuty();
  await vi.advanceTimersByTimeAsync(2 * 60 * MINUTE_MS);
  done.length = 0;

  // 40 days on, a few minutes before the hour.
  vi.setSystemTime(FIRST_DAY + 40 * DAY_MS + (3 * 60 + 10) * MINUTE_MS);
  await vi.advanceTimersByTimeAsync(20 * MINUTE_MS);
  await duty.stop();

  expect(done.map((at) => at.slice(0, 16))).toEqual(["2027-01-01T19:17"]);
});
