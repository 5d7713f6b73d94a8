import { allRows } from "../../core/casework/all-rows.ts";
import type { Collection, Row, SubjectWrite } from "../../core/casework/collection.ts";
import type { CaseworkReader } from "../../core/casework/subject.ts";

/** So many outlets and rows are remembered; beyond that all are forgotten. */
const MOST_REMEMBERED = 50_000;
/** Outlets that one question names. */
const ASKED_AT_ONCE = 500;

/** A row that names outlets. */
interface NamesOutlets extends Row {
  readonly outlets: readonly string[];
}

/** The rows of a collection by the outlets that they name, remembered until one of them is written. */
export class RowsOfOutlets<R extends NamesOutlets> {
  readonly #reader: Pick<CaseworkReader, "list">;
  readonly #collection: Collection;
  /** By outlet, oldest first. */
  readonly #rows = new Map<string, readonly R[]>();
  /** How many outlets and rows are remembered. */
  #size = 0;

  /** Of a collection with the field `outlets` and the order `oldest`, whose rows are `R`. */
  constructor(reader: Pick<CaseworkReader, "list">, rows: Collection) {
    this.#reader = reader;
    this.#collection = rows;
  }

  peek(outlet: string): readonly R[] | undefined {
    return this.#rows.get(outlet);
  }

  async of(outlet: string): Promise<readonly R[]> {
    await this.readAhead([outlet]);
    return this.#rows.get(outlet) as readonly R[];
  }

  async readAhead(outlets: readonly string[]): Promise<void> {
    const unknown = [...new Set(outlets)].filter((outlet) => !this.#rows.has(outlet));
    for (let i = 0; i < unknown.length; i += ASKED_AT_ONCE) await this.#read(unknown.slice(i, i + ASKED_AT_ONCE));
  }

  /** Forgets what a row that is written may change. */
  written({ collection, row }: SubjectWrite): void {
    if (collection.name !== this.#collection.name) return;
    const { id, outlets } = row as R;
    for (const [outlet, known] of this.#rows) {
      if (outlets.includes(outlet) || known.some((one) => one.id === id)) this.#forget(outlet, known);
    }
  }

  async #read(outlets: readonly string[]): Promise<void> {
    const query = { where: [{ field: "outlets", in: outlets }], order: "oldest" };
    const rows = (await allRows(this.#reader, this.#collection, query)) as readonly R[];
    if (this.#size > MOST_REMEMBERED) for (const [outlet, known] of this.#rows) this.#forget(outlet, known);
    for (const outlet of outlets) {
      const own = rows.filter((row) => row.outlets.includes(outlet));
      this.#rows.set(outlet, own.length === 0 ? NONE : own);
      this.#size += 1 + own.length;
    }
  }

  #forget(outlet: string, known: readonly R[]): void {
    this.#rows.delete(outlet);
    this.#size -= 1 + known.length;
  }
}

const NONE: readonly never[] = [];
