import type { Subject } from "../../../core/casework/subject.ts";
import type { CountsWire } from "./schema.ts";
import { type Reading, whereOf } from "./subject-reader.ts";

/**
 * Counts in the store, under the reader's rights, what the filters would list: by every condition that the subject
 * names.
 */
export async function countsOf(
  subject: Subject,
  filters: Readonly<Record<string, unknown>>,
  { reader, context }: Reading,
): Promise<CountsWire> {
  const { door, collection } = subject;
  const where = whereOf(subject, filters, reader);
  const total: Record<string, number> = {};
  const by: Record<string, Record<string, number>> = {};
  for (const [name, meets] of Object.entries(door.counts.of)) {
    const conditions = [...where, ...meets(reader)];
    const counts = await context.deps.records.subjects.countBy(collection, door.counts.by, conditions);
    total[name] = [...counts.values()].reduce((sum, n) => sum + n, 0);
    for (const [value, count] of counts) by[value] = { ...by[value], [name]: count };
  }
  return { total, by };
}
