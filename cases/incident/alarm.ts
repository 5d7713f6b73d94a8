import type { JudgedHour } from "../../core/casework/look-up.ts";
import { HOUR, type Instant, plus } from "../../core/time.ts";
import { FIGURES } from "../../limits/figures.ts";

/** Whether the alarm of an incident still sounds. The matter itself is not over with it. */
export interface Alarm {
  readonly isOn: boolean;
  /** When it ended: the end of the hour that ended it; `null` while it sounds. */
  readonly endedAt: Instant | null;
}

/**
 * The alarm ends with the second valid compliant hour after the last period that stands. Hours that cannot be judged or
 * are exempt say nothing either way; one that exceeds begins the count anew.
 */
export function alarmAfter(to: Instant, verdicts: readonly JudgedHour[]): Alarm {
  let compliant = 0;
  for (const { start, verdict, validity } of [...verdicts].sort((a, b) => a.start - b.start)) {
    if (start < to) continue;
    if (verdict === "exceeding") compliant = 0;
    if (verdict === "compliant" && validity === "valid") compliant += 1;
    if (compliant >= FIGURES.compliantHoursThatEndAnAlarm.value) return { isOn: false, endedAt: plus(start, HOUR) };
  }
  return { isOn: true, endedAt: null };
}
