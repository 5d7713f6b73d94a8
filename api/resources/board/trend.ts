import { outlineOf, type SeriesPoint } from "../../../core/readings/outline.ts";
import { type DurationMs, formatIso, type Instant, SECOND } from "../../../core/time.ts";
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
  {
    isConverted,
    minuteLength,
    from,
  }: { readonly isConverted: boolean; readonly minuteLength: DurationMs; readonly from: Instant },
): BoardRowWire["trend"] {
  const { realtime, minute } = readings;
  const missing = minute.filter((m) => !realtime.some((r) => r.at >= m.at && r.at < m.at + minuteLength));
  const all = missing.length === 0 ? realtime : [...realtime, ...missing].sort((a, b) => a.at - b.at);
  const points = all.map((r) => ({ at: r.at, value: (isConverted ? r.converted : undefined) ?? r.value }));
  const drawn = points.length > MOST_POINTS ? outlineOf(points, MOST_POINTS) : points;
  const line: number[] = [];
  for (const { at, value } of drawn) line.push(Math.round((at - from) / SECOND), value);
  return { start: formatIso(from), line };
}
