import type { Clock } from "../../core/clock.ts";
import { StoreUnavailableError } from "../../core/failures.ts";
import type { JournalCursors } from "../../core/journal/journal.ts";
import type { Log } from "../../core/log.ts";
import { DAY, plus } from "../../core/time.ts";
import type { BlockSums, PeriodSums } from "../series/influx-history.ts";
import type { SqliteIntakeStore } from "./intake-store.ts";
import type { LetGoBounds, SettledBlocks } from "./settled-blocks.ts";

/** Blocks of one series that are asked for and removed at once. */
const BLOCKS = 200;
/** How many calls are let pass after a walk through all series, and after a store was away. */
const [REST, REST_AWAY] = [3_600, 60];
const SHIPPER = "shipper";

export interface LettingGoDeps {
  readonly store: Pick<SqliteIntakeStore, "nextSeries" | "settled" | "letGo">;
  readonly cursors: Pick<JournalCursors, "all">;
  /** What the long-term store has of each block. */
  readonly history: BlockSums;
  readonly clock: Clock;
  /** False while our own clock is in doubt. */
  readonly mayLetGo: () => boolean;
  /** Days of readings that the working store keeps. */
  readonly days: number;
  readonly log: Log;
}

/**
 * Gives what is to be called once a second: it lets go of old blocks, those of one series at a time, that every reader
 * has passed and that the long-term store says it has, period by period; and rests for an hour after a walk through
 * all series. What the long-term store refused or lost stays.
 */
export function lettingGoBehindShipper(deps: LettingGoDeps): () => Promise<void> {
  let walk = newWalk();
  let rest = 0;
  return async () => {
    if (rest > 0) {
      rest -= 1;
      return;
    }
    if (!deps.mayLetGo()) return;
    try {
      if (await letGoOfNext(deps, walk)) return;
      const { letGo, kept } = walk;
      const facts = { blocks: letGo, notInLongTermStore: kept, days: deps.days };
      if (kept > 0) deps.log.warn(facts, "old readings stay in the working store: the long-term store does not have them");
      else if (letGo > 0) deps.log.info(facts, "old readings were let go, the long-term store has them");
      rest = REST;
    } catch (cause) {
      // Away or full: nothing has happened, and whoever ships or writes says so.
      if (!(cause instanceof StoreUnavailableError)) throw cause;
      rest = REST_AWAY;
    }
    walk = newWalk();
  };
}

/** How far a walk has come: behind which series, from where on in the next one, and with what. */
interface Walk {
  series: number;
  from: number;
  letGo: number;
  kept: number;
}

const EARLIEST = Number.MIN_SAFE_INTEGER;

function newWalk(): Walk {
  return { series: 0, from: EARLIEST, letGo: 0, kept: 0 };
}

/** One step of the walk; false at its end. */
async function letGoOfNext({ store, cursors, history, clock, days }: LettingGoDeps, walk: Walk): Promise<boolean> {
  const places = await cursors.all();
  const shipped = places[SHIPPER];
  if (shipped === undefined) return false;
  const bounds: LetGoBounds = { before: plus(clock.now(), -days * DAY), passed: Math.min(...Object.values(places)) };
  const series = await store.nextSeries(walk.series);
  if (series === undefined) return false;
  const found = await store.settled(series, bounds, { from: walk.from, most: BLOCKS });
  const [first, last] = [found.blocks[0], found.blocks.at(-1)];
  if (first !== undefined && last !== undefined) {
    const sums = await history.sumsByBlock(series, { from: first.start, to: last.end, blockMs: first.end - first.start });
    const there = found.blocks.filter((block) => hasAll(sums.get(block.start), block));
    walk.letGo += await store.letGo({ series, blocks: there } satisfies SettledBlocks, bounds);
    walk.kept += found.blocks.length - there.length;
  }
  if (last !== undefined && found.blocks.length === BLOCKS) walk.from = last.end;
  else Object.assign(walk, { series: series.id, from: EARLIEST });
  return true;
}

/** A restored backup may have every period, and corrections of none: then the revisions there are fewer. */
function hasAll(there: PeriodSums | undefined, here: PeriodSums): boolean {
  return there !== undefined && there.periods >= here.periods && there.revisions >= here.revisions;
}
