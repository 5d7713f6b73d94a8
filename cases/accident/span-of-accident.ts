import { HOUR, type Instant, instant, plus } from "../../core/time.ts";
import { FIGURES } from "../../limits/figures.ts";
import type { Accident } from "./accident.ts";

/**
 * Until when what the enterprise said of an accident covers what it emits: the final report ends it, and every other
 * one covers a day. An accident of which nobody says anything any more is over for us.
 */
export function endOfAccident({ reportedAt, reports }: Pick<Accident, "reportedAt" | "reports">): Instant {
  const last = reports.at(-1);
  const covered = plus(last?.at ?? reportedAt, FIGURES.accidentCovers.value * HOUR);
  return last?.kind === "final" ? instant(last.at) : covered;
}
