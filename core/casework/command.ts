import type { Actor } from "../people/actor.ts";
import type { Instant } from "../time.ts";
import type { AnyRefusal } from "./refusal.ts";

/** What somebody asks for, as it stands in the journal as JSON. It is decided in journal order. */
export interface Command {
  /** Which kind of command of which subject: see `CommandKind`. */
  readonly type: string;
  /** Version of `body`. */
  readonly format: number;
  readonly actor: Actor;
  /** Id of the row that the command is about; `null` when it makes one. */
  readonly subject: string | null;
  readonly body: unknown;
  /** Left out in entries of older builds, which knew no repeats. */
  readonly request?: CommandRequest;
}

/** The request that an entry of people came with. It travels in the entry, so that the judge knows a repeat of it. */
export interface CommandRequest {
  /** Made of the caller and its `Idempotency-Key`: the same key of another caller is another request. */
  readonly id: string;
  /** What was asked, as a keyed hash: another one under the same id is another request with the same key. */
  readonly fingerprint: string;
  /** Id of the caller. */
  readonly actor: string;
}

/** A request with its first outcome, which every repeat is answered with for as long as it is kept. */
export interface DecidedCommand extends CommandRequest {
  /** When it was decided, by the judge's time. */
  readonly at: Instant;
  readonly outcome: CommandOutcome;
}

/**
 * What the engine answered to the journal entry `seq` (a command, a registry version or a tick). `first` is the entry
 * that was decided, when this one only repeats its request.
 */
export type CommandOutcome = { readonly seq: number; readonly first?: number } & (
  | { readonly ok: true; readonly result: Readonly<Record<string, unknown>> }
  | { readonly ok: false; readonly refusal: AnyRefusal }
);
