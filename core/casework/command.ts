import type { Actor } from "../people/actor.ts";
import type { Refusal } from "./refusal.ts";

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
}

/** What the engine answered to the journal entry `seq` (a command, a registry version or a tick). */
export type CommandOutcome =
  | { readonly seq: number; readonly ok: true; readonly result: Readonly<Record<string, unknown>> }
  | { readonly seq: number; readonly ok: false; readonly refusal: Refusal };
