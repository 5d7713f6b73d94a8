import type { Effects } from "../core/casework/subject.ts";
import { applyEffects } from "./apply-effects.ts";
import { judgeHour } from "./judge-hours.ts";
import type { Turn } from "./turn.ts";

/** Applies a decision, then judges again the hours whose facts it changed. */
export async function followUp(turn: Turn, effects: Effects): Promise<void> {
  await applyEffects(turn, effects);
  for (const { outlet, pollutant, from, to } of effects.judgeAgain ?? []) {
    for (const hour of await turn.set.hours(outlet, pollutant, from, to)) await judgeHour(turn, hour);
  }
}
