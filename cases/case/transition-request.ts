import type { Moment } from "../../core/casework/subject.ts";
import type { Actor } from "../../core/people/actor.ts";
import type { Case, CaseState } from "./case.ts";

/** A step that somebody asks for, with everything needed to decide it. */
export interface TransitionRequest extends Moment {
  readonly current: Case;
  readonly request: StepAsked & { readonly actor: Actor };
}

/** A step as it is asked for. */
export interface StepAsked {
  readonly to: CaseState;
  /** The version of the case that it was asked of. */
  readonly version: number;
  readonly note: string;
  /** What the step asks for besides the note. */
  readonly fields: Readonly<Record<string, string>>;
}
