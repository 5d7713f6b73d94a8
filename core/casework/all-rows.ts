import type { Collection, ListQuery, Row, SubjectsView } from "./collection.ts";

const PAGE = 1_000;

/** Every row that meets the conditions, in order; for lists that are known to be short. */
export async function allRows<R extends Row>(
  view: Pick<SubjectsView, "list">,
  collection: Collection<R>,
  query: Pick<ListQuery, "where" | "order">,
): Promise<readonly R[]> {
  const rows: R[] = [];
  let page = await view.list(collection, { ...query, limit: PAGE });
  for (;;) {
    rows.push(...page.items);
    if (page.next === null) return rows;
    page = await view.list(collection, { ...query, limit: PAGE, cursor: page.next });
  }
}
