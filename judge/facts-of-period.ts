import type { DeclaredEmission } from "../core/judging/declared-emission.ts";
import type { PeriodBasis, PeriodKey, PeriodState } from "../core/judging/period.ts";
import type { Limit, LimitBasis, LimitUse } from "../core/registry/limit.ts";
import type { Outlet } from "../core/registry/registry.ts";
import type { Instant, Period } from "../core/time.ts";
import { endOf } from "../rules/period/watermarks.ts";
import type { Facts } from "../rules/register/rule.ts";
import type { PlacePlan } from "./place-plans.ts";

/** The ids of which a finding of the period stands. */
export function standingOf({ findings, fallen }: PeriodState): readonly string[] {
  return fallen === undefined ? findings : findings.filter((id) => !fallen.includes(id));
}

/** What a period is judged by. */
export interface Asked {
  readonly key: PeriodKey;
  readonly plan: PlacePlan;
  /** What is known of the periods that its rules look at, in the order of the plan. */
  readonly looked: readonly (PeriodState | null)[];
  readonly declarations: readonly DeclaredEmission[];
}

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

  hour(pollutant: string, start: Instant): PeriodState | undefined {
    return this.#seen(pollutant, "hour", start);
  }

  day(pollutant: string, start: Instant): PeriodState | undefined {
    return this.#seen(pollutant, "day", start);
  }

  declarations(): readonly DeclaredEmission[] {
    return this.#asked.declarations;
  }

  found(start: Instant): readonly string[] | undefined {
    const state = this.#seen(this.pollutant, "hour", start);
    return state && standingOf(state);
  }

  #seen(pollutant: string, basis: PeriodBasis, at: Instant): PeriodState | undefined {
    const { key, plan, looked } = this.#asked;
    const wanted = plan.asked[key.basis].looked;
    for (let i = 0; i < wanted.length; i++) {
      const one = wanted[i] as (typeof wanted)[number];
      if (key.start + one.offset === at && one.pollutant === pollutant && one.basis === basis) return looked[i] ?? undefined;
    }
    throw new Error(`a rule looks at the ${basis} ${at} of ${pollutant}, which it does not want`);
  }
}
