import { type BeijingDate, beijingDate, type Instant, instant, type Period, startOfBeijingDate } from "../time.ts";
import { placeOfTag, type TagCode, type TaggedSpan } from "./tagged-span.ts";

/** Hours that tags of some kinds may use of a year or a quarter, by furnace. */
export interface TagBudget {
  readonly tags: readonly TagCode[];
  readonly hours: number;
  readonly per: "year" | "quarter";
}

/** The year or quarter in Beijing that contains a moment. */
export function budgetPeriod(at: Instant, per: TagBudget["per"]): Period {
  const [year, month] = beijingDate(at).split("-").map(Number) as [number, number];
  const months = per === "year" ? 12 : 3;
  const first = Math.floor((month - 1) / months) * months;
  return { start: startOfMonth(year, first), end: startOfMonth(year, first + months) };
}

/** So many milliseconds of a place's budget are used from the beginning of its period until `until`. */
export function usedOfBudget(
  tags: readonly TaggedSpan[],
  of: { readonly place: string; readonly budget: TagBudget; readonly until: Instant },
): number {
  const { place, budget, until } = of;
  const { start } = budgetPeriod(instant(until - 1), budget.per);
  const counted = tags.filter((one) => placeOfTag(one) === place && budget.tags.includes(one.tag));
  return counted.reduce((sum, one) => sum + overlap(one, { start, end: until }), 0);
}

/** So much of a tag lies in a period. */
export function overlap({ from, endsAt }: Pick<TaggedSpan, "from" | "endsAt">, { start, end }: Period): number {
  return Math.max(0, Math.min(endsAt, end) - Math.max(from, start));
}

/** Months are counted from 0; 12 is the January after. */
function startOfMonth(year: number, month: number): Instant {
  const [y, m] = [year + Math.floor(month / 12), (month % 12) + 1];
  return startOfBeijingDate(`${y}-${String(m).padStart(2, "0")}-01` as BeijingDate);
}
