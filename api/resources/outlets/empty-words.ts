import type { EmptySeries } from "../../../core/readings/empty-series.ts";
import { formatIso, type Instant } from "../../../core/time.ts";
import { EMPTY_SERIES_TODO_WORDS, EMPTY_SERIES_WORDS } from "../../../words/empty-series.ts";
import type { Telling } from "../../../words/names.ts";
import { say } from "../../../words/word-table.ts";
import type { SeriesWire } from "./schema.ts";

/** Why a series is empty in words, with what to do. */
export function emptyToWire(empty: EmptySeries, telling: Telling): NonNullable<SeriesWire["empty"]> {
  const { code, facts } = empty;
  const instants = Object.entries(facts).map(([name, fact]) => [
    name,
    typeof fact === "number" ? formatIso(fact as Instant) : fact,
  ]);
  return {
    code,
    facts: Object.fromEntries(instants),
    message: say(EMPTY_SERIES_WORDS, empty, telling),
    todo: say(EMPTY_SERIES_TODO_WORDS, empty, telling),
  };
}
