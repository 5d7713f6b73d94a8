import type { Collection, ListQuery, Page, Row, SubjectsView, SubjectWrite, Where } from "../core/casework/collection.ts";
import { columnValue, fieldOf, type ScalarField } from "../core/casework/column-value.ts";
import { passes, testsOf } from "../core/casework/row-filter.ts";
import { limitOf, orderOf, pageOfRows, rowsAfter } from "../core/casework/row-order.ts";
import type { AskedRows } from "../core/records/gathered.ts";
import { RecentMap } from "./recent-map.ts";

/** The judge alone writes, so what was read or written stays true. */
const REMEMBERED_ROWS = 50_000;

/**
 * The rows as they stand in the middle of a run: those of the store, overlaid with what the run has written and not yet
 * committed. Lists, filters, sorts, counts and pages as the store will once the run is committed; a cursor of one is a
 * cursor of the other.
 */
export class SubjectsOverlay implements SubjectsView {
  readonly #stored: SubjectsView;
  readonly #onWrite: (write: SubjectWrite) => void;
  #written = new Map<string, WrittenRows>();
  /** Rows of the store that were read or written lately, by collection and id; `null` for what it has not. */
  readonly #remembered = new RecentMap<Row | null>(REMEMBERED_ROWS);

  /** @param onWrite told of each row that is written */
  constructor(stored: SubjectsView, onWrite: (write: SubjectWrite) => void = () => {}) {
    this.#stored = stored;
    this.#onWrite = onWrite;
  }

  /** Writes a row over the one with the same id. */
  put<R extends Row>(collection: Collection<R>, row: R): void {
    const written = this.#written.get(collection.name) ?? { collection, rows: new Map<string, Row>(), before: new Map() };
    written.rows.set(row.id, row);
    this.#remembered.set(`${collection.name}|${row.id}`, row);
    this.#written.set(collection.name, written);
    this.#onWrite({ collection: collection as unknown as Collection, row });
  }

  /** How many rows wait for the commit. */
  size(): number {
    return [...this.#written.values()].reduce((sum, { rows }) => sum + rows.size, 0);
  }

  /**
   * Hands over all rows written since the last call, each once. They must be committed before the overlay is used
   * again.
   */
  take(): readonly SubjectWrite[] {
    const written = [...this.#written.values()];
    this.#written = new Map();
    return written.flatMap(({ collection, rows }) => [...rows.values()].map((row) => ({ collection, row })));
  }

  async get<R extends Row>(collection: Collection<R>, id: string): Promise<R | undefined> {
    const known = this.peek(collection, id);
    if (known !== undefined) return known ?? undefined;
    const stored = await this.#stored.get(collection, id);
    this.#remembered.set(`${collection.name}|${id}`, stored ?? null);
    return stored;
  }

  /** Of these rows those that nobody has read or written yet. */
  unknown(asked: readonly AskedRows[]): readonly AskedRows[] {
    return asked.flatMap(({ collection, ids }) => {
      const unread = [...new Set(ids)].filter((id) => this.peek(collection, id) === undefined);
      return unread.length === 0 ? [] : [{ collection, ids: unread }];
    });
  }

  /** Keeps what the store answered to a question for these rows. */
  remember({ collection, ids }: AskedRows, found: readonly Row[]): void {
    for (const id of ids) this.#remembered.set(`${collection.name}|${id}`, null);
    for (const row of found) this.#remembered.set(`${collection.name}|${row.id}`, row);
  }

  /** What is known of a row; `null` when there is none, `undefined` when it was not read. */
  peek<R extends Row>(collection: Collection<R>, id: string): R | null | undefined {
    const written = this.#rowsOf(collection).get(id);
    return written ?? (this.#remembered.get(`${collection.name}|${id}`) as R | null | undefined);
  }

  async list<R extends Row>(collection: Collection<R>, query: ListQuery): Promise<Page<R>> {
    const limit = limitOf(query);
    const order = orderOf(collection, query.order);
    const written = this.#rowsOf(collection);
    if (written.size === 0) return this.#stored.list(collection, query);
    const ours = rowsAfter(order, this.#passing(collection, query.where), query.cursor);
    const theirs = await this.#untouched(collection, query, limit + 1);
    return pageOfRows(order, rowsAfter(order, [...ours, ...theirs], undefined), limit);
  }

  async count<R extends Row>(collection: Collection<R>, where: Where): Promise<number> {
    const replaced = await this.#replaced(collection, where);
    return (await this.#stored.count(collection, where)) - replaced.length + this.#passing(collection, where).length;
  }

  async countBy<R extends Row>(collection: Collection<R>, field: string, where: Where): Promise<ReadonlyMap<string, number>> {
    const counts = new Map(await this.#stored.countBy(collection, field, where));
    const add = (rows: readonly R[], step: number): void => {
      for (const row of rows) {
        const value = textOf(collection, field, row);
        if (value !== null) counts.set(value, (counts.get(value) ?? 0) + step);
      }
    };
    add(await this.#replaced(collection, where), -1);
    add(this.#passing(collection, where), 1);
    return new Map([...counts].filter(([, count]) => count > 0));
  }

  /** The first rows of the store, at most `wanted`, that the run has not written over. */
  async #untouched<R extends Row>(collection: Collection<R>, query: ListQuery, wanted: number): Promise<readonly R[]> {
    const written = this.#rowsOf(collection);
    const found: R[] = [];
    let page = await this.#stored.list(collection, query);
    for (;;) {
      found.push(...page.items.filter((row) => !written.has(row.id)));
      if (page.next === null || found.length >= wanted) return found;
      page = await this.#stored.list(collection, { ...query, cursor: page.next });
    }
  }

  /** The rows of the store that pass the filter and that the run has written over. Each is read once a run. */
  async #replaced<R extends Row>(collection: Collection<R>, where: Where): Promise<readonly R[]> {
    const tests = testsOf(collection, where);
    const written = this.#written.get(collection.name);
    const before: R[] = [];
    for (const id of written?.rows.keys() ?? []) {
      const known = written?.before.has(id) === true ? written.before.get(id) : await this.#stored.get(collection, id);
      written?.before.set(id, known);
      if (known !== undefined && passes(collection, known as R, tests)) before.push(known as R);
    }
    return before;
  }

  #passing<R extends Row>(collection: Collection<R>, where: Where): readonly R[] {
    const tests = testsOf(collection, where);
    return [...this.#rowsOf(collection).values()].filter((row) => passes(collection, row, tests));
  }

  /** A name stands for one collection in a program, so what is kept under it are rows of that collection. */
  #rowsOf<R extends Row>(collection: Collection<R>): ReadonlyMap<string, R> {
    return (this.#written.get(collection.name)?.rows ?? new Map()) as ReadonlyMap<string, R>;
  }
}

interface WrittenRows {
  readonly collection: Collection;
  readonly rows: Map<string, Row>;
  /** The stored row of an id, where it was looked up; it does not change before the commit. */
  readonly before: Map<string, Row | undefined>;
}

/** Asked after the store was, which refuses every other type of field. */
function textOf<R extends Row>(collection: Collection<R>, name: string, row: R): string | null {
  return columnValue(fieldOf(collection, name) as ScalarField<R>, row) as string | null;
}
