import type { SubjectWrite } from "../core/casework/collection.ts";
import type { CaseworkReader } from "../core/casework/subject.ts";
import type { CaseworkFacts } from "../core/judging/declared-emission.ts";
import type { TaggedSpan } from "../core/judging/tagged-span.ts";
import type { Declaration } from "./declaration/declaration.ts";
import { DECLARATIONS } from "./declaration/declaration-collection.ts";
import { RowsOfOutlets } from "./shared/rows-of-outlets.ts";
import { TAGS } from "./tag/tag-collection.ts";

/** What rules ask of casework: looked up in its rows, and remembered until one of them is written. */
export class FactsForRules implements CaseworkFacts {
  readonly #declarations: RowsOfOutlets<Declaration>;
  readonly #tags: RowsOfOutlets<TaggedSpan>;

  constructor(reader: Pick<CaseworkReader, "list">) {
    this.#declarations = new RowsOfOutlets(reader, DECLARATIONS);
    this.#tags = new RowsOfOutlets<TaggedSpan>(reader, TAGS);
  }

  declarationsOf(outlet: string): Promise<readonly Declaration[]> {
    return this.#declarations.of(outlet);
  }

  peekTags(outlet: string): readonly TaggedSpan[] | undefined {
    return this.#tags.peek(outlet);
  }

  tagsOf(outlet: string): Promise<readonly TaggedSpan[]> {
    return this.#tags.of(outlet);
  }

  readAhead(outlets: readonly string[]): Promise<void> {
    return this.#declarations.readAhead(outlets);
  }

  readTagsAhead(outlets: readonly string[]): Promise<void> {
    return this.#tags.readAhead(outlets);
  }

  /** Forgets what a row that is written may change. */
  written(write: SubjectWrite): void {
    this.#declarations.written(write);
    this.#tags.written(write);
  }
}
