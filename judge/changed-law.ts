import { PERIOD_BASES, type PeriodBasis } from "../core/judging/period.ts";
import type { RevisedSpan } from "../core/records/revision.ts";
import type { RegistryIndex } from "../core/registry/grid.ts";
import { isInForce, LIMIT_BASES, type Limit, type LimitBasis, mayJudge, mayWarn } from "../core/registry/limit.ts";
import type { Outlet } from "../core/registry/registry.ts";
import { type BeijingDate, type Instant, instant, startOfBeijingDate, startOfHalfMonth } from "../core/time.ts";
import { ALL_RULES } from "../rules/all-rules.ts";
import type { Rule } from "../rules/register/rule.ts";

const BEGINNING = instant(0);
const FOREVER = instant(8_640_000_000_000_000);

/**
 * The spans in which a period is judged by something else under the new registry than under the old one: another
 * figure, another row, another kind of outlet, or none. Texts are no law: a changed source or id of a row with the same
 * figures changes nothing.
 */
export function changedLaw(before: RegistryIndex, after: RegistryIndex): readonly RevisedSpan[] {
  const spans: RevisedSpan[] = [...spansOfLeftOut(before, after)];
  const left = new Set(spans.map(targetOf));
  for (const key of targetsToCompare(before, after)) {
    const [old, now] = [before.limitsByTarget.get(key) ?? [], after.limitsByTarget.get(key) ?? []];
    const [{ outlet, pollutant } = { outlet: "", pollutant: "" }] = [...now, ...old];
    const isSamePlace = before.outletById.get(outlet)?.kind === after.outletById.get(outlet)?.kind;
    if (left.has(key) || (isSamePlace && isSameList(old, now))) continue;
    const places = [before, after].flatMap((index) => index.outletById.get(outlet) ?? []);
    const periodsOf = new Map(LIMIT_BASES.map((basis) => [basis, periodsJudgedBy(basis, { outlets: places, pollutant })]));
    for (const basis of PERIOD_BASES) {
      const ofBasis = (rows: readonly Limit[]): readonly Limit[] =>
        rows.filter((row) => periodsOf.get(row.basis)?.has(basis) === true && (mayJudge(row) || mayWarn(row)));
      const changed = changedSpans(ofBasis(old), ofBasis(now), isSamePlace);
      // A half-month that began before is judged by its later days, too.
      const fromOf = (from: Instant): Instant => (basis === "half-month" ? startOfHalfMonth(from) : from);
      spans.push(...changed.map(({ from, to }) => ({ outlet, pollutant, basis, from: fromOf(from), to })));
    }
  }
  return spans.sort((a, b) => compare(a.outlet, b.outlet) || compare(a.pollutant, b.pollutant) || a.from - b.from);
}

/** The kinds of periods that rows of this basis judge there: those of the rules that look at it for such a row. */
function periodsJudgedBy(
  basis: LimitBasis,
  { outlets, pollutant }: { readonly outlets: readonly Outlet[]; readonly pollutant: string },
): ReadonlySet<PeriodBasis> {
  const appliesWith = (rule: Rule, outlet: Outlet, bases: readonly LimitBasis[]): boolean =>
    rule.appliesTo({ outlet, pollutant, bases: new Set(bases), warned: new Set(bases) });
  const depends = (rule: Rule): boolean =>
    outlets.some((outlet) => appliesWith(rule, outlet, [basis]) && !appliesWith(rule, outlet, []));
  return new Set(ALL_RULES.filter(depends).map(({ period }) => period));
}

/** Places of which a row or the outlet is another object than before: most edits of a big registry touch few. */
function* targetsToCompare(before: RegistryIndex, after: RegistryIndex): Generator<string> {
  const isSameOutlets = before.outletById === after.outletById;
  if (before.limitsByTarget === after.limitsByTarget && isSameOutlets) return;
  for (const [key, rows] of after.limitsByTarget) {
    const [{ outlet }] = rows as [Limit];
    const isSamePlace = isSameOutlets || before.outletById.get(outlet) === after.outletById.get(outlet);
    if (before.limitsByTarget.get(key) !== rows || !isSamePlace) yield key;
  }
  for (const key of before.limitsByTarget.keys()) if (!after.limitsByTarget.has(key)) yield key;
}

/** Everything that was said of an outlet that is registered no more: also what asks for no limit. */
function spansOfLeftOut(before: RegistryIndex, after: RegistryIndex): readonly RevisedSpan[] {
  if (before.outletById === after.outletById) return [];
  const left = [...before.outletById.keys()].filter((id) => !after.outletById.has(id));
  return left.flatMap((outlet) => {
    const measured = (before.channelsByOutlet.get(outlet) ?? []).map((channel) => channel.pollutant);
    const pollutants = new Set([...measured, ...(before.limitedAtOutlet.get(outlet) ?? [])]);
    return [...pollutants].flatMap((pollutant) =>
      PERIOD_BASES.map((basis) => ({ outlet, pollutant, basis, from: BEGINNING, to: FOREVER })),
    );
  });
}

function targetOf({ outlet, pollutant }: RevisedSpan): string {
  return `${outlet}|${pollutant}`;
}

interface Span {
  readonly from: Instant;
  readonly to: Instant;
}

function changedSpans(old: readonly Limit[], now: readonly Limit[], isSamePlace: boolean): readonly Span[] {
  if (old.length === 0 && now.length === 0) return [];
  const days = new Set<BeijingDate>();
  for (const { validFrom, validTo } of [...old, ...now]) {
    days.add(validFrom);
    if (validTo !== null) days.add(validTo);
  }
  const edges = [...days].sort().map(startOfBeijingDate);
  const spans: Span[] = [];
  for (const [i, from] of [BEGINNING, ...edges].entries()) {
    const to = edges[i] ?? FOREVER;
    const isSame = isSamePlace && figuresAt(old, from) === figuresAt(now, from);
    const isJudged = figuresAt(old, from) !== "" || figuresAt(now, from) !== "";
    if (isSame || !isJudged) continue;
    const last = spans.at(-1);
    if (last?.to === from) spans[spans.length - 1] = { from: last.from, to };
    else spans.push({ from, to });
  }
  return spans;
}

/** What the rows in force ask for, without their texts. */
function figuresAt(rows: readonly Limit[], at: Instant): string {
  const inForce = rows.filter((row) => isInForce(row, at));
  const figures = inForce.map((row) => {
    const { basis, comparator, value, min, max, unit, compare, decimals, converted, oxygenReference } = row;
    return JSON.stringify([
      ...[basis, comparator, value, min, max, unit, compare, decimals, converted, oxygenReference],
      mayJudge(row),
    ]);
  });
  return [...new Set(figures)].sort().join("|");
}

function isSameList(old: readonly Limit[], now: readonly Limit[]): boolean {
  if (old === now || (old.length === now.length && old.every((row, i) => row === now[i]))) return true;
  return JSON.stringify(old) === JSON.stringify(now);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
