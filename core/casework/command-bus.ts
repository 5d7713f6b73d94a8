import type { Actor } from "../people/actor.ts";
import type { QuarantineRow } from "../readings/message.ts";
import type { IncomingRegistry, RegistryAnswer, RegistryRefusal } from "../registry/incoming-registry.ts";
import type { Registry } from "../registry/registry.ts";
import type { Result } from "../result.ts";
import type { Instant } from "../time.ts";
import type { Command, CommandOutcome, CommandRequest } from "./command.ts";
import type { AnyRefusal } from "./refusal.ts";

/** How a registry document is put into force. */
export interface RegistryPut {
  /** Nothing changes unless this version is in force when the document is taken (0: none yet). */
  readonly expected?: number | undefined;
  /** Made up when left out. */
  readonly request?: CommandRequest;
  /** Takes the document although findings of the past stand on what it leaves out or gives another meaning. */
  readonly withdraw?: boolean;
}

/** Rows of the law and their confirmations, as a version has them. */
export type LawTables = Pick<Registry, "law" | "lawConfirmations">;

/** Decides which law follows the one in force, or why none does. */
export type LawChange<Refusal> = (before: LawTables) => Result<LawTables, Refusal>;

export interface LawAnswer {
  /** The version that is in force now; 0 where there is no registry yet, and no law that applies. */
  readonly version: number;
  /** Findings whose verdict the change revised. */
  readonly revised: readonly string[];
}

/**
 * The only way in for people: everything becomes a journal entry, is decided in journal order, and is answered from its
 * outcome. A request that was decided before gets its first outcome. Rejects with `StoreUnavailableError` when the
 * entry was surely not taken: it never takes effect. Rejects with `OutcomeOpenError` when it was taken, or may have
 * been, and the judge has not come to it in time.
 */
export interface CommandBus {
  submit(command: Command): Promise<CommandOutcome>;
  /**
   * All or nothing. The same document again changes nothing and appends nothing. Documents are taken one after the
   * other, whatever process they come in by.
   */
  putRegistry(document: IncomingRegistry, actor: Actor, put?: RegistryPut): Promise<Result<RegistryAnswer, RegistryRefusal>>;
  /** What the document would change, and what it would do to what was found before. Nothing changes. */
  previewRegistry(
    document: IncomingRegistry,
    put?: Pick<RegistryPut, "expected" | "withdraw">,
  ): Promise<Result<RegistryAnswer, RegistryRefusal>>;
  /** What a registry document or row was answered that came with this request before; `undefined` when none did. */
  registryAnswered(request: CommandRequest): Promise<Result<RegistryAnswer, RegistryRefusal> | undefined>;
  /**
   * Puts another law into force, decided on the one that is in force when it is taken. The same law again changes
   * nothing and appends nothing.
   */
  changeLaw<Refusal>(
    change: LawChange<Refusal>,
    actor: Actor,
    request?: CommandRequest,
  ): Promise<Result<LawAnswer, Refusal | { readonly code: "idempotency-key-reused" }>>;
  /** Offers a quarantined message again, to the registry that is in force now. */
  retry(row: QuarantineRow, request: CommandRequest): Promise<CommandOutcome>;
  /**
   * Manual clock only: runs every deadline up to `to`, in order, then lets the clock stand at `to`. Going back is
   * refused.
   */
  moveClock(to: Instant, actor: Actor, request?: CommandRequest): Promise<Result<{ readonly now: Instant }, AnyRefusal>>;
}

/** Wakes those who wait for news. May wake without news; readers look for themselves. */
export interface Wake {
  on(topic: "journal" | "intake" | "records", listener: () => void): () => void;
}
