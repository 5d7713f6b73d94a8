import type { SubjectWrite } from "../../core/casework/collection.ts";
import type { CaseworkReader } from "../../core/casework/subject.ts";
import type { Finding } from "../../core/judging/finding.ts";
import { MemorySubjects } from "../../storage/memory/memory-subjects.ts";

/** What decisions of casework may look up: these rows, these findings and the running numbers given last. */
export function caseworkReader(
  writes: readonly SubjectWrite[],
  findings: readonly Finding[] = [],
  counters: Readonly<Record<string, number>> = {},
): CaseworkReader {
  const subjects = new MemorySubjects();
  subjects.save(writes);
  return {
    get: (collection, id) => subjects.get(collection, id),
    list: (collection, query) => subjects.list(collection, query),
    finding: async (id) => findings.find((f) => f.id === id),
    counter: async (key) => counters[key] ?? 0,
  };
}
