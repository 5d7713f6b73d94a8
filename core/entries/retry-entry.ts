import type { CommandRequest } from "../casework/command.ts";
import type { JournalEntry, NewEntry } from "../journal/journal-entry.ts";
import type { QuarantineRow } from "../readings/message.ts";
import type { Instant } from "../time.ts";

/** The form of a retry that somebody asked for: what was asked as JSON, a line feed, the raw message. */
const ASKED_FORMAT = 2;
const LINE_FEED = 10;

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
  const head = asciiOf(asked);
  const payload = new Uint8Array(head.length + 1 + raw.length);
  payload.set(head);
  payload[head.length] = LINE_FEED;
  payload.set(raw, head.length + 1);
  return { ...entry, payload, format: ASKED_FORMAT };
}

/** A retry with the raw message alone, and who asked for it. */
export function readRetry(entry: JournalEntry): { readonly entry: JournalEntry; readonly asked?: AskedRetry } {
  if (entry.format !== ASKED_FORMAT) return { entry };
  const end = entry.payload.indexOf(LINE_FEED);
  const asked = JSON.parse(String.fromCharCode(...entry.payload.subarray(0, end))) as AskedRetry;
  return { entry: { ...entry, payload: entry.payload.subarray(end + 1) }, asked };
}

/** JSON whose every character is one byte. */
function asciiOf(document: unknown): Uint8Array {
  const escaped = (letter: string): string => `\\u${letter.charCodeAt(0).toString(16).padStart(4, "0")}`;
  const text = JSON.stringify(document).replaceAll(/[^\x20-\x7e]/g, escaped);
  return Uint8Array.from(text, (letter) => letter.charCodeAt(0));
}
