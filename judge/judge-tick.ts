import { SUBJECTS } from "../cases/all-subjects.ts";
import type { Deadline } from "../core/casework/deadline.ts";
import type { DeadlineKind } from "../core/casework/subject.ts";
import type { Instant } from "../core/time.ts";
import { confirmFinding } from "../rules/decide-finding.ts";
import { momentOf } from "./apply-effects.ts";
import { applyFinding } from "./apply-finding.ts";
import { followUp } from "./follow-up.ts";
import { CONFIRM_FINDING, judgeHour, REVIEW_FINDING } from "./judge-hours.ts";
import { leaveOutcome } from "./judge-request.ts";
import type { Turn } from "./turn.ts";

/** More deadlines than this in one tick mean that one of them puts itself back for ever. */
const TICK_CAP = 1_000_000;

/**
 * Runs every deadline up to the tick, the earliest first, each as if at the moment it was due; deadlines that arise on
 * the way run too. A missed tick or a restart is harmless: the next one finds the same rows.
 */
export async function judgeTick(turn: Turn, upTo: Instant): Promise<void> {
  for (let done = 0; ; done++) {
    const deadline = await turn.set.nextDue(upTo);
    if (deadline === undefined) break;
    if (done > TICK_CAP) throw new Error(`deadline ${deadline.id} never ends`);
    turn.set.clearDeadline(deadline.id);
    await runDeadline({ ...turn, now: deadline.at }, deadline);
  }
  leaveOutcome(turn, { ok: true, result: { now: upTo } });
}

const KIND_BY_NAME: ReadonlyMap<string, DeadlineKind> = new Map(SUBJECTS.flatMap((s) => Object.entries(s.deadlines ?? {})));

async function runDeadline(turn: Turn, deadline: Deadline): Promise<void> {
  if (deadline.kind === CONFIRM_FINDING) return confirmDue(turn, deadline.subject);
  if (deadline.kind === REVIEW_FINDING) return reviewDue(turn, deadline.subject);
  const kind = KIND_BY_NAME.get(deadline.kind);
  if (kind === undefined) throw new Error(`nobody knows deadlines of the kind ${deadline.kind}`);
  const effects = kind.decide(deadline, momentOf(turn), await kind.needs(deadline, turn.set.reader));
  if (effects !== undefined) await followUp(turn, effects);
}

async function confirmDue(turn: Turn, findingId: string): Promise<void> {
  const current = await turn.set.finding(findingId);
  if (current === undefined) return;
  const decision = confirmFinding(current, { enterprise: current.enterprise, now: turn.now, seq: turn.seq });
  if (decision !== undefined) await applyFinding(turn, decision.next, decision.change);
}

async function reviewDue(turn: Turn, findingId: string): Promise<void> {
  const finding = await turn.set.finding(findingId);
  if (finding === undefined) return;
  const hour = await turn.set.hour(finding.outlet, finding.pollutant, finding.period.start);
  if (hour !== undefined) await judgeHour(turn, hour);
}
