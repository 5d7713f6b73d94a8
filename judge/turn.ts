import type { CommandRequest } from "../core/casework/command.ts";
import type { RegistryIndex } from "../core/registry/grid.ts";
import type { Instant } from "../core/time.ts";
import type { WorkingSet } from "./working-set.ts";

/**
 * What the judge needs for one step: the state, the registry in force, which journal entry causes it, and what time it
 * counts as.
 */
export interface Turn {
  readonly set: WorkingSet;
  readonly index: RegistryIndex;
  readonly seq: number;
  /** The entry's own time, or the moment at which a deadline was due; never before anything that took effect. */
  readonly now: Instant;
  /** With which request the entry came, when people asked for it. */
  readonly request?: CommandRequest | undefined;
}
