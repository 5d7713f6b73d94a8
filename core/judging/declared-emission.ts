import type { Instant } from "../time.ts";
import type { TaggedSpan } from "./tagged-span.ts";

/** What rules look at of a declaration of a temporary unorganised emission (临时无组织排放申报). */
export interface DeclaredEmission {
  readonly id: string;
  readonly outlets: readonly string[];
  readonly pollutants: readonly string[];
  readonly from: Instant;
  readonly to: Instant;
  /** Consent (征得同意) counts from `decidedAt`, never backwards; no answer is not consent. */
  readonly state: "submitted" | "returned" | "consented" | "refused";
  readonly submittedAt: Instant;
  readonly decidedAt: Instant | null;
}

/** What rules ask of casework. */
export interface CaseworkFacts {
  /** The tags on an outlet's data, oldest first; `undefined` when they were not read. */
  peekTags(outlet: string): readonly TaggedSpan[] | undefined;
  tagsOf(outlet: string): Promise<readonly TaggedSpan[]>;
  /** Declarations that name the outlet, whatever their state, oldest first. */
  declarationsOf(outlet: string): Promise<readonly DeclaredEmission[]>;
  /** Reads the declarations of all these outlets at once, before they are asked for one by one. */
  readAhead(outlets: readonly string[]): Promise<void>;
  /** The same for their tags. */
  readTagsAhead(outlets: readonly string[]): Promise<void>;
}
