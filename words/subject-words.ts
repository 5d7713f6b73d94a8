import type { TimelineEntry } from "../core/casework/timeline.ts";
import type { NoCodes } from "../core/said.ts";
import type { ErrorWords } from "./error-words.ts";
import type { Telling } from "./names.ts";
import type { Phrase } from "./word-table.ts";

/** The words of a subject of casework: what is put beside the facts of its rows wherever they go out. */
export interface SubjectWords<R, Own = NoCodes> {
  row(row: R, telling: Telling): object;
  /** Words for what goes out beside a row. */
  beside?(facts: object, telling: Telling): object;
  line(line: TimelineEntry, telling: Telling): object;
  /** Words for what a live event tells. */
  news(data: Readonly<Record<string, unknown>>, telling: Telling): object;
  /** Why its commands are declined, for the codes that the subject declares. The compiler refuses to leave one out. */
  readonly refusals: { readonly [Code in keyof Own]: RefusalWords<Own[Code]> };
}

/** The words of a code of refusals: what it means, the sentence of one occurrence, and facts to show it with. */
export interface RefusalWords<Facts> extends ErrorWords {
  readonly sentence: { readonly zh: Phrase<Facts>; readonly en: Phrase<Facts> };
  readonly examples: readonly [Facts, ...Facts[]];
}

/** Words of a refusal whose facts the compiler does not know. */
export interface AnyRefusalWords extends ErrorWords {
  readonly sentence: { readonly zh: Phrase<never>; readonly en: Phrase<never> };
  readonly examples: readonly unknown[];
}
