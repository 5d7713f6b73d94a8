import type { Effects } from "../core/casework/subject.ts";
import { applyEffects } from "./apply-effects.ts";
import { beginRevision } from "./revise.ts";
import type { Turn } from "./turn.ts";

/** So many hours are judged again within the command itself: every declared window of one outlet and pollutant. */
const AT_ONCE = 2_000;

/** Applies a decision, then judges again the hours whose facts it changed. */
export async function followUp(turn: Turn, effects: Effects): Promise<void> {
  await applyEffects(turn, effects);
  const spans = (effects.judgeAgain ?? []).map((span) => ({ ...span, basis: "hour" as const }));
  await beginRevision(turn, spans, AT_ONCE);
}
