import type { Deadline } from "../core/casework/deadline.ts";
import type { EntryContent } from "../core/entries/read-entry.ts";
import { concernedBy, EVERYONE, partitionsOf } from "./partitions.ts";
import { prepareDue, runDeadline } from "./run-due.ts";
import type { Turn } from "./turn.ts";

/** How many deadlines of a tick have taken effect so far, while it takes several commits. */
const DONE_OF_TICK = "due-of-tick";

/** What the next deadlines look at is read for so many at once. */
const PREPARED = 500;

/** How much is worked off before others have their turn. */
export interface DueShare {
  /** So many deadlines take effect with one tick: what is left waits for the next one, behind live data. */
  readonly ofATick: number;
  /** True when what waits should be committed before more is done. */
  isFull(): boolean;
}

/**
 * Lets what is due and concerns the entry take effect before it: each deadline as if at its own time, in the order of
 * time and id. A tick takes the earliest of all, a share of them, unless somebody moved the clock by it and is answered
 * when everything is done. False when a commit must come first.
 */
export async function runDue(turn: Turn, content: EntryContent, share: DueShare): Promise<boolean> {
  await turn.set.due.read(turn.now);
  await file(turn);
  if (content.kind === "tick" && content.request === undefined) return runTick(turn, share);
  const run = new DueRun(turn, share);
  const concerned = await concernedBy(turn, content);
  // A message of moments changes nothing that a decision looks at, so it may be passed by.
  if (concerned.length === 0) return true;
  // What is due of everyone comes after all that was due before it.
  const isOfAll = concerned === "everyone" || turn.set.due.first(EVERYONE) !== undefined;
  if (isOfAll) return run.work(Number.POSITIVE_INFINITY);
  for (const partition of concerned) if (!(await run.work(Number.POSITIVE_INFINITY, partition))) return false;
  return true;
}

/** True when nothing is due any more that waits for a tick. */
export function isNothingLeft({ set }: Turn): boolean {
  return set.due.first() === undefined;
}

async function runTick(turn: Turn, share: DueShare): Promise<boolean> {
  const before = await turn.set.counter(DONE_OF_TICK);
  const run = new DueRun(turn, share);
  const isWhole = await run.work(share.ofATick - before);
  const after = isWhole ? 0 : before + run.done;
  if (after !== before) turn.set.setCounter(DONE_OF_TICK, after);
  return isWhole;
}

/** Files what has become due. */
async function file(turn: Turn): Promise<void> {
  const fallen = turn.set.due.fallenDue(turn.now);
  if (fallen.length === 0) return;
  const partitions = await partitionsOf(turn, fallen);
  for (const [i, deadline] of fallen.entries()) turn.set.due.file(partitions[i] as string, deadline);
}

/** Deadlines that take effect one after the other, before one entry. */
class DueRun {
  done = 0;
  readonly #turn: Turn;
  readonly #share: DueShare;
  #prepared = 0;

  constructor(turn: Turn, share: DueShare) {
    this.#turn = turn;
    this.#share = share;
  }

  /** The earliest so many, of one partition or of all. False when a commit must come first. */
  async work(most: number, partition?: string): Promise<boolean> {
    const { due } = this.#turn.set;
    const end = this.done + most;
    for (let next = due.first(partition); next !== undefined && this.done < end; next = due.first(partition)) {
      if (this.done >= this.#prepared) await this.#prepare(end - this.done, partition);
      await this.#take(next);
      if (this.#share.isFull()) return false;
    }
    return true;
  }

  async #prepare(most: number, partition: string | undefined): Promise<void> {
    const rows = this.#turn.set.due.next(Math.min(PREPARED, most), partition);
    await prepareDue(this.#turn, rows);
    this.#prepared = this.done + rows.length;
  }

  async #take(deadline: Deadline): Promise<void> {
    const { set } = this.#turn;
    this.done += 1;
    set.clearDeadline(deadline.id);
    await runDeadline({ ...this.#turn, now: deadline.at }, deadline);
    // What it set may be due, too.
    await file(this.#turn);
  }
}
