import { FIGURES } from "../../limits/figures.ts";
import { isAtLeast } from "../shared/levels.ts";
import type { Case, StepField } from "./case.ts";
import { type Transition, transitionsFrom } from "./transitions.ts";

const NOTE: StepField = { name: "note", type: "text", required: true };
const SECOND_PERSON: StepField = { name: "secondPerson", type: "person", required: true };

/** The steps of the state table that this case has not used up; none once it goes on in another case. */
export function stepsOpenTo(current: Case): readonly Transition[] {
  if (current.mergedInto !== null) return [];
  return transitionsFrom(current.state).filter((t) => !isUsedUp(t, current));
}

/** What a step asks of the person who takes it; a case of A3 and above is dismissed by two persons only. */
export function fieldsOf(step: Transition, current: Case): readonly StepField[] {
  const note = step.noteRequired ? [NOTE] : [];
  const second = step.to === "dismissed" && isAtLeast(current.level, "A3") ? [SECOND_PERSON] : [];
  return [...step.fields, ...second, ...note];
}

function isUsedUp(step: Transition, current: Case): boolean {
  if (step.to === "returned") return (current.returns ?? 0) >= FIGURES.returnsOfACase.value;
  return step.to === "pending" && (current.extensions ?? 0) >= FIGURES.extensionsOfHandling.value;
}
