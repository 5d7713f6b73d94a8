import { allRows } from "../core/casework/all-rows.ts";
import { REVISIONS, type RevisedSpan, type Revision } from "../core/records/revision.ts";
import { instant } from "../core/time.ts";
import { judgePeriod } from "./judge-period.ts";
import type { Turn } from "./turn.ts";

/** Periods that are read at once. */
const WINDOW = 240;

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
    const found = await set.periods({ ...span, from, limit });
    for (const { outlet, pollutant, basis, start: of } of found) {
      changed.push(...(await judgePeriod(turn, { outlet, pollutant, basis, start: of })));
    }
    // A span without periods counts, too: a share must end.
    periods += Math.max(1, found.length);
    const last = found.at(-1);
    if (last === undefined || found.length < limit) {
      at++;
      start = 0;
    } else start = last.start + 1;
  }
  set.setCounter(`revision-span:${revision.id}`, at);
  set.setCounter(`revision-start:${revision.id}`, start);
  if (at >= revision.spans.length) set.subjects.put(REVISIONS, { ...revision, state: "done", spans: [] });
  return { periods, changed };
}
