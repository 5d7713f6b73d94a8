import { constants, getPriority, setPriority } from "node:os";

/** The nice levels of a thread, as the system gives them. */
export interface NiceLevels {
  get(): number;
  set(level: number): void;
}

/**
 * Nicer than the gateway by this much are those that read: neither a busy rule nor a chart delays an acknowledgement,
 * and neither of them the other.
 */
export const READERS_NICENESS = 5;

/** On Linux 0 names the calling thread and no other, which is what is wanted. */
const OF_THIS_THREAD: NiceLevels = { get: () => getPriority(0), set: (level) => setPriority(0, level) };

/**
 * Makes the calling thread nicer than it was started, by so many levels: relative, since a product that is started nice
 * would rise above its own gateway otherwise. It is an aid, so a system that refuses it is told of and nothing more.
 */
export function lowerPriority(
  by: number,
  log: { warn(facts: object, message: string): void },
  levels: NiceLevels = OF_THIS_THREAD,
): void {
  try {
    levels.set(Math.min(levels.get() + by, constants.priority.PRIORITY_LOW));
  } catch (error) {
    log.warn({ cause: (error as Error).message }, "the nice level cannot be raised: this role runs as its process does");
  }
}
