import type { NoFacts, Said } from "../said.ts";
import type { Instant } from "../time.ts";

/** Why a rule says what it says of a period, and why a finding changed. */
export interface ReasonFacts {
  /** The value breaks the limit. */
  "limit-exceeded": NoFacts;
  /** The value keeps the limit. */
  "within-limit": NoFacts;
  /** The flag of the hour mean says that its data are not usable. */
  "flagged-data": { readonly flag: string };
  "too-few-minutes": { readonly valid: number; readonly required: number };
  /** The limit asks for the converted value, and it cannot be computed. */
  "no-usable-oxygen": NoFacts;
  "unit-mismatch": { readonly unit: string; readonly limitUnit: string };
  /** Consent to the emission was given before it began. */
  consented: NoFacts;
  /** A declaration waits for its answer. */
  pending: NoFacts;
  /** No declaration covers the emission. */
  unreported: NoFacts;
  /** This rule holds no more: the declarations say `consented` now. */
  "now-consented": NoFacts;
  "now-pending": NoFacts;
  "now-unreported": NoFacts;
  /** The time for tagging the data by hand is over. */
  "tagging-over": { readonly deadline: Instant };
  /** The value is the same, but it keeps the limit that applies now. */
  "limit-changed": NoFacts;
  /** No limit applies to the period any more. */
  "no-limit": NoFacts;
}

/** A reason as it is stored and compared. */
export type Reason = Said<ReasonFacts>;
