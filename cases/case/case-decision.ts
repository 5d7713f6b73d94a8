import type { Deadline } from "../../core/casework/deadline.ts";
import type { NewTimelineEntry } from "../../core/casework/timeline.ts";
import type { Case, CaseDeadline, CaseState } from "./case.ts";
import type { CaseNote } from "./notes.ts";

/** A line of the timeline of a case before its position is known. */
export type NewCaseLine = NewTimelineEntry & {
  readonly from: CaseState | null;
  readonly to: CaseState;
  readonly said?: CaseNote;
};

/** What a decision about a case brings about. All of it is committed together, or nothing. */
export interface CaseDecision {
  readonly next: Case;
  readonly timeline: readonly NewCaseLine[];
  /** Rows that replace those with the same id. */
  readonly deadlines: readonly Deadline[];
  /** Ids of deadline rows that are over. */
  readonly cleared: readonly string[];
  /** True when the case took the running number it was offered. */
  readonly usedNumber: boolean;
}

/** The engine as an actor: what no person did. */
export const ENGINE = { actor: "engine", actorName: "" } as const;

const ENDED: ReadonlySet<CaseState> = new Set(["rejected", "closed", "feedback", "archived", "dismissed"]);

/** True until the matter is settled one way or the other; only an unsettled case takes in further findings. */
export function isUnsettled(state: CaseState): boolean {
  return !ENDED.has(state);
}

/** The kind of deadline rows that are of cases. */
export const CASE_DEADLINE = "case";

/** The one running clock of a case as a row. A case has a single row: setting it again replaces the one before. */
export function deadlineRow(caseId: string, deadline: CaseDeadline): Deadline {
  return { id: deadlineId(caseId), at: deadline.at, kind: CASE_DEADLINE, subject: caseId, detail: `${deadline.kind}|due` };
}

/** The id of the deadline row of a case. */
export function deadlineId(caseId: string): string {
  return `deadline:${caseId}`;
}

/** What follows for the row of a case when its running clock becomes `deadline`. */
export function deadlineEffects(caseId: string, deadline: CaseDeadline | null): Pick<CaseDecision, "deadlines" | "cleared"> {
  return deadline === null
    ? { deadlines: [], cleared: [deadlineId(caseId)] }
    : { deadlines: [deadlineRow(caseId, deadline)], cleared: [] };
}

/** The number people say: `410199-2026-0007`. */
export function caseNumber(division: string, year: string, running: number): string {
  return `${division}-${year}-${String(running).padStart(4, "0")}`;
}
