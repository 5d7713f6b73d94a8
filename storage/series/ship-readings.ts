import type { Counters } from "../../core/counters.ts";
import type { JournalCursors } from "../../core/journal/journal.ts";
import type { IntakeView } from "../../core/readings/intake.ts";
import type { SeriesStore } from "../../core/readings/series.ts";
import type { RefusalSummary } from "./refusal-summary.ts";

const BATCH = 5_000;
const READER = "shipper";

export interface ShipperDeps {
  readonly intake: Pick<IntakeView, "cursor" | "changes">;
  readonly series: SeriesStore;
  readonly cursors: JournalCursors;
  readonly counters: Counters;
  readonly refusals: RefusalSummary;
}

/**
 * Carries versions of readings from the working store to the long-term store. Its cursor moves only after the store has
 * taken a batch; a batch that is sent twice overwrites itself.
 */
export async function stepShipper(deps: ShipperDeps): Promise<boolean> {
  const after = await deps.cursors.load(READER);
  const upTo = await deps.intake.cursor();
  deps.counters.set("shipper_lag_entries", upTo - after);
  if (upTo <= after) {
    deps.refusals.add([]);
    return false;
  }
  const readings = await deps.intake.changes(after, upTo, BATCH);
  if (readings.length > 0) {
    const refused = await deps.series.write(readings);
    for (const { kind = "content" } of refused) deps.counters.add("shipper_refused_total", kind);
    deps.refusals.add(refused);
    deps.counters.add("shipped_readings_total", "", readings.length - refused.length);
  }
  // A page never ends within an entry, so the last reading's entry has been sent whole.
  const last = readings.length < BATCH ? upTo : (readings.at(-1)?.seq ?? upTo);
  await deps.cursors.save(READER, last);
  return true;
}
