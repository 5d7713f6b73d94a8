import type { Refused, RevisedReading } from "../../core/readings/series.ts";

/** InfluxDB took what it could of a request, and says how many points it dropped. */
export interface PartialWrite {
  readonly kind: "retention" | "type";
  readonly dropped: number;
  /** The field that is of another type in the store. */
  readonly field: string | undefined;
}

/**
 * Reads the answer of InfluxDB 1.8 (`partial write: points beyond retention policy dropped=3`, `partial write: field
 * type conflict: input field "min" on measurement … dropped=1`) and 2 (`partial write: dropped 3 points outside
 * retention policy of duration 720h0m0s …`).
 */
export function partialWrite(message: string): PartialWrite | undefined {
  const dropped = Number(/\bdropped[= ](\d+)/.exec(message)?.[1] ?? Number.NaN);
  if (!/partial write/i.test(message) || !(dropped > 0)) return undefined;
  if (/retention policy/i.test(message)) return { kind: "retention", dropped, field: undefined };
  if (!/field type conflict/i.test(message)) return undefined;
  return { kind: "type", dropped, field: /input field \\?"([^"\\]+)/.exec(message)?.[1] };
}

/** How many points a reading is written as. */
function pointsOf({ previous, overtakenBy }: RevisedReading): number {
  return 1 + (previous === undefined ? 0 : 1) + (overtakenBy === undefined ? 0 : 1);
}

/**
 * The readings whose points were dropped: those beyond the retention are the oldest ones, those of another type have
 * the field that conflicts.
 */
export function droppedOf(readings: readonly RevisedReading[], write: PartialWrite, reason: string): readonly Refused[] {
  const { kind, field } = write;
  const suspects =
    kind === "retention"
      ? readings.toSorted((a, b) => a.at - b.at)
      : readings.filter((reading) => field === undefined || field in reading);
  const refused: Refused[] = [];
  let left = write.dropped;
  for (const reading of suspects) {
    if (left <= 0) break;
    left -= pointsOf(reading);
    refused.push({ reading, reason, kind });
  }
  return refused;
}
