import { decideOnFinding } from "../cases/case/decide-on-finding.ts";
import { findCaseToJoin } from "../cases/case/join.ts";
import { routeFinding } from "../cases/route.ts";
import type { Case, Deadline, TimelineEntry } from "../core/casework/case.ts";
import type { Finding } from "../core/judging/finding.ts";
import { beijingDate } from "../core/time.ts";
import type { FindingChangeKind } from "../rules/decide-finding.ts";
import type { Turn } from "./turn.ts";

/** What a decision about a case asks to be stored. */
interface CaseEffects {
  readonly next: Case;
  readonly timeline: readonly Omit<TimelineEntry, "index">[];
  readonly deadlines: readonly Deadline[];
  readonly cleared: readonly string[];
}

/** Stores a changed finding and lets the casework decide what follows from it. */
export async function applyFinding(turn: Turn, finding: Finding, change: FindingChangeKind): Promise<void> {
  const open =
    finding.caseId === null
      ? findCaseToJoin(await turn.set.openCases(finding.outlet), finding)
      : await turn.set.case(finding.caseId);
  const place = routeFinding(turn.index, finding.outlet);
  const year = beijingDate(turn.now).slice(0, 4);
  const counterKey = `${place.division}-${year}`;
  const number = (await turn.set.counter(counterKey)) + 1;
  const others = open === undefined ? [] : (await turn.set.findingsOf(open)).filter((f) => f.id !== finding.id);
  const decision = decideOnFinding({
    finding,
    change,
    openCase: open,
    place,
    numberAfter: number,
    year,
    withdrawnAll: [finding, ...others].every((f) => f.status === "withdrawn"),
    now: turn.now,
    seq: turn.seq,
  });
  const linked: Finding = decision === undefined ? finding : { ...finding, caseId: decision.next.id };
  turn.set.putFinding(linked);
  turn.set.putEvent({
    seq: turn.seq,
    at: turn.now,
    type: "finding",
    subject: finding.id,
    outlet: finding.outlet,
    cell: place.cell,
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
  if (decision === undefined) return;
  if (decision.usedNumber) turn.set.setCounter(counterKey, number);
  await applyCase(turn, decision);
}

/** Stores a changed case with its new timeline lines and deadlines. */
export async function applyCase(turn: Turn, effects: CaseEffects): Promise<void> {
  const { next } = effects;
  turn.set.putCase(next);
  await turn.set.appendTimeline(next.id, effects.timeline);
  for (const id of effects.cleared) turn.set.clearDeadline(id);
  for (const deadline of effects.deadlines) turn.set.setDeadline(deadline);
  turn.set.putEvent({
    seq: turn.seq,
    at: turn.now,
    type: "case",
    subject: next.id,
    outlet: next.outlet,
    cell: next.cell,
    enterprise: next.enterprise,
    data: { number: next.number, state: next.state, level: next.level, version: next.version, title: next.title },
  });
}
