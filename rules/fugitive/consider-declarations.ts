import type { Why } from "../../core/judging/considered-codes.ts";
import type { DeclaredEmission, OrderedControl, ReportedAccident, Statements } from "../../core/judging/declared-emission.ts";
import type { ConsideredDeclaration } from "../../core/judging/finding.ts";
import type { Standing } from "../../core/judging/step-codes.ts";
import { HOUR, type Instant, type Period } from "../../core/time.ts";
import { FIGURES } from "../../limits/figures.ts";
import { weighAccident } from "./weigh-accident.ts";
import { type Claim, type Emission, weighDeclaration } from "./weigh-declaration.ts";

/** What was said and ordered means for an emission. */
export interface Consideration {
  /** The row of the table that holds (`docs/decisions/0027-fugitive-table.md`). */
  readonly standing: Standing;
  /** True when what came late was said before the emission was over. */
  readonly isSaidInIt: boolean;
  /** True while an order of a heavy-pollution day for the enterprise is in force. */
  readonly isControlled: boolean;
  /** Everything of these days that was looked at: declarations, accidents, orders, each in the order given. */
  readonly considered: readonly ConsideredDeclaration[];
}

/** A statement with what it claims for the emission. */
interface Weighed extends Claim {
  readonly of: DeclaredEmission | ReportedAccident;
}

/**
 * Weighs what an enterprise declared (申报) and reported of accidents, and the orders of heavy-pollution days, against an
 * emission. What counts is how things stood when it began. Consent counts from when it was given: for the part of its
 * window that began with it or later. Windows that together hold the whole span cover it; no answer is no consent.
 */
export function considerDeclarations(all: Statements, emission: Emission): Consideration {
  const isNear = nearTo(emission.period);
  const orders = all.orders.filter(isNear);
  const weighed: readonly Weighed[] = [
    ...all.declarations.filter(isNear).map((of) => ({ of, ...weighDeclaration(of, emission) })),
    ...all.accidents.filter(isNear).map((of) => ({ of, ...weighAccident(of, emission) })),
  ];
  const standing = standingOf(weighed, emission.period);
  const inForce = orders.filter(({ from, to }) => from < emission.period.end && emission.period.start < to);
  return {
    standing,
    isSaidInIt: weighed.some(({ claim, saidAt }) => claim === "late-report" && saidAt < emission.period.end),
    isControlled: inForce.length > 0,
    considered: [...weighed.map((one) => toConsidered(one, standing)), ...orders.map((order) => orderConsidered(order, inForce))],
  };
}

/** What was said of days before or after is of another matter, and not looked at. */
function nearTo({ start, end }: Period): (statement: Window) => boolean {
  const near = FIGURES.besideConsent.value * HOUR;
  return ({ from, to }) => start - to < near && from - end < near;
}

type Window = Pick<DeclaredEmission, "from" | "to">;

/** The rows of the table from above: what names the emission exactly comes before what nearly does. */
function standingOf(weighed: readonly Weighed[], period: Period): Standing {
  const of = (...claims: readonly Standing[]) => weighed.filter(({ claim }) => claims.includes(claim)).map((w) => w.of);
  const isHeldBy = (...claims: readonly Standing[]): boolean => isHeld(period, of(...claims));
  if (isHeldBy("consented")) return "consented";
  if (of("against-refusal").length > 0) return "against-refusal";
  if (of("accident").length > 0) return "accident";
  if (isHeldBy("consented", "pending")) return "pending";
  if (of("consented", "beyond-consent").length > 0) return "beyond-consent";
  return of("late-report").length > 0 ? "late-report" : "unreported";
}

/** True when the windows leave no moment of the period out. */
function isHeld({ start, end }: Period, windows: readonly Window[]): boolean {
  let reached: Instant = start;
  for (const { from, to } of [...windows].sort((a, b) => a.from - b.from)) {
    if (from > reached) return false;
    if (to > reached) reached = to;
    if (reached >= end) return true;
  }
  return false;
}

/** What covers an emission, when it holds. */
const COVERING: ReadonlySet<Standing> = new Set(["consented", "accident"]);

/** A consent of a part of the span covers it only together with others. */
function toConsidered({ of: { id, from, to }, claim, why }: Weighed, standing: Standing): ConsideredDeclaration {
  if (claim === "consented" && standing !== "consented") {
    return { id, covers: false, from, to, why: { code: "beyond-window", facts: { from, to } } };
  }
  return { id, covers: claim === standing && COVERING.has(claim), from, to, why };
}

/** An order covers nothing. */
function orderConsidered(order: OrderedControl, inForce: readonly OrderedControl[]): ConsideredDeclaration {
  const { id, from, to, level, share } = order;
  const why: Why = inForce.includes(order)
    ? { code: "controlled", facts: { level, share } }
    : { code: "period-outside", facts: { from, to } };
  return { id, covers: false, from, to, why };
}
