import { findingFacts } from "../../core/judging/finding-facts.ts";
import { beijingDate } from "../../core/time.ts";
import { isAtLeast } from "../shared/levels.ts";
import type { Case } from "./case.ts";
import { type CaseDecision, deadlineId, ENGINE, type NewCaseLine } from "./case-decision.ts";
import { nextStepRow } from "./decide-on-deadline.ts";
import type { NewsOfCase } from "./news-of-case.ts";
import type { Settled } from "./settle.ts";

/** What a line says, before it is known whose it is and when. */
export type Line = Pick<NewCaseLine, "action" | "from" | "to" | "said">;

/** A line that the engine writes about a finding. */
export function lineOf(row: Pick<Case, "id">, news: NewsOfCase, line: Line): NewCaseLine {
  const { now, seq, finding } = news;
  return { subject: row.id, at: now, seq, ...ENGINE, note: "", ...line, fields: { finding: finding.id } };
}

/**
 * The lines that a change of a finding is worth: whatever moves the case, raises it or brings it back; else the first
 * of its kind on a Beijing day. A plant that exceeds every hour fills no timeline.
 */
export function linesOf(before: Case, settled: Settled, action: string, news: NewsOfCase): readonly NewCaseLine[] {
  const { row, base, moves } = settled;
  const isMoved = base !== before.state || moves.length > 0 || !isAtLeast(before.level, row.level);
  if (!isMoved && wasToldToday(before, action, news)) return [];
  const said = { code: "finding", facts: findingFacts(news.finding) } as const;
  const first: Line = { action, from: before.state, to: base, said };
  return [first, ...moves].map((line) => lineOf(row, news, line));
}

function wasToldToday({ told }: Case, action: string, { now }: NewsOfCase): boolean {
  return told?.on === beijingDate(now) && told.actions.includes(action);
}

/** The row with what its timeline was told today. */
function withTold(row: Case, lines: readonly NewCaseLine[], { now }: NewsOfCase): Case {
  const on = beijingDate(now);
  const known = row.told?.on === on ? row.told.actions : [];
  const actions = [...new Set([...known, ...lines.map((line) => line.action)])];
  return { ...row, told: { on, actions } };
}

/**
 * Closes a decision about a case: what the timeline tells of is a new version, and the row of its clock follows the
 * clock.
 */
export function decided(before: Case | undefined, row: Case, lines: readonly NewCaseLine[], news: NewsOfCase): CaseDecision {
  const changed = lines.length === 0 ? {} : { version: row.version + 1, changedAt: news.now };
  const next = lines.length === 0 ? row : withTold({ ...row, ...changed }, lines, news);
  return { next, timeline: lines, ...clockRows(before, next, news), usedNumber: before === undefined };
}

function clockRows(before: Case | undefined, next: Case, news: NewsOfCase): Pick<CaseDecision, "deadlines" | "cleared"> {
  if ((before?.deadline ?? null) === next.deadline) return { deadlines: [], cleared: [] };
  const row = next.deadline === null ? undefined : nextStepRow(next.id, next.deadline, news);
  return row === undefined ? { deadlines: [], cleared: [deadlineId(next.id)] } : { deadlines: [row], cleared: [] };
}
