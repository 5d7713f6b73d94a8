import type { Case, CaseDeadline, Deadline } from "../../core/casework/case.ts";
import { WEEKDAYS_ONLY, type WorkingCalendar } from "../../core/casework/working-calendar.ts";
import { formatBeijing, HOUR, type Instant, plus } from "../../core/time.ts";
import { addWorkingHours } from "../working-time.ts";
import { type CaseDecision, deadlineId, ENGINE, type Moment } from "./case-decision.ts";

/** The rungs of the ladder that a case climbs while a stage is overdue. */
type Rung = "due" | "upgrade" | "supervise" | "leading-group";

interface RungAt {
  readonly rung: Rung;
  readonly at: Instant;
}

/**
 * Decides what a passed deadline of a case means. At 100 % of its time a stage is overdue and goes to the deputy (B 角) and the leader of the cell;
 * 4 working hours later to the next level of the grid; 24 hours after the deadline the case is supervised (督办); after 48 hours it goes to the
 * leading-group office. Each rung is a line of the timeline and sets the row of the next one.
 * Returns `undefined` for a row of a stage that the case has left: it was overtaken by a step.
 */
export function decideOnCaseDeadline(
  current: Case,
  deadline: Deadline,
  context: Moment & { readonly calendar?: WorkingCalendar },
): CaseDecision | undefined {
  const { now, seq, calendar = WEEKDAYS_ONLY } = context;
  const running = current.deadline;
  const [kind, name] = deadline.detail.split("|");
  if (running === null || running.kind !== kind || deadline.at > now) return undefined;
  const ladder = ladderOf(running, calendar);
  const position = ladder.findIndex((r) => r.rung === name && r.at === deadline.at);
  const rung = ladder[position];
  if (rung === undefined) return undefined;

  const following = ladder[position + 1];
  const next: Case = { ...current, ...EFFECTS[rung.rung](current), version: current.version + 1, changedAt: now };
  const line = {
    caseId: current.id,
    at: now,
    seq,
    actor: ENGINE.id,
    actorName: ENGINE.name,
    action: ACTIONS[rung.rung],
    from: current.state,
    to: current.state,
    note: `${NOTES[rung.rung]}（时限 ${formatBeijing(running.at)}，${running.source}）`,
  };
  const rows = following === undefined ? [] : [toRow(current.id, running, following)];
  const cleared = following === undefined ? [deadlineId(current.id)] : [];
  return { next, timeline: [line], deadlines: rows, cleared, usedNumber: false };
}

/** Natural hours run through a weekend and working hours do not, so the rungs are ordered by their time. */
function ladderOf(running: CaseDeadline, calendar: WorkingCalendar): readonly RungAt[] {
  const rungs: readonly RungAt[] = [
    { rung: "due", at: running.at },
    { rung: "upgrade", at: addWorkingHours(running.at, 4, calendar) },
    { rung: "supervise", at: plus(running.at, 24 * HOUR) },
    { rung: "leading-group", at: plus(running.at, 48 * HOUR) },
  ];
  return [...rungs].sort((a, b) => a.at - b.at);
}

function toRow(caseId: string, running: CaseDeadline, next: RungAt): Deadline {
  return { id: deadlineId(caseId), at: next.at, kind: "case", subject: caseId, detail: `${running.kind}|${next.rung}` };
}

const EFFECTS: Readonly<Record<Rung, (current: Case) => Partial<Case>>> = {
  due: () => ({ overdue: true }),
  upgrade: (current) => ({ escalation: current.escalation + 1 }),
  supervise: () => ({ supervised: true }),
  "leading-group": (current) => ({ escalation: current.escalation + 1 }),
};

const ACTIONS: Readonly<Record<Rung, string>> = {
  due: "overdue",
  upgrade: "escalated",
  supervise: "supervised",
  "leading-group": "escalated-to-leading-group",
};

const NOTES: Readonly<Record<Rung, string>> = {
  due: "超过时限，转 B 角和本网格负责人",
  upgrade: "超时 4 个工作小时，上升一级网格",
  supervise: "超时 24 小时，列入督办",
  "leading-group": "超时 48 小时，报领导小组办公室",
};
