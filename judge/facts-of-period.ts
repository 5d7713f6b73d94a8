import type { Statements } from "../core/judging/declared-emission.ts";
import type { Counts, PeriodBasis, PeriodKey, PeriodState } from "../core/judging/period.ts";
import type { TaggedPeriod } from "../core/judging/tagged-period.ts";
import type { TaggedSpan } from "../core/judging/tagged-span.ts";
import { DUST } from "../core/readings/pollutants.ts";
import { shifted, unitShift } from "../core/readings/units.ts";
import type { Limit, LimitBasis, LimitUse } from "../core/registry/limit.ts";
import type { Outlet } from "../core/registry/registry.ts";
import type { Instant, Period } from "../core/time.ts";
import { knownHour } from "../rules/period/hour-validity.ts";
import { endOf } from "../rules/period/watermarks.ts";
import type { Facts } from "../rules/register/rule.ts";
import { tagsOnPeriod } from "../rules/tags/tags-on-period.ts";
import type { Looked, PlacePlan } from "./place-plans.ts";

/** The ids of which a finding of the period stands. */
export function standingOf({ findings, fallen }: PeriodState): readonly string[] {
  return fallen === undefined ? findings : findings.filter((id) => !fallen.includes(id));
}

/** What a period is judged by. */
export interface Asked {
  readonly key: PeriodKey;
  readonly plan: PlacePlan;
  /** The periods that its rules look at: those of the plan for a period of its kind where it is left out. */
  readonly wanted?: readonly Looked[];
  /** What is known of them, in their order. */
  readonly looked: readonly (PeriodState | null)[];
  readonly statements: Statements;
  /** Of the outlet. */
  readonly tags: readonly TaggedSpan[];
}

/** In which the limit of particulate matter is written under which some tags excuse. */
const DUST_UNIT = "mg/m3";

/** The facts as rules see them; to look at what no rule wants is a mistake in the rule. */
export class FactsOfPeriod implements Facts {
  readonly outlet: Outlet;
  readonly pollutant: string;
  readonly period: Period;
  readonly now: Instant;
  readonly #asked: Asked;

  constructor(asked: Asked, now: Instant) {
    const { key, plan } = asked;
    this.outlet = plan.outlet;
    this.pollutant = key.pollutant;
    this.period = { start: key.start, end: endOf(key) };
    this.now = now;
    this.#asked = asked;
  }

  limits(basis: LimitBasis, use: LimitUse = "judge"): readonly Limit[] {
    return this.#asked.plan.limits(basis, this.period.start, use);
  }

  hour(pollutant: string, start: Instant): TaggedPeriod | undefined {
    return this.#tagged(this.#seen(pollutant, "hour", start));
  }

  day(pollutant: string, start: Instant): TaggedPeriod | undefined {
    return this.#tagged(this.#seen(pollutant, "day", start));
  }

  statements(): Statements {
    return this.#asked.statements;
  }

  counted(id: string): readonly Counts[] {
    return (this.#asked.looked[0]?.days ?? []).map(({ counts }) => counts[id]).filter((counts) => counts !== undefined);
  }

  found(start: Instant): readonly string[] | undefined {
    const state = this.#seen(this.pollutant, "hour", start);
    return state && standingOf(state);
  }

  #tagged(state: PeriodState | undefined): TaggedPeriod | undefined {
    const { tags, plan } = this.#asked;
    if (state === undefined || tags.length === 0) return state;
    return tagsOnPeriod(state, { outlet: plan.outlet, tags, dustAt: (start) => this.#dustAt(start) });
  }

  #dustAt(start: Instant): number | undefined {
    const state = this.#find(DUST, "hour", start);
    const hour = state && knownHour(state, this.now);
    if (hour?.validity.validity !== "valid") return undefined;
    const shift = unitShift(hour.mean.unit, DUST_UNIT);
    return shift === undefined ? undefined : shifted(hour.mean.value, shift);
  }

  #seen(pollutant: string, basis: PeriodBasis, at: Instant): PeriodState | undefined {
    const found = this.#find(pollutant, basis, at);
    if (found !== undefined) return found ?? undefined;
    throw new Error(`a rule looks at the ${basis} ${at} of ${pollutant}, which it does not want`);
  }

  /** `null` where nothing is known of what is wanted, `undefined` where it is not wanted. */
  #find(pollutant: string, basis: PeriodBasis, at: Instant): PeriodState | null | undefined {
    const { key, plan, looked, wanted = plan.asked[key.basis].looked } = this.#asked;
    for (let i = 0; i < wanted.length; i++) {
      const one = wanted[i] as (typeof wanted)[number];
      if (key.start + one.offset === at && one.pollutant === pollutant && one.basis === basis) return looked[i] ?? null;
    }
    return undefined;
  }
}
