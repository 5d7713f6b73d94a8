import type { FindingFacts } from "../../core/judging/finding-facts.ts";
import type { Said } from "../../core/said.ts";

/** What a case is called. */
export interface TitleFacts {
  /** By the finding that opened it, as the finding was then. */
  finding: FindingFacts;
  /** By the words of the person who reported it, in the language in which they were written. */
  reported: { readonly text: string };
}

/** The title of a case as it is stored. */
export type CaseTitle = Said<TitleFacts>;
