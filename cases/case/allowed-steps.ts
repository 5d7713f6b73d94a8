import { FIGURES } from "../../limits/figures.ts";
import { levelOf } from "../incident/standing-counts.ts";
import { isAtLeast } from "../shared/levels.ts";
import type { Case, StepField } from "./case.ts";
import { type Transition, transitionsFrom } from "./transitions.ts";

const NOTE: StepField = { name: "note", type: "text", required: true };

/** The steps of the state table that this case has not used up; none once it goes on in another case. */
export function stepsOpenTo(current: Case): readonly Transition[] {
  if (current.mergedInto !== null) return [];
  return transitionsFrom(current.state).filter((t) => !isUsedUp(t, current));
}

/** What a step asks of the person who takes it. */
export function fieldsOf(step: Transition): readonly StepField[] {
  return step.noteRequired ? [...step.fields, NOTE] : step.fields;
}

/**
 * A case of A3 and above is rejected or dismissed by two persons: the first asks for the step, another one takes it. A
 * single finding of A3 is enough, even when the case stands lower.
 */
export function needsTwoPersons(step: Pick<Transition, "to">, { level, standing }: Pick<Case, "level" | "standing">): boolean {
  if (step.to !== "rejected" && step.to !== "dismissed") return false;
  const highest = levelOf(standing);
  return isAtLeast(level, "A3") || (highest !== null && isAtLeast(highest, "A3"));
}

function isUsedUp(step: Transition, current: Case): boolean {
  if (step.to === "returned") return (current.returns ?? 0) >= FIGURES.returnsOfACase.value;
  return step.to === "pending" && (current.extensions ?? 0) >= FIGURES.extensionsOfHandling.value;
}
