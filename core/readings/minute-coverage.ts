/** A minute value of an hour. */
export interface MinuteStart {
  /** The minute of the hour at which it begins, 0 to 59. */
  readonly minute: number;
  /** How many minutes it covers at most, when the registry says it (`Reading.minutes`). */
  readonly minutes?: number;
}

const MINUTES_OF_HOUR = 60;

/**
 * How many minutes of the hour each of its minute values stands for: up to the next value or the end of the hour, and
 * never more than what is registered. Where nothing is registered, values that all lie on the grid of the `usual`
 * interval show that interval; any other value shows that the device sends single minutes, so that gaps are never
 * counted as present. A function of the set of values: their order does not matter.
 * @param usual the interval that most loggers send (10)
 * @see docs/sources.md#minute-interval
 */
export function coveredMinutes(values: readonly MinuteStart[], usual: number): ReadonlyMap<number, number> {
  const starts = [...new Set(values.map(({ minute }) => minute))].sort((a, b) => a - b);
  const shown = starts.every((minute) => minute % usual === 0) ? usual : 1;
  const bounds = new Map(values.map(({ minute, minutes = shown }) => [minute, minutes]));
  return new Map(
    starts.map((minute, i) => {
      const next = starts[i + 1] ?? MINUTES_OF_HOUR;
      return [minute, Math.min(bounds.get(minute) ?? shown, next - minute)];
    }),
  );
}
