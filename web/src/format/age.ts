/** How old something is, in the one unit people would use. */
export interface Age {
  readonly unit: "second" | "minute" | "hour" | "day";
  readonly count: number;
}

/** Rounded down; never negative: a reading from a device whose clock runs ahead is 0 seconds old. */
export function ageOf(at: number, now: number): Age {
  const seconds = Math.max(0, Math.floor((now - at) / 1000));
  if (seconds < 60) return { unit: "second", count: seconds };
  if (seconds < 3600) return { unit: "minute", count: Math.floor(seconds / 60) };
  if (seconds < 86_400) return { unit: "hour", count: Math.floor(seconds / 3600) };
  return { unit: "day", count: Math.floor(seconds / 86_400) };
}
