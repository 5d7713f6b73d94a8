import type { Deadline } from "../../core/casework/deadline.ts";
import type { WorkingCalendar } from "../../core/casework/working-calendar.ts";
import { HOUR, type Instant, plus } from "../../core/time.ts";
import { FIGURES } from "../../limits/figures.ts";
import { addWorkingHours } from "../shared/working-time.ts";
import type { Case, CaseDeadline } from "./case.ts";
import { CASE_DEADLINE, type CaseDecision, deadlineId, ENGINE } from "./case-decision.ts";
import type { CaseNote } from "./notes.ts";

/** One step of the escalation that a case goes through while a stage is overdue. */
type EscalationStep = "due" | "upgrade" | "supervise" | "leading-group";

interface StepAt {
  readonly step: EscalationStep;
  readonly at: Instant;
}

/**
 * Decides what a passed deadline of a case means. At 100 % of its time a stage is overdue and goes to the deputy (B 角)
 * and the leader of the cell; 4 working hours later to the next level of the grid; 24 hours after the deadline the case
 * is supervised (督办); after 48 hours it goes to the leading-group office. Each step is a line of the timeline and sets
 * the row of the next one. Returns `undefined` for a row of a stage that the case has left: it was overtaken by a step.
 */
export function decideOnCaseDeadline(
  current: Case,
  deadline: Deadline,
  { now, seq, calendar }: { readonly now: Instant; readonly seq: number; readonly calendar: WorkingCalendar },
): CaseDecision | undefined {
  const running = current.deadline;
  const [kind, name] = deadline.detail.split("|");
  if (running === null || running.kind !== kind || deadline.at > now) return undefined;
  const ladder = ladderOf(running, calendar);
  const position = ladder.findIndex((s) => s.step === name && s.at === deadline.at);
  const due = ladder[position];
  if (due === undefined) return undefined;

  const following = ladder[position + 1];
  const { action, change } = STEPS[due.step];
  const next: Case = { ...current, ...change(current), acted: true, version: current.version + 1, changedAt: now };
  const said = noteOf(due.step, running);
  const line = { subject: current.id, at: now, seq, ...ENGINE, action, from: current.state, to: current.state, note: "", said };
  const rows = following === undefined ? [] : [toRow(current.id, running, following)];
  const cleared = following === undefined ? [deadlineId(current.id)] : [];
  return { next, timeline: [line], deadlines: rows, cleared, usedNumber: false };
}

/** The row of the next step of a running clock; `undefined` when its ladder has been climbed to the end. */
export function nextStepRow(
  caseId: string,
  running: CaseDeadline,
  { now, calendar }: { readonly now: Instant; readonly calendar: WorkingCalendar },
): Deadline | undefined {
  const next = ladderOf(running, calendar).find((step) => step.at > now);
  return next === undefined ? undefined : toRow(caseId, running, next);
}

/** Natural hours run through a weekend and working hours do not, so the steps are ordered by their time. */
function ladderOf(running: CaseDeadline, calendar: WorkingCalendar): readonly StepAt[] {
  const { nextLevelAfterDeadline, supervisionAfterDeadline, leadingGroupAfterDeadline } = FIGURES;
  const steps: readonly StepAt[] = [
    { step: "due", at: running.at },
    { step: "upgrade", at: addWorkingHours(running.at, nextLevelAfterDeadline.value, calendar) },
    { step: "supervise", at: plus(running.at, supervisionAfterDeadline.value * HOUR) },
    { step: "leading-group", at: plus(running.at, leadingGroupAfterDeadline.value * HOUR) },
  ];
  return [...steps].sort((a, b) => a.at - b.at);
}

function toRow(caseId: string, running: CaseDeadline, next: StepAt): Deadline {
  return {
    id: deadlineId(caseId),
    at: next.at,
    kind: CASE_DEADLINE,
    subject: caseId,
    detail: `${running.kind}|${next.step}`,
  };
}

function noteOf(step: EscalationStep, running: CaseDeadline): CaseNote {
  switch (step) {
    case "due":
      return { code: "overdue", facts: running };
    case "upgrade":
      return { code: "next-level", facts: { ...running, after: FIGURES.nextLevelAfterDeadline.value } };
    case "supervise":
      return { code: "supervised", facts: { ...running, after: FIGURES.supervisionAfterDeadline.value } };
    case "leading-group":
      return { code: "leading-group", facts: { ...running, after: FIGURES.leadingGroupAfterDeadline.value } };
  }
}

interface StepMeaning {
  readonly action: string;
  readonly change: (current: Case) => Partial<Case>;
}

const STEPS: Readonly<Record<EscalationStep, StepMeaning>> = {
  due: { action: "overdue", change: () => ({ overdue: true }) },
  upgrade: { action: "escalated", change: (current) => ({ escalation: current.escalation + 1 }) },
  supervise: { action: "supervised", change: () => ({ supervised: true }) },
  "leading-group": {
    action: "escalated-to-leading-group",
    change: (current) => ({ escalation: current.escalation + 1 }),
  },
};
