import type { Basis } from "../readings/reading.ts";
import { DAY, type DurationMs, HOUR, MINUTE } from "../time.ts";
import type { Device, PeriodLabel } from "./registry.ts";

/** How a device labels the periods of a basis; minutes and days as hours, unless its row says otherwise. */
export function labelOf(device: Pick<Device, "hourLabel" | "minuteLabel" | "dayLabel">, basis: Basis): PeriodLabel {
  const hour = device.hourLabel ?? "start";
  const labels = { realtime: "start", minute: device.minuteLabel ?? hour, hour, day: device.dayLabel ?? hour } as const;
  return labels[basis];
}

/** How long a period of a basis is: a minute value covers the interval of the device's row, else one minute. */
export function periodOf({ minuteMinutes = 1 }: Pick<Device, "minuteMinutes">, basis: Basis): DurationMs {
  const periods = { realtime: 0, minute: minuteMinutes * MINUTE, hour: HOUR, day: DAY };
  return periods[basis] as DurationMs;
}
