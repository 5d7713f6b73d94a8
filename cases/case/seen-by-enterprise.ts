import type { Where } from "../../core/casework/collection.ts";
import type { Reader } from "../../core/casework/subject-door.ts";
import type { TimelineEntry } from "../../core/casework/timeline.ts";
import { isWithin } from "../../core/people/reach.ts";
import { reachesOf, withinWhere } from "../shared/reaches.ts";
import type { Case } from "./case.ts";
import { IN_CONFIDENCE, isToldInConfidence } from "./report-sources.ts";

/** The cases within a reader's reach, without those that the enterprise is not told of yet. */
export function toldWhere(reader: Reader): readonly Where[] {
  const { grid, own } = reachesOf(reader);
  const released: Where = [{ any: [[{ field: "source", notIn: [...IN_CONFIDENCE] }], [{ field: "released", in: [true] }]] }];
  return [withinWhere(grid), [{ field: "enterprise", in: [...own.enterprises] }, ...released]];
}

/** What a reader sees of a case: an enterprise sees that it exists and what is done, not who said what of it. */
export function asSeenBy(
  reader: Pick<Reader, "actor" | "index">,
  { row, timeline }: { readonly row: Case; readonly timeline: readonly TimelineEntry[] },
): { readonly row: Case; readonly timeline: readonly TimelineEntry[] } {
  const { grid, own } = reachesOf(reader);
  if (!isToldInConfidence(row) || isWithin(grid, row) || !isWithin(own, row)) return { row, timeline };
  return {
    row: { ...row, title: { code: "told", facts: {} }, description: null },
    timeline: timeline.map((line) => {
      const { fields: _fields, ...rest } = line;
      return line.from === null ? { ...rest, note: "" } : line;
    }),
  };
}
