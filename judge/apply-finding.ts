import { SUBJECTS } from "../cases/all-subjects.ts";
import { routeFinding } from "../cases/shared/route.ts";
import type { FindingChange, FindingEffects, FindingKind, FindingNews, LinkedFinding } from "../core/casework/subject.ts";
import type { Finding } from "../core/judging/finding.ts";
import { applyEffects, momentOf } from "./apply-effects.ts";
import type { Turn } from "./turn.ts";

/** The subjects that take findings; of those one answers. */
export const TAKERS: readonly FindingKind[] = SUBJECTS.flatMap((s) => s.findings ?? []);

/**
 * Stores a changed finding, linked to the row that follows from it, and everything else that follows. `history`: see
 * `FindingNews`.
 */
export async function applyFinding(turn: Turn, finding: Finding, change: FindingChange, history = false): Promise<void> {
  const effects = await whatFollows(turn, { finding, change, history });
  const isLinked = effects === undefined || finding.caseId === effects.id;
  const linked: Finding = isLinked ? finding : { ...finding, caseId: effects.id };
  turn.set.putFinding(linked);
  turn.set.putEvent({
    seq: turn.seq,
    at: turn.now,
    type: "finding",
    subject: finding.id,
    outlet: finding.outlet,
    cell: routeFinding(turn.index, finding, turn.now).cell,
    enterprise: finding.enterprise,
    data: {
      rule: finding.rule,
      status: finding.status,
      level: finding.level,
      value: finding.value,
      pollutant: finding.pollutant,
      caseId: linked.caseId,
      change,
    },
  });
  if (effects === undefined) return;
  await linkOthers(turn, effects.linked);
  // The event of the finding names the row: one of the row itself says only what is new of it.
  await applyEffects(turn, effects, "what-is-new");
}

async function linkOthers(turn: Turn, linked: readonly LinkedFinding[]): Promise<void> {
  for (const { finding: id, row } of linked) {
    const finding = (await turn.set.finding(id)) as Finding;
    turn.set.putFinding({ ...finding, caseId: row });
  }
}

async function whatFollows(turn: Turn, news: FindingNews): Promise<FindingEffects | undefined> {
  const moment = momentOf(turn);
  let answer: FindingEffects | undefined;
  for (const taker of TAKERS) answer ??= taker.decide(news, moment, await taker.needs(news, moment, turn.set.reader));
  return answer;
}
