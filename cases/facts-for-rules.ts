import { allRows } from "../core/casework/all-rows.ts";
import type { SubjectWrite } from "../core/casework/collection.ts";
import type { CaseworkReader } from "../core/casework/subject.ts";
import type { CaseworkFacts } from "../core/judging/declared-emission.ts";
import type { Declaration } from "./declaration/declaration.ts";
import { DECLARATIONS } from "./declaration/declaration-collection.ts";

/** So many outlets and declarations are remembered; beyond that all are forgotten. */
const MOST_REMEMBERED = 50_000;
/** Outlets that one question names. */
const ASKED_AT_ONCE = 500;

/** What rules ask of casework: looked up in its rows, and remembered until one of them is written. */
export class FactsForRules implements CaseworkFacts {
  readonly #reader: Pick<CaseworkReader, "list">;
  /** By outlet, oldest first. */
  readonly #declarations = new Map<string, Declaration[]>();
  /** How many outlets and declarations are remembered. */
  #size = 0;

  constructor(reader: Pick<CaseworkReader, "list">) {
    this.#reader = reader;
  }

  async declarationsOf(outlet: string): Promise<readonly Declaration[]> {
    await this.readAhead([outlet]);
    return this.#declarations.get(outlet) as readonly Declaration[];
  }

  async readAhead(outlets: readonly string[]): Promise<void> {
    const unknown = [...new Set(outlets)].filter((outlet) => !this.#declarations.has(outlet));
    for (let i = 0; i < unknown.length; i += ASKED_AT_ONCE) await this.#read(unknown.slice(i, i + ASKED_AT_ONCE));
  }

  /** Forgets what a row that is written may change. */
  written({ collection, row }: SubjectWrite): void {
    if (collection.name !== DECLARATIONS.name) return;
    const { id, outlets } = row as Declaration;
    for (const [outlet, known] of this.#declarations) {
      if (outlets.includes(outlet) || known.some((declaration) => declaration.id === id)) this.#forget(outlet, known);
    }
  }

  async #read(outlets: readonly string[]): Promise<void> {
    const rows = await allRows(this.#reader, DECLARATIONS, { where: [{ field: "outlets", in: outlets }], order: "oldest" });
    if (this.#size > MOST_REMEMBERED) for (const [outlet, known] of this.#declarations) this.#forget(outlet, known);
    for (const outlet of outlets) {
      const own = rows.filter((row) => row.outlets.includes(outlet));
      this.#declarations.set(outlet, own);
      this.#size += 1 + own.length;
    }
  }

  #forget(outlet: string, known: readonly Declaration[]): void {
    this.#declarations.delete(outlet);
    this.#size -= 1 + known.length;
  }
}
