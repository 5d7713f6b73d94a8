import type { Effects, JudgeAgain } from "../core/casework/subject.ts";
import type { RevisedSpan } from "../core/records/revision.ts";
import { HOUR, plus, startOfBeijingDay, startOfHalfMonth } from "../core/time.ts";
import { ALL_RULES } from "../rules/all-rules.ts";
import type { Rule } from "../rules/register/rule.ts";
import { applyEffects } from "./apply-effects.ts";
import { beginRevision } from "./revise.ts";
import type { Turn } from "./turn.ts";

/** So many hours are judged again within the command itself: every declared window of one outlet and pollutant. */
const AT_ONCE = 2_000;

/** Applies a decision, then judges again the hours whose facts it changed. */
export async function followUp(turn: Turn, effects: Effects): Promise<void> {
  await applyEffects(turn, effects);
  await beginRevision(turn, (effects.judgeAgain ?? []).flatMap(spansOf), AT_ONCE);
}

/** So many hours after one there are that rules look at beside it. */
const LONGEST_LOOK_BACK = Math.max(
  ...ALL_RULES.flatMap((rule: Rule) => rule.wants.map((want) => (want.fact === "hours" ? want.before : 0))),
);

function spansOf({ isOfHours, ...span }: JudgeAgain): readonly RevisedSpan[] {
  if (isOfHours !== true) return [{ ...span, basis: "hour" }];
  const to = plus(span.to, LONGEST_LOOK_BACK * HOUR);
  return [
    { ...span, to, basis: "hour" },
    { ...span, from: startOfBeijingDay(span.from), basis: "day" },
    { ...span, from: startOfHalfMonth(span.from), basis: "half-month" },
  ];
}
