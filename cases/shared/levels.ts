import { ALERT_LEVELS, type AlertLevel } from "../../core/judging/finding.ts";

/** True when `level` is at least `floor`. */
export function isAtLeast(level: AlertLevel, floor: AlertLevel): boolean {
  return ALERT_LEVELS.indexOf(level) >= ALERT_LEVELS.indexOf(floor);
}

/** The higher of two alert levels. */
export function higherLevel(a: AlertLevel, b: AlertLevel): AlertLevel {
  return isAtLeast(a, b) ? a : b;
}
