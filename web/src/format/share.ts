/** Share of the limit from which a value is a warning (A1): the same as the server's. */
export const WARNING_SHARE = 0.8;

/**
 * The share as whole percent. Never rounded across the limit: 100.4 % is printed as 101 % and 99.7 % as 99 %, since
 * equal is within.
 */
export function sharePercent(share: number): string {
  const percent = share * 100;
  if (share > 1) return `${Math.max(101, Math.round(percent))}%`;
  if (share < 1) return `${Math.min(99, Math.round(percent))}%`;
  return "100%";
}

/** Width of the bar in percent of its track, whose end is 1.5 times the limit; the limit stands at two thirds. */
export function barWidth(share: number): number {
  return Math.max(0, Math.min(1, share / 1.5)) * 100;
}
