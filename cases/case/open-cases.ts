import { allRows } from "../../core/casework/all-rows.ts";
import type { CaseworkReader } from "../../core/casework/subject.ts";
import type { Case } from "./case.ts";
import { CASES } from "./case-collection.ts";

/** States in which a case takes in nothing any more. */
const CLOSED = ["archived", "dismissed", "rejected"];

/** The cases of an outlet that are not archived, dismissed or rejected, oldest first. */
export function allOpenOf(outlet: string, reader: CaseworkReader): Promise<readonly Case[]> {
  const where = [
    { field: "outlet", in: [outlet] },
    { field: "state", notIn: CLOSED },
  ];
  return allRows(reader, CASES, { where, order: "oldest" });
}
