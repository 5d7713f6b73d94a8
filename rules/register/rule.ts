import type { Statements } from "../../core/judging/declared-emission.ts";
import type { RuleFamily, Verdict } from "../../core/judging/finding.ts";
import type { Counts, PeriodBasis } from "../../core/judging/period.ts";
import type { TaggedPeriod } from "../../core/judging/tagged-period.ts";
import type { TagTrade } from "../../core/judging/tagged-span.ts";
import { DUST } from "../../core/readings/pollutants.ts";
import type { Confidence, Limit, LimitBasis, LimitUse } from "../../core/registry/limit.ts";
import type { Outlet } from "../../core/registry/registry.ts";
import type { Instant, Period } from "../../core/time.ts";

/**
 * A rule: what it is, which facts it needs, and what it says of them. It keeps nothing and knows neither stores nor
 * other rules: the judge gathers the facts, asks the rule whenever one of them changes or the time that it named has
 * come, and compares the answer with the one before. So late data, repeats and restarts are no matter of a rule.
 */
export interface Rule<Id extends string = string> {
  /** Kebab-case, unique: the folder of the rule. */
  readonly name: string;
  /** The ids of what it finds, as they go out; several where a finding has standings. */
  readonly says: readonly Id[];
  readonly family: RuleFamily;
  /** Stands with every finding. A rule that decides otherwise than before has another version. */
  readonly version: string;
  /** The document and clause that asks for it, as it is quoted; `null` for a default of the product. */
  readonly clause: string | null;
  readonly confidence: Confidence;
  /** One evaluation is about one period of this kind, of one pollutant at one outlet. */
  readonly period: PeriodBasis;
  /**
   * The facts that it looks at. One that is not named here cannot be seen, and asks nobody when it changes. A rule of
   * half-months names the hours of the day that it counts.
   */
  readonly wants: readonly Want[];
  /** True when what it says of a period is the verdict that pages show of it. */
  readonly colours: boolean;
  /**
   * False for places of which the rule never says anything; asked once for each registry. Of several bases that it can
   * compare with one is enough: the periods that a changed row judges anew follow from that.
   */
  appliesTo(place: Place): boolean;
  judge(facts: Facts): Answer;
  /**
   * Of a rule of half-months: what it keeps of a day, so that no window of days looks at hours. Asked when the day is
   * complete, and again when an hour of it changes; `facts` are those of the day. `undefined` where nothing counts.
   */
  count?(facts: Facts): Counts | undefined;
}

/** A kind of fact that a rule looks at, and of what. */
export type Want =
  /**
   * Hours of the pollutant that is judged (`self`) or of another one at the same outlet: those of the period that is
   * judged, and so many hours before it. With a trade, at outlets of that trade alone.
   */
  | { readonly fact: "hours"; readonly of: "self" | string; readonly before: number; readonly trade?: TagTrade }
  /** The logger's own mean of the day that is judged. */
  | { readonly fact: "day"; readonly of: "self" | string }
  /** What its enterprise declared and reported, and what was ordered of it. */
  | { readonly fact: "declarations" }
  /**
   * What stands of these rules of the hours of the day that is judged. It asks when such a finding begins to stand or
   * falls, not with each value; what is wanted so forms no circle.
   */
  | { readonly fact: "found"; readonly rules: readonly string[] };

/** What decides whether some tags of waste incineration excuse an hour: rules that judge hours want it beside them. */
export const DUST_OF_TAGS: Want = { fact: "hours", of: DUST, before: 0, trade: "waste-incineration" };

/** A pollutant at an outlet, under the limits that a registry knows of it. */
export interface Place {
  readonly outlet: Outlet;
  readonly pollutant: string;
  /** The bases of its limits, in force or not. */
  readonly bases: ReadonlySet<LimitBasis>;
  /** The bases of those that only warn. */
  readonly warned?: ReadonlySet<LimitBasis>;
}

/**
 * What is known when a rule is asked. Asking for a fact that it does not want is a mistake in the program and throws.
 */
export interface Facts {
  readonly outlet: Outlet;
  readonly pollutant: string;
  readonly period: Period;
  readonly now: Instant;
  /** The rows that judge the period on this basis, or those that only warn of it, the strictest first. */
  limits(basis: LimitBasis, use?: LimitUse): readonly Limit[];
  /** With the tags on it, as flags are: whoever looks at a period sees them. */
  hour(pollutant: string, start: Instant): TaggedPeriod | undefined;
  day(pollutant: string, start: Instant): TaggedPeriod | undefined;
  statements(): Statements;
  /** What the rule that says this id counted of the days of the half-month that is judged, in order. */
  counted(id: string): readonly Counts[];
  /** Which findings stand of an hour of the pollutant; `undefined` where nothing is known of the hour. */
  found(start: Instant): readonly string[] | undefined;
}

/** What a rule says, and when it wants to be asked again although no fact changed. */
export interface Answer {
  /** Empty when nothing may be said. A rule with standings says each of them, the one that holds first. */
  readonly verdicts: readonly Verdict[];
  readonly askAt: Instant | null;
  /** True when nothing is said because no row of the law judges the period. */
  readonly isWithoutLaw?: true;
}

/** Nothing may be said, and time alone changes nothing. */
export const SILENT: Answer = { verdicts: [], askAt: null };

/** Nothing may be said, because no row of the law judges the period. */
export const WITHOUT_LAW: Answer = { verdicts: [], askAt: null, isWithoutLaw: true };

/** The earlier of two moments at which to ask again. */
export function earlier(a: Instant | null, b: Instant | null): Instant | null {
  if (a === null || b === null) return a ?? b;
  return a < b ? a : b;
}
