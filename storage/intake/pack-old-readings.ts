import { setImmediate as othersGoOn } from "node:timers/promises";
import type { Clock } from "../../core/clock.ts";
import { StoreUnavailableError } from "../../core/failures.ts";
import { HOUR, type Instant, plus } from "../../core/time.ts";
import type { SqliteIntakeStore } from "./intake-store.ts";

/** Corrections of the last hours are frequent; what comes later than this costs a block that is written again. */
const SETTLED_MS = 3 * HOUR;
/** How many slices are packed one after the other: 25,000 rows, more than come in a second. */
const SLICES = 5;

/** How many calls are let pass after a walk through all series. */
const REST = 60;

/**
 * Gives what is to be called once a second: it packs what is old and settled, a few slices with turns for others in
 * between, and rests once everything was walked through. A file of an older build is packed the same way, from its
 * oldest reading on.
 */
export function packingOldReadings(store: Pick<SqliteIntakeStore, "pack">, clock: Clock): () => Promise<void> {
  let rest = 0;
  return async () => {
    if (rest > 0) {
      rest -= 1;
      return;
    }
    const before = plus(clock.now(), -SETTLED_MS);
    if (!(await packSlices(store, before))) rest = REST;
  };
}

async function packSlices(store: Pick<SqliteIntakeStore, "pack">, before: Instant): Promise<boolean> {
  try {
    for (let slice = 0; slice < SLICES; slice += 1) {
      if (!(await store.pack(before))) return false;
      await othersGoOn();
    }
    return true;
  } catch (cause) {
    // The disk is full or fails: nothing has happened, and whoever writes says so.
    if (!(cause instanceof StoreUnavailableError)) throw cause;
    return false;
  }
}
