import type { WorkingCalendar } from "../../core/casework/working-calendar.ts";
import type { Instant } from "../../core/time.ts";
import { levelOf, type StandingCounts, type StandingLevel } from "../incident/standing-counts.ts";
import { higherLevel, isAtLeast } from "../shared/levels.ts";
import type { Case, CaseState } from "./case.ts";
import { isUnsettled } from "./case-decision.ts";
import type { CaseNote } from "./notes.ts";
import { stateDeadline } from "./state-clock.ts";

/** When a decision is taken, and which days are worked. */
export interface When {
  readonly now: Instant;
  readonly calendar: WorkingCalendar;
}

/** What the engine does to a case of its own accord. */
export interface EngineMove {
  readonly action: "reported" | "lowered" | "dismissed" | "end-proposed";
  readonly from: CaseState;
  readonly to: CaseState;
  readonly said: CaseNote;
}

/** A case after other findings stand in it than before. */
export interface Settled {
  readonly row: Case;
  /** The state in which it was before the moves: another one than before when it came back. */
  readonly base: CaseState;
  readonly moves: readonly EngineMove[];
}

/**
 * What the engine makes of a case in which other findings stand than before. While nobody has acted, state and level
 * are those of the findings that stand: `signal`, and `reported` from A3 on; a case in `signal` of which nothing stands
 * is dismissed. Once people are at work on it, the engine raises the level and reports, and when everything fell it
 * stops the clock and proposes the end. What people ended comes back only for a higher level than it ever had.
 */
export function settle(current: Case, standing: StandingCounts, when: When): Settled {
  const level = levelOf(standing);
  const row: Case = { ...current, standing };
  if (level === null) return fall(row);
  if (isUnsettled(row.state)) return follow(row, level, when);
  const isDismissedByEngine = row.state === "dismissed" && !row.acted;
  return isDismissedByEngine || !isAtLeast(row.level, level) ? comeBack(row, level, when) : stay(row);
}

function stay(row: Case): Settled {
  return { row, base: row.state, moves: [] };
}

/** Nothing stands any more. What was ended before stays as it was ended. */
function fall(row: Case): Settled {
  const { state } = row;
  if (!isUnsettled(state) || row.endProposed) return stay(row);
  const stopped: Case = { ...row, deadline: null, overdue: false };
  if (state !== "signal") {
    const said: CaseNote = { code: "end-proposed", facts: {} };
    return {
      row: { ...stopped, endProposed: true },
      base: state,
      moves: [{ action: "end-proposed", from: state, to: state, said }],
    };
  }
  const said: CaseNote = { code: "all-withdrawn", facts: {} };
  const dismissed: Case = { ...stopped, state: "dismissed", acted: false };
  return { row: dismissed, base: state, moves: [{ action: "dismissed", from: state, to: "dismissed", said }] };
}

function follow(current: Case, level: StandingLevel, when: When): Settled {
  const { state } = current;
  const reached = current.acted ? higherLevel(current.level, level) : level;
  const row: Case = reached === current.level ? current : { ...current, level: reached };
  const target = stateAskedFor(row);
  if (target !== state) return { row: enter(row, target, when), base: state, moves: [moveTo(row, target)] };
  return stay(row.endProposed ? enter(row, state, when) : row);
}

/** The state that the level asks for, where it is the engine's to say. */
function stateAskedFor({ source, acted, state, level }: Case): CaseState {
  if (acted && state !== "signal") return state;
  return source === "import" || isAtLeast(level, "A3") ? "reported" : "signal";
}

function comeBack(current: Case, level: StandingLevel, when: When): Settled {
  const base: CaseState = current.source === "import" ? "reported" : "signal";
  const row: Case = { ...current, level, state: base };
  const target = stateAskedFor(row);
  return { row: enter(row, target, when), base, moves: target === base ? [] : [moveTo(row, target)] };
}

/** A state is entered: its clock begins; lateness and escalation belong to the one that was left. */
export function enter(row: Case, state: CaseState, when: When): Case {
  const deadline = stateDeadline(state, row, when);
  return { ...row, state, deadline, overdue: false, escalation: 0, endProposed: false };
}

function moveTo({ state, level }: Case, to: CaseState): EngineMove {
  return to === "reported"
    ? { action: "reported", from: state, to, said: { code: "raised-by-level", facts: { level } } }
    : { action: "lowered", from: state, to, said: { code: "lowered", facts: { level } } };
}
