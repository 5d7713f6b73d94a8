import { allRows } from "../core/casework/all-rows.ts";
import type { SubjectWrite } from "../core/casework/collection.ts";
import type { CaseworkReader } from "../core/casework/subject.ts";
import type { CaseworkFacts, ReportedAccident, Statements } from "../core/judging/declared-emission.ts";
import type { TaggedSpan } from "../core/judging/tagged-span.ts";
import type { Accident } from "./accident/accident.ts";
import { ACCIDENTS } from "./accident/accident-collection.ts";
import { endOfAccident } from "./accident/span-of-accident.ts";
import type { ControlOrder } from "./control-order/control-order.ts";
import { CONTROL_ORDERS } from "./control-order/control-order-collection.ts";
import type { Declaration } from "./declaration/declaration.ts";
import { DECLARATIONS } from "./declaration/declaration-collection.ts";
import { RowsOfOutlets } from "./shared/rows-of-outlets.ts";
import { TAGS } from "./tag/tag-collection.ts";

/** So many enterprises and statements are remembered; beyond that all are forgotten. */
const MOST_REMEMBERED = 50_000;
/** Enterprises that one question names. */
const ASKED_AT_ONCE = 500;

/** Whom a row of these collections is about. */
const CONCERNED: Readonly<Record<string, (row: never) => readonly string[]>> = {
  [DECLARATIONS.name]: ({ enterprise }: Declaration) => [enterprise],
  [ACCIDENTS.name]: ({ enterprise }: Accident) => [enterprise],
  [CONTROL_ORDERS.name]: ({ enterprises }: ControlOrder) => enterprises,
};

/** What rules ask of casework: looked up in its rows, and remembered until one of them is written. */
export class FactsForRules implements CaseworkFacts {
  readonly #reader: Pick<CaseworkReader, "list">;
  /** By enterprise. */
  readonly #statements = new Map<string, Statements>();
  /** How many enterprises and statements are remembered. */
  #size = 0;
  readonly #tags: RowsOfOutlets<TaggedSpan>;

  constructor(reader: Pick<CaseworkReader, "list">) {
    this.#reader = reader;
    this.#tags = new RowsOfOutlets<TaggedSpan>(reader, TAGS);
  }

  peekTags(outlet: string): readonly TaggedSpan[] | undefined {
    return this.#tags.peek(outlet);
  }

  tagsOf(outlet: string): Promise<readonly TaggedSpan[]> {
    return this.#tags.of(outlet);
  }

  readTagsAhead(outlets: readonly string[]): Promise<void> {
    return this.#tags.readAhead(outlets);
  }

  async statementsOf(enterprise: string): Promise<Statements> {
    await this.readAhead([enterprise]);
    return this.#statements.get(enterprise) as Statements;
  }

  async readAhead(enterprises: readonly string[]): Promise<void> {
    const unknown = [...new Set(enterprises)].filter((id) => !this.#statements.has(id));
    for (let i = 0; i < unknown.length; i += ASKED_AT_ONCE) await this.#read(unknown.slice(i, i + ASKED_AT_ONCE));
  }

  /** Forgets what a row that is written may change. An enterprise is never taken out of a row. */
  written(write: SubjectWrite): void {
    const { collection, row } = write;
    for (const enterprise of CONCERNED[collection.name]?.(row as never) ?? []) this.#forget(enterprise);
    this.#tags.written(write);
  }

  async #read(enterprises: readonly string[]): Promise<void> {
    const of = (field: string) => ({ where: [{ field, in: enterprises }], order: "oldest" });
    const declarations = await allRows(this.#reader, DECLARATIONS, of("enterprise"));
    const accidents = await allRows(this.#reader, ACCIDENTS, of("enterprise"));
    const orders = await allRows(this.#reader, CONTROL_ORDERS, of("enterprises"));
    if (this.#size > MOST_REMEMBERED) for (const known of this.#statements.keys()) this.#forget(known);
    for (const id of enterprises) {
      const own = {
        declarations: declarations.filter((row) => row.enterprise === id),
        accidents: accidents.filter((row) => row.enterprise === id).map(toReported),
        orders: orders.filter((row) => row.enterprises.includes(id)),
      };
      this.#statements.set(id, own);
      this.#size += sizeOf(own);
    }
  }

  #forget(enterprise: string): void {
    const known = this.#statements.get(enterprise);
    if (known === undefined) return;
    this.#statements.delete(enterprise);
    this.#size -= sizeOf(known);
  }
}

function sizeOf({ declarations, accidents, orders }: Statements): number {
  return 1 + declarations.length + accidents.length + orders.length;
}

function toReported(row: Accident): ReportedAccident {
  const { id, outlets, at, reportedAt, dueAt } = row;
  return { id, outlets, from: at, to: endOfAccident(row), reportedAt, dueAt };
}
