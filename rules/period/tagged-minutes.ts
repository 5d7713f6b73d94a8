import { overlap } from "../../core/judging/tag-budget.ts";
import type { TaggedPeriod, TagInForce } from "../../core/judging/tagged-period.ts";
import { type Instant, instant, MINUTE } from "../../core/time.ts";
import { endOf } from "./watermarks.ts";

const NONE: readonly TagInForce[] = [];

/** How many minutes of a period lie under its tags, those under two of them once. */
export function taggedMinutes({ start, basis, tags = NONE }: TaggedPeriod): number {
  if (tags.length === 0) return 0;
  const end = endOf({ start, basis });
  let covered = 0;
  let until = start;
  for (const { from, to } of tags.toSorted((a, b) => a.from - b.from)) {
    const begin = Math.max(from, until);
    const stop = Math.min(to, end);
    if (stop > begin) covered += stop - begin;
    until = instant(Math.max(until, stop));
  }
  return covered / MINUTE;
}

/** True for a moment that lies under a tag of the period. */
export function isTaggedAt({ tags = NONE }: TaggedPeriod, at: Instant): boolean {
  return tags.some(({ from, to }) => from <= at && at < to);
}

/** The tag that lies on most of a period; of two, the one that began first. */
export function tagOfMost({ start, basis, tags = NONE }: TaggedPeriod): TagInForce | undefined {
  const period = { start, end: endOf({ start, basis }) };
  const shareOf = ({ from, to }: TagInForce): number => overlap({ from, endsAt: to }, period);
  return tags.toSorted((a, b) => shareOf(b) - shareOf(a) || a.from - b.from)[0];
}
