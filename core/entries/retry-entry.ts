import type { CommandRequest } from "../casework/command.ts";
import type { JournalEntry, NewEntry } from "../journal/journal-entry.ts";
import type { QuarantineRow } from "../readings/message.ts";
import type { Instant } from "../time.ts";
import { readHead, withHead } from "./headed-payload.ts";

/** The form of a retry that somebody asked for: what was asked as JSON, a line feed, the raw message. */
const ASKED_FORMAT = 2;

/** Who asked for a retry, and for that of which quarantine row. */
export interface AskedRetry {
  readonly request: CommandRequest;
  readonly row: string;
}

/** What of a quarantine row its retry is made of. */
type OfferedRow = Pick<QuarantineRow, "id" | "messageId" | "transport" | "mn" | "topic" | "raw">;

/** The entry that offers the message of a quarantine row again; without a request when nobody asked for it. */
export function retryEntry(row: OfferedRow, at: Instant, request?: CommandRequest): NewEntry {
  const { transport, mn, topic, raw, messageId } = row;
  const entry: NewEntry = { kind: "retry", at, transport, mn, topic, payload: raw, ref: messageId };
  if (request === undefined) return entry;
  const asked: AskedRetry = { request, row: row.id };
  return { ...entry, payload: withHead(asked, raw), format: ASKED_FORMAT };
}

/** A retry with the raw message alone, and who asked for it. */
export function readRetry(entry: JournalEntry): { readonly entry: JournalEntry; readonly asked?: AskedRetry } {
  if (entry.format !== ASKED_FORMAT) return { entry };
  const { head: asked, message } = readHead<AskedRetry>(entry.payload);
  return { entry: { ...entry, payload: message }, asked };
}
