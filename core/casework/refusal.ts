import type { Problem } from "../result.ts";
import type { CaseState } from "./case.ts";

/** A command is declined: as a code with its facts; `status` is the HTTP status it becomes. */
export interface Refusal {
  readonly status: 400 | 403 | 404 | 409;
  /** Stable code in kebab-case, listed in `docs/errors.md`. */
  readonly code: string;
  readonly message: string;
  readonly errors?: readonly Problem[];
  /** For `transition-not-allowed`: the states that may come next. */
  readonly allowed?: readonly CaseState[];
}
