import { allRows } from "../core/casework/all-rows.ts";
import { REVISIONS, type RevisedSpan, type Revision } from "../core/records/revision.ts";
import { DAY, HOUR, type Instant, instant } from "../core/time.ts";
import { judgeAnew } from "./count-days.ts";
import { lookAheadAt } from "./look-ahead.ts";
import { startOfPeriod } from "./place-plans.ts";
import type { Turn } from "./turn.ts";

/** Periods that are read at once. */
const WINDOW = 240;
/** Days that are read at once, with their hours. */
const WINDOW_OF_DAYS = 31;
const HOURS_OF_A_DAY = DAY / HOUR;

/**
 * Sets what an entry revises of the past, and does a first share of it at once. The rest is done with the ticks that
 * follow, a fixed share of each: what is done when depends on the journal alone, so a replay does the same.
 */
export async function beginRevision(turn: Turn, spans: readonly RevisedSpan[], share: number): Promise<readonly string[]> {
  if (spans.length === 0) return [];
  const { seq, now } = turn;
  const revision: Revision = { id: `revision:${seq}`, seq, at: now, state: "open", spans };
  turn.set.subjects.put(REVISIONS, revision);
  return (await work(turn, revision, share)).changed;
}

/** Goes on with what is to be revised, the oldest first. */
export async function goOnRevising(turn: Turn, share: number): Promise<void> {
  let left = share;
  for (const revision of await openRevisions(turn)) {
    if (left <= 0) return;
    left -= (await work(turn, revision, left)).periods;
  }
}

function openRevisions({ set }: Turn): Promise<readonly Revision[]> {
  return allRows(set.subjects, REVISIONS, { where: [{ field: "state", in: ["open"] }], order: "oldest" });
}

interface Worked {
  readonly periods: number;
  readonly changed: readonly string[];
}

async function work(turn: Turn, revision: Revision, share: number): Promise<Worked> {
  const { set } = turn;
  const changed: string[] = [];
  let periods = 0;
  let at = await set.counter(`revision-span:${revision.id}`);
  let start = await set.counter(`revision-start:${revision.id}`);
  while (at < revision.spans.length && periods < share) {
    const span = revision.spans[at] as RevisedSpan;
    const from = instant(Math.max(span.from, start));
    const limit = Math.min(WINDOW, share - periods);
    const { starts, isLast } = await nextPeriods(turn, { ...span, from }, limit);
    const { outlet, pollutant, basis } = span;
    const keys = starts.map((of) => ({ outlet, pollutant, basis, start: of }));
    await lookAheadAt(turn, keys);
    for (const key of keys) changed.push(...(await judgeAnew(turn, key)));
    // A span without periods counts, too: a share must end.
    periods += Math.max(1, starts.length);
    const last = starts.at(-1);
    if (last === undefined || isLast) {
      at++;
      start = 0;
    } else start = last + 1;
  }
  set.setCounter(`revision-span:${revision.id}`, at);
  set.setCounter(`revision-start:${revision.id}`, start);
  if (at >= revision.spans.length) set.subjects.put(REVISIONS, { ...revision, state: "done", spans: [] });
  return { periods, changed };
}

interface NextPeriods {
  readonly starts: readonly Instant[];
  /** True when the span holds no more. */
  readonly isLast: boolean;
}

/**
 * The next periods of a span of which anything is known. A day is known by its hours, too: nobody may have said
 * anything of it before it was limited.
 */
async function nextPeriods({ set }: Turn, span: RevisedSpan, limit: number): Promise<NextPeriods> {
  if (span.basis !== "day") {
    const known = await set.periods({ ...span, limit });
    return { starts: known.map(({ start }) => start), isLast: known.length < limit };
  }
  const most = Math.min(limit, WINDOW_OF_DAYS);
  const own = await set.periods({ ...span, limit: most });
  const hours = await set.periods({ ...span, basis: "hour", limit: most * HOURS_OF_A_DAY });
  const days = hours.map((hour) => startOfPeriod("day", hour.start)).filter((day) => day >= span.from);
  // Of what was cut off, the days after the last one that was read come next time.
  const [lastOwn, lastHour] = [own.slice(most - 1), hours.slice(most * HOURS_OF_A_DAY - 1)];
  const end = Math.min(...[...lastOwn, ...lastHour].map(({ start }) => start));
  const known = [...new Set([...own.map((day) => day.start), ...days])].filter((day) => day <= end).sort((a, b) => a - b);
  return { starts: known, isLast: end === Number.POSITIVE_INFINITY };
}
