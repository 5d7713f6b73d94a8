import type { PeriodState } from "../../core/judging/period.ts";
import { overlap, type TagBudget, usedOfBudget } from "../../core/judging/tag-budget.ts";
import { tagDeadline } from "../../core/judging/tag-deadline.ts";
import type { TaggedPeriod, TagInForce } from "../../core/judging/tagged-period.ts";
import { placeOfTag, type TagCode, type TaggedSpan, type TagTrade, tradeOf } from "../../core/judging/tagged-span.ts";
import type { Outlet } from "../../core/registry/registry.ts";
import { HOUR, type Instant, instant, type Period, plus } from "../../core/time.ts";
import { FIGURES } from "../../limits/figures.ts";
import { TAG_BUDGETS, TAG_DUES, TAG_KINDS, type TagRule } from "../../limits/tags.ts";
import { endOf } from "../period/watermarks.ts";

/** What a period is tagged by. */
export interface Tagging {
  readonly outlet: Outlet;
  /** Every tag on the outlet, those of the whole year too: budgets are made of them. */
  readonly tags: readonly TaggedSpan[];
  /** The hour mean of particulate matter in mg/m³, where a valid one is known. */
  dustAt(start: Instant): number | undefined;
}

/**
 * A period with the tags on it: those that were made in time and keep the limits of their kind are in force, those that
 * came too late are marks that dispute what is found. The same period where no tag touches it.
 */
export function tagsOnPeriod(state: PeriodState, tagging: Tagging): TaggedPeriod {
  const period = { start: state.start, end: endOf(state) };
  const touching = tagging.tags.filter((one) => overlap(one, period) > 0);
  if (touching.length === 0) return state;
  const trade = tradeOf(tagging.outlet);
  const deadline = deadlineOf(state, trade);
  const inForce: TagInForce[] = [];
  let late: TagCode | undefined;
  for (const one of touching) {
    const rule = ruleOf(one.tag, trade);
    if (rule === undefined || rule.effect === "none" || (rule.temperatureOnly === true && tagging.outlet.kind !== "furnace"))
      continue;
    if (one.madeAt > deadline) late = one.tag;
    else inForce.push(...excusedPart(one, { rule, period, tagging }));
  }
  return {
    ...state,
    ...(inForce.length > 0 && { tags: inForce }),
    ...(late !== undefined && { late: { ...state.late, tag: late } }),
  };
}

/** What the trade's text says of a tag; `undefined` where it does not know it. */
export function ruleOf(tag: TagCode, trade: TagTrade): TagRule | undefined {
  const rules: Readonly<Partial<Record<TagTrade, TagRule>>> = TAG_KINDS[tag].rules;
  return rules[trade];
}

/** When the time for tagging a period is over: later for what was heard of after it. */
function deadlineOf(state: PeriodState, trade: TagTrade): Instant {
  const heard = { at: state.heardAt, grace: FIGURES.markingOfLateData.value };
  return tagDeadline({ start: state.start, end: endOf(state) }, TAG_DUES[trade], heard);
}

interface Excuse {
  readonly rule: TagRule;
  readonly period: Period;
  readonly tagging: Tagging;
}

/** The part of a tag that excuses the data of the period: none beyond its length, its budget or its limit of dust. */
function excusedPart(one: TaggedSpan, { rule, period, tagging }: Excuse): readonly TagInForce[] {
  const end = rule.mostHours === undefined ? one.endsAt : instant(Math.min(one.endsAt, plus(one.from, rule.mostHours * HOUR)));
  if (overlap({ from: one.from, endsAt: end }, period) === 0) return [];
  if (rule.dustAtMost !== undefined && !((tagging.dustAt(period.start) ?? Number.POSITIVE_INFINITY) <= rule.dustAtMost))
    return [];
  if (isBudgetSpent(one, period, tagging)) return [];
  return [{ id: one.id, tag: one.tag, from: one.from, to: end, source: rule.source }];
}

/** True when more of a budget is used at the end of the period than it has. */
function isBudgetSpent(one: TaggedSpan, { end }: Period, { outlet, tags }: Tagging): boolean {
  if (tradeOf(outlet) !== "waste-incineration") return false;
  const budgets: readonly (TagBudget & { readonly isExcuseLost: boolean })[] = Object.values(TAG_BUDGETS);
  const budget = budgets.find((known) => known.isExcuseLost && known.tags.includes(one.tag));
  if (budget === undefined) return false;
  return usedOfBudget(tags, { place: placeOfTag(one), budget, until: end }) > budget.hours * HOUR;
}
