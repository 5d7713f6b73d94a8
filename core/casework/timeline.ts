import type { TimelineEntry } from "./case.ts";

/** A line of a timeline before its position is known. */
export type NewTimelineEntry = Omit<TimelineEntry, "index">;
