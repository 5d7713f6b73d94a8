import { compareTexts } from "../../core/casework/column-value.ts";
import { NONE_STANDING, plusCounts } from "../incident/standing-counts.ts";
import { higherLevel, isAtLeast } from "../shared/levels.ts";
import type { Case } from "./case.ts";
import { isUnsettled } from "./case-decision.ts";

/** Which of the cases whose incidents met goes on with all of it, and which end in it. */
export interface Meeting {
  readonly owner: Case;
  /** Open cases that end in the owner. Those that people ended stay as they are. */
  readonly ending: readonly Case[];
}

/**
 * Of open cases the oldest goes on. When people ended all of them, the gravest of these keeps the matter, so that only
 * what is graver still brings it back.
 */
export function meetingOf(cases: readonly Case[]): Meeting {
  const byAge = [...cases].sort((a, b) => a.openedAt - b.openedAt || compareTexts(a.number, b.number));
  const [oldest, ...others] = byAge.filter((c) => isUnsettled(c.state));
  if (oldest !== undefined) return { owner: oldest, ending: others };
  return { owner: byAge.reduce((top, c) => (isAtLeast(top.level, c.level) ? top : c)), ending: [] };
}

/**
 * The case that goes on, with what stood in those that end. When people were at work on one of these and nobody on it,
 * it goes on where they are: their state, their clock, their hands.
 */
export function takeOver(owner: Case, ending: readonly Case[]): Case {
  const worked = owner.acted ? undefined : ending.find((c) => c.acted);
  const standing = ending.reduce((sum, c) => plusCounts(sum, c.standing), owner.standing);
  const level = ending.reduce((top, c) => higherLevel(top, c.level), owner.level);
  const supervised = owner.supervised || ending.some((c) => c.supervised);
  return { ...(worked === undefined ? owner : { ...worked, ...identityOf(owner) }), standing, level, supervised };
}

/** What a case is, whoever works on it: the rest of its row is how far the work has come. */
function identityOf(owner: Case) {
  const { id, number, title, rule, cell, version, openedAt, changedAt, told } = owner;
  return { id, number, title, rule, cell, version, openedAt, changedAt, told };
}

/** A case that goes on in another: it is filed away, its clock stops, and it is in nobody's hands. */
export function endedIn(owner: Case, ending: Case): Case {
  return {
    ...ending,
    ...{ state: "archived", mergedInto: owner.id, standing: NONE_STANDING },
    ...{ deadline: null, overdue: false, escalation: 0, endProposed: false, heldFrom: null },
    ...{ assignee: null, handler: null, handlerName: null },
  };
}
