import type { Upstream, UpstreamDevice } from "../field/upstream.ts";
import type { Actor } from "../people/actor.ts";
import type { QuarantineRow } from "../readings/message.ts";
import type { RegistryProblem, RegistryWarning } from "../registry/problem-codes.ts";
import type { Registry } from "../registry/registry.ts";
import type { Result } from "../result.ts";
import type { Instant } from "../time.ts";
import type { Command, CommandOutcome } from "./command.ts";
import type { Refusal } from "./refusal.ts";

/** What a new registry version changed, by table: ids added, changed and removed. */
export type RegistryChanges = Readonly<
  Record<string, { readonly added: readonly string[]; readonly changed: readonly string[]; readonly removed: readonly string[] }>
>;

export interface RegistryAnswer {
  /** The version that is in force now: the journal entry it came with. */
  readonly version: number;
  readonly changed: RegistryChanges;
  readonly warnings: readonly RegistryWarning[];
  /** Findings whose verdict the new version revised. */
  readonly revised: readonly string[];
}

/** A registry is not taken: as it is wrong, or as another version is in force than the one it was made from. */
export type RegistryRefusal =
  | { readonly code: "registry-invalid"; readonly problems: readonly RegistryProblem[] }
  | { readonly code: "precondition-failed"; readonly version: number };

/** A secret as it comes in: clear text, or a mark that what is stored stays. */
export type IncomingSecret = string | { readonly set: true };

/** A registry document whose shape is right, with secrets as they came in. Not yet checked for references. */
export type IncomingRegistry = Omit<Registry, "devices" | "upstreams"> & {
  readonly upstreams?: readonly IncomingUpstream[];
  readonly devices: readonly (Omit<Registry["devices"][number], "hj212Password" | "mqttSecret" | "sm4Key"> & {
    readonly hj212Password?: IncomingSecret;
    readonly mqttSecret?: IncomingSecret;
    /** 32 hex digits, or the 16 characters that 1014 carries (NewSK). */
    readonly sm4Key?: IncomingSecret;
  })[];
};

/** An upstream as it comes in. */
export type IncomingUpstream = Omit<Upstream, "devices" | "password"> & {
  readonly password?: IncomingSecret;
  readonly devices?: readonly (Omit<UpstreamDevice, "password"> & { readonly password?: IncomingSecret })[];
};

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
