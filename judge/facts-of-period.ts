import type { DeclaredEmission } from "../core/judging/declared-emission.ts";
import type { PeriodKey, PeriodState } from "../core/judging/period.ts";
import { endOf } from "../rules/period/watermarks.ts";
import type { Facts } from "../rules/register/rule.ts";
import type { PlacePlan } from "./place-plans.ts";
import type { Turn } from "./turn.ts";
import { periodKey } from "./working-set.ts";

/** What a period is judged by. */
interface Asked {
  readonly key: PeriodKey;
  readonly plan: PlacePlan;
  readonly declarations: readonly DeclaredEmission[];
}

/** The facts as rules see them; what was not loaded, because no rule wants it, is a mistake in the rule. */
export function factsFor({ set, now }: Turn, { key, plan, declarations }: Asked): Facts {
  const { outlet, start } = key;
  const seen = (wanted: PeriodKey): PeriodState | undefined => {
    const state = set.peekPeriod(wanted);
    if (state === undefined) throw new Error(`a rule looks at ${periodKey(wanted)}, which it does not want`);
    return state ?? undefined;
  };
  return {
    outlet: plan.outlet,
    pollutant: key.pollutant,
    period: { start, end: endOf(key) },
    now,
    limits: (basis) => plan.limits(basis, start),
    hour: (pollutant, at) => seen({ outlet, pollutant, basis: "hour", start: at }),
    day: (pollutant, at) => seen({ outlet, pollutant, basis: "day", start: at }),
    declarations: () => declarations,
  };
}
