import { collection } from "../casework/collection.ts";
import type { PeriodBasis } from "../judging/period.ts";
import type { Instant } from "../time.ts";

/** Periods of a series that are to be judged again: `from` inclusive, `to` exclusive. */
export interface RevisedSpan {
  readonly outlet: string;
  readonly pollutant: string;
  readonly basis: PeriodBasis;
  readonly from: Instant;
  readonly to: Instant;
}

/** Work that an entry causes for the past: done in slices behind live data, and always by the facts known by then. */
export interface Revision {
  /** `revision:<seq>` of the entry that causes it. */
  readonly id: string;
  readonly seq: number;
  readonly at: Instant;
  readonly state: "open" | "done";
  readonly spans: readonly RevisedSpan[];
}

/** Kept beside casework; how far one has come is a running number (`revision-span:…`, `revision-start:…`). */
export const REVISIONS = collection<Revision>({
  name: "revision",
  version: 1,
  fields: {
    state: { type: "text", of: ({ state }) => state },
    seq: { type: "number", of: ({ seq }) => seq },
    at: { type: "instant", of: ({ at }) => at },
  },
  orders: { oldest: { field: "seq", direction: "ascending" } },
});
