import type { DeclaredEmission } from "../core/judging/declared-emission.ts";
import type { PeriodBasis, PeriodKey, PeriodState } from "../core/judging/period.ts";
import type { Instant } from "../core/time.ts";
import { endOf } from "../rules/period/watermarks.ts";
import type { Facts } from "../rules/register/rule.ts";
import type { PlacePlan } from "./place-plans.ts";

/** What a period is judged by. */
export interface Asked {
  readonly key: PeriodKey;
  readonly plan: PlacePlan;
  /** What is known of the periods that its rules look at, in the order of the plan. */
  readonly looked: readonly (PeriodState | null)[];
  readonly declarations: readonly DeclaredEmission[];
}

/** The facts as rules see them; to look at what no rule wants is a mistake in the rule. */
export function factsFor({ key, plan, looked, declarations }: Asked, now: Instant): Facts {
  const { start } = key;
  const wanted = plan.asked[key.basis].looked;
  const seen = (pollutant: string, basis: PeriodBasis, at: Instant): PeriodState | undefined => {
    for (let i = 0; i < wanted.length; i++) {
      const one = wanted[i] as (typeof wanted)[number];
      if (start + one.offset === at && one.pollutant === pollutant && one.basis === basis) return looked[i] ?? undefined;
    }
    throw new Error(`a rule looks at the ${basis} ${at} of ${pollutant}, which it does not want`);
  };
  return {
    outlet: plan.outlet,
    pollutant: key.pollutant,
    period: { start, end: endOf(key) },
    now,
    limits: (basis) => plan.limits(basis, start),
    hour: (pollutant, at) => seen(pollutant, "hour", at),
    day: (pollutant, at) => seen(pollutant, "day", at),
    declarations: () => declarations,
  };
}
