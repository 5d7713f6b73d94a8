import { allRows } from "../../core/casework/all-rows.ts";
import type { LookUp } from "../../core/casework/look-up.ts";
import { budgetPeriod, type TagBudget, usedOfBudget } from "../../core/judging/tag-budget.ts";
import { placeOfTag } from "../../core/judging/tagged-span.ts";
import { HOUR } from "../../core/time.ts";
import { TAG_BUDGETS } from "../../limits/tags.ts";
import type { Tag } from "./tag.ts";
import { TAGS } from "./tag-collection.ts";

const BUDGETS: readonly (TagBudget & { readonly source: string })[] = Object.values(TAG_BUDGETS);

/** The budgets of the tags of a list: what their furnace has used in the year or quarter in which each begins. */
export async function budgetsOf(rows: readonly Tag[], lookUp: Pick<LookUp, "subjects">): Promise<ReadonlyMap<string, object>> {
  const budgets = rows.map(async (row) => [row.id, await budgetOf(row, lookUp)] as const);
  return new Map(await Promise.all(budgets));
}

/** The same of one tag; `budget` is `null` where its trade has none for it. */
export async function budgetOf(row: Tag, { subjects }: Pick<LookUp, "subjects">): Promise<object> {
  const budget = row.trade === "waste-incineration" ? BUDGETS.find(({ tags }) => tags.includes(row.tag)) : undefined;
  if (budget === undefined) return { budget: null };
  const { start, end } = budgetPeriod(row.from, budget.per);
  const where = [
    { field: "outlets", in: [...row.outlets] },
    { field: "endsAt", from: start },
  ];
  const tags = await allRows(subjects, TAGS, { where, order: "ends" });
  const usedHours = usedOfBudget(tags, { place: placeOfTag(row), budget, until: end }) / HOUR;
  const { hours, per, source } = budget;
  return { budget: { hours, per, usedHours, leftHours: Math.max(0, hours - usedHours), source } };
}
