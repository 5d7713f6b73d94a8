import type { Refusal, RefusalTable } from "../../core/casework/refusal.ts";
import type { NoFacts } from "../../core/said.ts";
import type { CaseState } from "./case.ts";

/** What only commands about cases are declined with. */
export interface CaseRefusalCodes {
  /** The step was asked for on the ground of an older version of the case. */
  "stale-version": { readonly given: number; readonly current: number };
  /** `from` has no step to `to`, or its count is used up; `Refusal.allowed` says what may come. */
  "transition-not-allowed": { readonly from: CaseState; readonly to: CaseState };
  /** Who handled a case may neither verify nor close it. */
  "same-person": NoFacts;
  /** As many reports of the account are open. */
  "too-many-open-reports": { readonly most: number };
  /** Two persons ask for `to`, and this one was the first. */
  "second-person-needed": { readonly to: CaseState };
}

export const CASE_REFUSALS: RefusalTable<CaseRefusalCodes> = {
  "stale-version": { status: 409 },
  "transition-not-allowed": { status: 409 },
  "same-person": { status: 409 },
  "too-many-open-reports": { status: 429 },
  "second-person-needed": { status: 409 },
};

export type CaseRefusal = Refusal<CaseRefusalCodes>;
