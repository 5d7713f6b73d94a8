import type { CaseworkReader } from "../../core/casework/subject.ts";
import type { Case } from "./case.ts";
import { CASES } from "./case-collection.ts";

/** The case of an id, or the one that goes on in its place since they were merged. */
export async function livingCase(id: string, reader: Pick<CaseworkReader, "get">): Promise<Case | undefined> {
  let found = await reader.get(CASES, id);
  while (found !== undefined && found.mergedInto !== null) found = await reader.get(CASES, found.mergedInto);
  return found;
}
