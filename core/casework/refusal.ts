import type { Power } from "../people/rights.ts";
import type { ReferenceProblemCodes } from "../registry/problem-codes.ts";
import type { RequestProblemCodes } from "../request-problems.ts";
import type { Problem } from "../result.ts";
import type { NoFacts, Said } from "../said.ts";
import type { Instant } from "../time.ts";

/** Why a command is declined. Each code has its words in `words/refusals.ts`. */
export interface RefusalCodes {
  /** No role of the actor holds the power; `to` names the step of a case that asks for it. */
  "role-not-allowed": { readonly power: Power; readonly to?: string };
  "outside-your-cells": NoFacts;
  "stale-version": { readonly given: number; readonly current: number };
  /** `from` has no step to `to`, or its count is used up; `Refusal.allowed` says what may come. */
  "transition-not-allowed": { readonly from: string; readonly to: string };
  /** Who handled a case may neither verify nor close it. */
  "same-person": NoFacts;
  /** What was sent is incomplete or wrong; `Refusal.errors` says where. */
  "invalid-fields": NoFacts;
  /** The row that a command is about is not there. */
  "not-found": NoFacts;
  "already-decided": { readonly state: string };
  /** What may exist once at a time exists for a part of the period already: from `from` to `to`. */
  "period-overlaps": { readonly from: Instant; readonly to: Instant };
  /** The key came with another request before. */
  "idempotency-key-reused": NoFacts;
  /** The manual clock never goes back. */
  "clock-goes-back": { readonly now: Instant; readonly to: Instant };
}

/** What may be wrong with one field of a command. Each code has its words in `words/problems.ts`. */
export interface FieldProblemCodes
  extends ReferenceProblemCodes,
    Pick<RequestProblemCodes, "required" | "not-a-time" | "time-without-offset"> {
  "not-an-instant": NoFacts;
  "not-in-future": NoFacts;
  /** A second person is asked for. */
  "same-person": NoFacts;
  "outlet-of-another-enterprise": { readonly outlet: string; readonly enterprise: string };
  "window-empty": NoFacts;
  "window-too-long": { readonly days: number };
}

/** One field of a command that is wrong. */
export type FieldProblem = Problem<FieldProblemCodes>;

/** A command is declined: a code with its facts. `status` is the HTTP status that it becomes. */
export type Refusal = Said<RefusalCodes> & {
  readonly status: 400 | 403 | 404 | 409 | 422;
  readonly errors?: readonly FieldProblem[];
  /** For `transition-not-allowed`: the states that may come next. */
  readonly allowed?: readonly string[];
};
