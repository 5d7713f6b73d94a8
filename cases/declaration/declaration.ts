import type { Role } from "../../core/people/rights.ts";
import type { Instant } from "../../core/time.ts";

/** States of a declaration of a temporary unorganised emission (临时无组织排放申报). */
export const DECLARATION_STATES = ["submitted", "returned", "consented", "refused"] as const;

/** One of them. */
export type DeclarationState = (typeof DECLARATION_STATES)[number];

/**
 * A declaration by an enterprise that maintenance or the process makes an unorganised emission unavoidable. Consent
 * (征得同意) counts from `decidedAt`, never backwards; no answer is not consent.
 */
export interface Declaration {
  readonly id: string;
  readonly enterprise: string;
  readonly outlets: readonly string[];
  readonly pollutants: readonly string[];
  readonly cause: "maintenance" | "process";
  readonly from: Instant;
  readonly to: Instant;
  readonly measures: string;
  readonly note: string;
  readonly state: DeclarationState;
  readonly submittedAt: Instant;
  readonly submittedBy: string;
  /** What who submitted it was called then. */
  readonly submittedByName: string;
  /** The person behind the account; absent when it belongs to none. */
  readonly submittedPerson?: string;
  /** By when the bureau should answer (default 4 working hours [D]). */
  readonly answerDueAt: Instant;
  readonly decidedAt: Instant | null;
  readonly decidedBy: string | null;
  /** What who answered it was called then. */
  readonly decidedByName: string | null;
  /** In which role; absent while nobody answered, and of answers from before it was kept. */
  readonly decidedRole?: Role;
  readonly reason: string | null;
}
