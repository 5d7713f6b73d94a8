import type { Counters } from "../../core/counters.ts";
import type { JournalCursors } from "../../core/journal/journal.ts";
import type { Log } from "../../core/log.ts";
import type { IntakeView } from "../../core/readings/intake.ts";
import type { SeriesStore } from "../../core/readings/series.ts";

const BATCH = 5_000;
const READER = "shipper";

export interface ShipperDeps {
  readonly intake: Pick<IntakeView, "cursor" | "changes">;
  readonly series: SeriesStore;
  readonly cursors: JournalCursors;
  readonly counters: Counters;
  readonly log: Log;
}

/**
 * Carries versions of readings from the working store to the long-term store. Its cursor moves only after the store has
 * taken a batch; a batch that is sent twice overwrites itself.
 */
export async function stepShipper(deps: ShipperDeps): Promise<boolean> {
  const after = await deps.cursors.load(READER);
  const upTo = await deps.intake.cursor();
  deps.counters.set("shipper_lag_entries", upTo - after);
  if (upTo <= after) return false;
  const readings = await deps.intake.changes(after, upTo, BATCH);
  if (readings.length > 0) {
    for (const { reading, reason } of await deps.series.write(readings)) {
      deps.counters.add("shipper_refused_total");
      deps.log.error(
        { outlet: reading.outlet, pollutant: reading.pollutant, at: reading.at, reason },
        "long-term store refused a reading",
      );
    }
    deps.counters.add("shipped_readings_total", "", readings.length);
  }
  // A page never ends within an entry, so the last reading's entry has been sent whole.
  const last = readings.length < BATCH ? upTo : (readings.at(-1)?.seq ?? upTo);
  await deps.cursors.save(READER, last);
  return true;
}
