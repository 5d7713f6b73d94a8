import { allRows } from "../core/casework/all-rows.ts";
import type { CaseworkReader } from "../core/casework/subject.ts";
import type { CaseworkFacts } from "../core/judging/declared-emission.ts";
import { DECLARATIONS } from "./declaration/declaration-collection.ts";

/** What rules ask of casework, looked up in its rows. */
export function factsForRules(reader: Pick<CaseworkReader, "list">): CaseworkFacts {
  return {
    declarationsOf: (outlet) => allRows(reader, DECLARATIONS, { where: [{ field: "outlets", in: [outlet] }], order: "oldest" }),
  };
}
