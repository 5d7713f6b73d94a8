import type { IntakeView } from "../../../core/readings/intake.ts";
import type { StoredReading } from "../../../core/readings/reading.ts";
import type { RecordEvent, RecordsView } from "../../../core/records/records.ts";
import type { LivePosition } from "./live-position.ts";

const MOST_READINGS = 2_000;
const MOST_EVENTS = 500;

/** What happened after a position, and how far one is after it. */
export interface LiveBatch {
  readonly readings: readonly StoredReading[];
  readonly events: readonly RecordEvent[];
  readonly upTo: LivePosition;
  /** True when there may be more. */
  readonly partial: boolean;
}

/** Reads what happened after `from`: the newest readings that changed, then record events in order. */
export async function readBatch(from: LivePosition, intake: IntakeView, records: RecordsView): Promise<LiveBatch> {
  const { readings, seq, partial } = wholeEntries(await intake.latestAfter(from.intakeSeq, MOST_READINGS), from.intakeSeq);
  const events = await records.eventsAfter(from.eventId, MOST_EVENTS);
  return {
    readings,
    events,
    upTo: { intakeSeq: seq, eventId: events.at(-1)?.id ?? from.eventId },
    partial: partial || events.length === MOST_EVENTS,
  };
}

/**
 * When the store answered no more than it was asked for, the last entry may be cut in the middle: it is left for the
 * next time.
 */
function wholeEntries(
  rows: readonly StoredReading[],
  from: number,
): { readings: readonly StoredReading[]; seq: number; partial: boolean } {
  const last = rows.at(-1)?.seq ?? from;
  if (rows.length < MOST_READINGS) return { readings: rows, seq: last, partial: false };
  const whole = rows.filter((r) => r.seq < last);
  const newest = whole.at(-1);
  return newest === undefined
    ? { readings: rows, seq: last, partial: true }
    : { readings: whole, seq: newest.seq, partial: true };
}
