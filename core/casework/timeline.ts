import type { AnySaid } from "../said.ts";
import type { Instant } from "../time.ts";

/** One line of the history of a row. Append-only. */
export interface TimelineEntry {
  /** Id of the row. */
  readonly subject: string;
  /** Position in the row's timeline, from 0. */
  readonly index: number;
  readonly at: Instant;
  readonly seq: number;
  /** Id of the user or token; `engine` where nobody acted. */
  readonly actor: string;
  /** What the actor was called then; empty for the engine. */
  readonly actorName: string;
  /** What was done, as a code of the subject. */
  readonly action: string;
  /** The state before; `null` on the first line. */
  readonly from: string | null;
  readonly to: string;
  /** The words of the person, as they were written; empty where nobody wrote. */
  readonly note: string;
  /** What the engine notes, as a code of the subject. */
  readonly said?: AnySaid;
  readonly fields?: Readonly<Record<string, string>>;
}

/** A line of a timeline before its position is known. */
export type NewTimelineEntry = Omit<TimelineEntry, "index">;
