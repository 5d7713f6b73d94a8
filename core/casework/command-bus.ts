import type { Actor } from "../people/actor.ts";
import type { QuarantineRow } from "../readings/message.ts";
import type { IncomingRegistry, RegistryAnswer, RegistryRefusal } from "../registry/incoming-registry.ts";
import type { Result } from "../result.ts";
import type { Instant } from "../time.ts";
import type { Command, CommandOutcome } from "./command.ts";
import type { Refusal } from "./refusal.ts";

/**
 * The only way in for people: everything becomes a journal entry, is decided in journal order, and is answered from its
 * outcome. Rejects with `StoreUnavailableError` when the entry could not be made durable or the judge has not come to
 * it in time; what became durable will still be decided.
 */
export interface CommandBus {
  submit(command: Command): Promise<CommandOutcome>;
  /**
   * All or nothing. The same document again changes nothing and appends nothing. With `expected`, nothing changes
   * unless that version is in force when the document is taken (0: none yet); documents are taken one after the other.
   */
  putRegistry(document: IncomingRegistry, actor: Actor, expected?: number): Promise<Result<RegistryAnswer, RegistryRefusal>>;
  /** Offers a quarantined message again, to the registry that is in force now. */
  retry(row: QuarantineRow, actor: Actor): Promise<void>;
  /**
   * Manual clock only: runs every deadline up to `to`, in order, then lets the clock stand at `to`. Going back is
   * refused.
   */
  moveClock(to: Instant, actor: Actor): Promise<Result<{ readonly now: Instant }, Refusal>>;
}

/** Wakes those who wait for news. May wake without news; readers look for themselves. */
export interface Wake {
  on(topic: "journal" | "intake" | "records", listener: () => void): () => void;
}
