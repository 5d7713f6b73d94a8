import type { TaggedSpan, TagLayer, TagTrade } from "../../core/judging/tagged-span.ts";
import type { Instant } from "../../core/time.ts";

/**
 * What an enterprise says of a span of its data (数据标记): never changed, but taken back once, from a moment on, while
 * the time for tagging is not over.
 */
export interface Tag extends TaggedSpan {
  readonly enterprise: string;
  readonly layer: TagLayer;
  /** The trade whose text it follows. */
  readonly trade: TagTrade;
  /** The end as it was said; `endsAt` is earlier where the tag was taken back. */
  readonly to: Instant;
  readonly reason: string;
  /** What shows it: numbers of files, entries of a log. */
  readonly evidence: readonly string[];
  readonly madeBy: string;
  /** What who made it was called then. */
  readonly madeByName: string;
  /** The person behind the account; absent when it belongs to none. */
  readonly madePerson?: string;
  /** Until when its first hour could be tagged. */
  readonly deadline: Instant;
  /** Made after that: what it says of hours whose time was over excuses nothing. */
  readonly late: boolean;
  readonly takenBack: TakenBack | null;
}

/** From when on a tag holds no more, who said so, when and why. */
export interface TakenBack {
  readonly from: Instant;
  readonly at: Instant;
  readonly by: string;
  readonly byName: string;
  readonly reason: string;
}
