import { expect, test } from "vitest";
import type { Collection, ListQuery, Row } from "../../core/casework/collection.ts";
import type { CaseworkReader } from "../../core/casework/subject.ts";
import { RowsOfOutlets } from "./rows-of-outlets.ts";

interface Told extends Row {
  readonly outlets: readonly string[];
}

const TOLD = { name: "told" } as Collection;
const MANY = 50_000;

/** A store that says which outlets it was asked for. */
function aStore(rows: readonly Told[]) {
  const asked: (readonly string[])[] = [];
  const list = async (_: unknown, { where }: ListQuery) => {
    const [{ in: outlets }] = where as unknown as readonly [{ readonly in: readonly string[] }];
    asked.push(outlets);
    return { items: rows.filter((row) => row.outlets.some((outlet) => outlets.includes(outlet))), next: null };
  };
  const reader = { list } as unknown as Pick<CaseworkReader, "list">;
  return { asked, of: new RowsOfOutlets<Told>(reader, TOLD) };
}

const row = (id: string, ...outlets: readonly string[]): Told => ({ id, outlets });

test("the rows of an outlet are asked for once, with those of the others that are asked for beside it", async () => {
  const { asked, of } = aStore([row("1", "a", "b"), row("2", "b")]);

  expect(of.peek("b")).toBeUndefined();
  await of.readAhead(["a", "b", "a"]);

  expect((await of.of("b")).map(({ id }) => id)).toEqual(["1", "2"]);
  expect(of.peek("a")?.map(({ id }) => id)).toEqual(["1"]);
  expect(asked).toEqual([["a", "b"]]);
});

test("a row that is written is asked for again at the outlets that it names and at those that it named", async () => {
  const { of } = aStore([row("1", "a"), row("2", "b"), row("3", "c")]);
  await of.readAhead(["a", "b", "c"]);

  of.written({ collection: { name: "others" } as Collection, row: row("1", "a", "b", "c") });
  of.written({ collection: TOLD, row: row("1", "b") });

  expect(["a", "b", "c"].map((outlet) => of.peek(outlet)?.length)).toEqual([undefined, undefined, 1]);
});

test("of very many outlets and rows no more is remembered than a bound: then all is forgotten", async () => {
  const { of } = aStore([]);
  await of.readAhead(Array.from({ length: MANY + 1 }, (_, n) => `o${n}`));
  expect(of.peek("o0")).toEqual([]);

  await of.readAhead(["one-more"]);

  expect([of.peek("o0"), of.peek("one-more")]).toEqual([undefined, []]);
});
