import type { NoFacts, Said } from "../said.ts";
import type { Instant } from "../time.ts";

/** Why a declaration covers an emission, or does not. */
export interface WhyFacts {
  /** The declaration does not name the outlet. */
  "other-outlet": NoFacts;
  "other-pollutant": NoFacts;
  /** The declared span does not hold the whole period. */
  "period-outside": { readonly from: Instant; readonly to: Instant };
  /** Submitted in time and not answered yet: no answer is no consent. */
  unanswered: { readonly submittedAt: Instant };
  /** Submitted after the emission began. */
  "submitted-late": { readonly submittedAt: Instant };
  /** Given back for completion. */
  returned: NoFacts;
  refused: NoFacts;
  /** Consented to, but the record does not say when. */
  "consent-without-time": NoFacts;
  /**
   * The only one that covers: consent was given at the onset or before it, and outlet, pollutant and period are
   * declared.
   */
  "consented-before": { readonly decidedAt: Instant };
  /** Consent counts from when it is given and never backwards. */
  "consented-late": { readonly decidedAt: Instant };
}

/** A judgement of one declaration as it is stored and compared. */
export type Why = Said<WhyFacts>;
