import type { Collection, ListQuery, Page, Row, SubjectsView, SubjectWrite, Where } from "../../core/casework/collection.ts";
import { columnValue, fieldOf, isStorableId } from "../../core/casework/column-value.ts";
import { passes, testsOf } from "../../core/casework/row-filter.ts";
import { limitOf, orderOf, pageOfRows, rowsAfter } from "../../core/casework/row-order.ts";

/** The rows of every collection in memory: same behaviour as the SQL stores. */
export class MemorySubjects implements SubjectsView {
  readonly #rows = new Map<string, Map<string, Row>>();

  /** Writes rows over those with the same id. */
  save(writes: readonly SubjectWrite[]): void {
    for (const { collection, row } of writes) {
      const rows = this.#rows.get(collection.name) ?? new Map<string, Row>();
      this.#rows.set(collection.name, rows.set(row.id, row));
    }
  }

  /** Throws what `save` would throw in a database. Called before anything of a batch is changed. */
  assertStorable(writes: readonly SubjectWrite[]): void {
    for (const { collection, row } of writes) {
      if (!isStorableId(row.id)) throw new RangeError(`not an id that can be stored: ${JSON.stringify(row.id)}`);
      for (const field of Object.values(collection.fields)) if (field.type !== "texts") columnValue(field, row);
    }
  }

  async get<R extends Row>(collection: Collection<R>, id: string): Promise<R | undefined> {
    return this.#rowsOf(collection).get(id);
  }

  /** Those of these rows that exist. */
  rowsOf(collection: Collection, ids: readonly string[]): readonly Row[] {
    const rows = this.#rowsOf(collection);
    return ids.flatMap((id) => rows.get(id) ?? []);
  }

  async list<R extends Row>(collection: Collection<R>, query: ListQuery): Promise<Page<R>> {
    const order = orderOf(collection, query.order);
    const rows = this.#passing(collection, query.where);
    return pageOfRows(order, rowsAfter(order, rows, query.cursor), limitOf(query));
  }

  async count<R extends Row>(collection: Collection<R>, where: Where): Promise<number> {
    return this.#passing(collection, where).length;
  }

  async countBy<R extends Row>(collection: Collection<R>, field: string, where: Where): Promise<ReadonlyMap<string, number>> {
    return countTexts(collection, field, this.#passing(collection, where));
  }

  #passing<R extends Row>(collection: Collection<R>, where: Where): readonly R[] {
    const tests = testsOf(collection, where);
    return [...this.#rowsOf(collection).values()].filter((row) => passes(collection, row, tests));
  }

  /** A name stands for one collection in a program, so what is kept under it are rows of that collection. */
  #rowsOf<R extends Row>(collection: Collection<R>): ReadonlyMap<string, R> {
    return (this.#rows.get(collection.name) ?? new Map()) as ReadonlyMap<string, R>;
  }
}

/** How many rows have each value of a text field. @throws RangeError for a field of another type. */
function countTexts<R extends Row>(collection: Collection<R>, name: string, rows: readonly R[]): ReadonlyMap<string, number> {
  const field = fieldOf(collection, name);
  if (field.type !== "text") throw new RangeError(`rows are not counted by ${name}, which is a ${field.type}`);
  const counts = new Map<string, number>();
  for (const row of rows) {
    const value = columnValue(field, row);
    if (typeof value === "string") counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  return counts;
}
