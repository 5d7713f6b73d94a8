import type { FindingFacts } from "../../core/judging/finding-facts.ts";
import type { NoFacts, Said } from "../../core/said.ts";
import type { BeijingDate } from "../../core/time.ts";

/** What a case is called. */
export interface TitleFacts {
  /** By the finding that opened it, as the finding was then. */
  finding: FindingFacts;
  /** Of history: whose, and on which day it was imported. */
  import: { readonly enterprise: string; readonly day: BeijingDate };
  /** By the words of the person who reported it, in the language in which they were written. */
  reported: { readonly text: string };
  /** To the enterprise that it is about, of what somebody else reported: without the words of who did. */
  told: NoFacts;
}

/** The title of a case as it is stored. */
export type CaseTitle = Said<TitleFacts>;
