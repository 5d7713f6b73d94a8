import type { Command, CommandRequest } from "../casework/command.ts";
import type { JournalEntry } from "../journal/journal-entry.ts";
import type { DecodedMessage } from "../readings/message.ts";
import type { RegistryStep } from "../registry/registry-edit.ts";
import type { DeviceNotice } from "./device-notice.ts";
import type { AskedRetry } from "./retry-entry.ts";

/** What a journal entry says, decoded once for all of its readers. */
export type EntryContent =
  | { readonly kind: "message"; readonly message: DecodedMessage; readonly asked?: AskedRetry }
  | ReadRegistry
  | { readonly kind: "command"; readonly command: Command }
  | { readonly kind: "notice"; readonly mn: string; readonly notice: DeviceNotice }
  | { readonly kind: "tick"; readonly request?: CommandRequest };

/** A registry version, and whether it takes effect: not when it was made from another one than was in force. */
export interface ReadRegistry {
  readonly kind: "registry";
  readonly step: RegistryStep;
  readonly request?: CommandRequest;
  /** The versions that it was made from and that were in force, when these are not the same. */
  readonly stale?: { readonly given: number; readonly current: number };
}

/** A journal entry with what it says. */
export interface ReadEntry {
  readonly entry: JournalEntry;
  readonly content: EntryContent;
}

/** The journal as its readers see it: in order, each entry decoded. */
export interface DecodedJournal {
  /** Up to `limit` entries after `after`, and fewer where they say much; none at the end only. */
  read(after: number, limit: number): Promise<readonly ReadEntry[]>;
}
