/** Watches how fast each device sends, over all its connections. */
export interface DeviceRates {
  /** Counts one message of the device at `nowMs` and says for how many milliseconds its socket should not be read; 0 while it keeps to the rate. */
  count(mn: string, nowMs: number): number;
}

/** A burst of one second's worth is free; above it the pause is as long as the device is ahead of its rate. */
const BURST_MS = 1_000;

/** @param ratePerSecond messages a second one device may send before it is read more slowly */
export function createDeviceRates(ratePerSecond: number): DeviceRates {
  const costMs = 1_000 / ratePerSecond;
  /** When all messages of the device so far would have come at the rate. */
  const spentUntil = new Map<string, number>();
  return {
    count(mn, nowMs) {
      const until = Math.max(spentUntil.get(mn) ?? 0, nowMs) + costMs;
      spentUntil.set(mn, until);
      return Math.max(0, until - nowMs - BURST_MS);
    },
  };
}
