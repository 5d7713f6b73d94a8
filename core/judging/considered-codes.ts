import type { NoFacts, Said } from "../said.ts";
import type { Instant } from "../time.ts";
import type { ControlLevel } from "./declared-emission.ts";

/** Why a declaration, an accident or an order covers an emission, or does not. */
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
  /** After the emission began, or nobody knows when. */
  refused: NoFacts;
  "refused-before": { readonly decidedAt: Instant };
  /** Consented to for another place, pollutant or span; it fits in everything else. */
  "beyond-place": NoFacts;
  "beyond-pollutant": NoFacts;
  "beyond-window": { readonly from: Instant; readonly to: Instant };
  /** Covers the emission as an accident. */
  "accident-in-time": { readonly reportedAt: Instant };
  "accident-late": { readonly reportedAt: Instant; readonly dueAt: Instant };
  /** It began after the emission did. */
  "accident-later": { readonly from: Instant };
  /** Its final report was given, or nothing was reported of it for a day. */
  "accident-over": { readonly to: Instant };
  /** An order of a heavy-pollution day was in force: the part of the production that it allowed. */
  controlled: { readonly level: ControlLevel; readonly share: number };
  /** Consented to, but the record does not say when. */
  "consent-without-time": NoFacts;
  /**
   * Covers the emission: consent was given at the onset or before it, and outlet, pollutant and period are
   * declared.
   */
  "consented-before": { readonly decidedAt: Instant };
  /** Consent counts from when it is given and never backwards. */
  "consented-late": { readonly decidedAt: Instant };
}

/** A judgement of one declaration as it is stored and compared. */
export type Why = Said<WhyFacts>;
