import type { Power } from "../people/rights.ts";
import type { ReferenceProblemCodes } from "../registry/problem-codes.ts";
import type { RequestProblemCodes } from "../request-problems.ts";
import type { Problem } from "../result.ts";
import type { AnyCodes, NoCodes, NoFacts, Said } from "../said.ts";
import type { Instant } from "../time.ts";

/**
 * Why a command of whatever subject is declined. Each code has its words in `words/refusals.ts`. What one subject alone
 * declines with is declared in its folder, and said by its own words.
 */
export interface RefusalCodes {
  /** No role of the actor holds the power; `to` names the step of a case that asks for it. */
  "role-not-allowed": { readonly power: Power; readonly to?: string };
  "outside-your-cells": NoFacts;
  /** What was sent is incomplete or wrong; `Refusal.errors` says where. */
  "invalid-fields": NoFacts;
  /** The row that a command is about is not there. */
  "not-found": NoFacts;
  /** The key came with another request before. */
  "idempotency-key-reused": NoFacts;
  /** The manual clock never goes back. */
  "clock-goes-back": { readonly now: Instant; readonly to: Instant };
}

/** What may be wrong with one field of a command. Each code has its words in `words/problems.ts`. */
export interface FieldProblemCodes
  extends ReferenceProblemCodes,
    Pick<RequestProblemCodes, "required" | "unknown-field" | "not-allowed-value" | "not-a-time" | "time-without-offset"> {
  "not-an-instant": NoFacts;
  "not-in-future": NoFacts;
  /** Nothing is reported before it happened. */
  "in-the-future": NoFacts;
  /** A second person is asked for. */
  "same-person": NoFacts;
  "outlet-of-another-enterprise": { readonly outlet: string; readonly enterprise: string };
  "window-empty": NoFacts;
  "window-too-long": { readonly days: number };
}

/** One field of a command that is wrong. */
export type FieldProblem = Problem<FieldProblemCodes>;

/** The HTTP status that a refusal becomes. */
export type RefusalStatus = 400 | 403 | 404 | 409 | 422 | 429;

/** A command is declined: a code that all subjects share, or one of `Own`, with its facts. */
export type Refusal<Own = NoCodes> = Said<RefusalCodes & Own> & {
  readonly status: RefusalStatus;
  readonly errors?: readonly FieldProblem[];
  /** The states that may come next, where the row is in none that allows what was asked. */
  readonly allowed?: readonly string[];
};

/** A refusal of whatever subject: what an outcome holds and the API answers. */
export type AnyRefusal = Refusal<AnyCodes>;

/** The codes that a subject declares of its own, each with its status. */
export type RefusalTable<Own> = { readonly [Code in keyof Own]: { readonly status: RefusalStatus } };
