import { outlineOf, type SeriesPoint } from "../../../core/readings/outline.ts";
import { type DurationMs, formatIso } from "../../../core/time.ts";
import type { BoardRowWire } from "./schema.ts";

/** A thin line of about 120 pixels shows no more. */
const MOST_POINTS = 60;

/**
 * A line through realtime values, with minute means for the stretches where there are none: a logger sends minutes
 * again after an outage, realtime never. Where the limit is about the converted value, the line is too, as far as one
 * came.
 */
export function trendOf(
  readings: { readonly realtime: readonly SeriesPoint[]; readonly minute: readonly SeriesPoint[] },
  { isConverted, minuteLength }: { readonly isConverted: boolean; readonly minuteLength: DurationMs },
): BoardRowWire["trend"] {
  const { realtime, minute } = readings;
  const missing = minute.filter((m) => !realtime.some((r) => r.at >= m.at && r.at < m.at + minuteLength));
  const points = [...realtime, ...missing]
    .sort((a, b) => a.at - b.at)
    .map((r) => ({ at: r.at, value: (isConverted ? r.converted : undefined) ?? r.value }));
  return outlineOf(points, MOST_POINTS).map(({ at, value }) => ({ at: formatIso(at), value }));
}
