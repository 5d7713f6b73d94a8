import { expect, test } from "vitest";
import { allRows } from "./all-rows.ts";
import type { Collection, ListQuery, Page, Row, SubjectsView } from "./collection.ts";

const ROWS = { name: "rows" } as Collection<Row>;

/** A view of which every page holds one row, and what it was asked. */
function pagedView(ids: readonly string[]) {
  const asked: ListQuery[] = [];
  const list = async (_collection: unknown, query: ListQuery): Promise<Page<Row>> => {
    asked.push(query);
    const at = Number(query.cursor ?? 0);
    return { items: ids.slice(at, at + 1).map((id) => ({ id }) as Row), next: at + 1 < ids.length ? String(at + 1) : null };
  };
  return { view: { list } as Pick<SubjectsView, "list">, asked };
}

test("all pages are read, one after the other, under the same conditions", async () => {
  const { view, asked } = pagedView(["a", "b", "c"]);
  const where = [{ field: "state", in: ["open"] }] as const;

  const rows = await allRows(view, ROWS, { where, order: "opened" });

  expect(rows.map((row) => row.id)).toEqual(["a", "b", "c"]);
  expect(asked.map((query) => query.cursor)).toEqual([undefined, "1", "2"]);
  for (const query of asked) expect(query).toMatchObject({ where, order: "opened" });
});
