import type { TimelineEntry } from "../core/casework/timeline.ts";
import type { Telling } from "./names.ts";

/** The words of a subject of casework: what is put beside the facts of its rows wherever they go out. */
export interface SubjectWords<R> {
  row(row: R, telling: Telling): object;
  line(line: TimelineEntry, telling: Telling): object;
  /** Words for what a live event tells. */
  news(data: Readonly<Record<string, unknown>>, telling: Telling): object;
}
