import type { NewEntry } from "../journal/journal-entry.ts";
import type { QuarantineRow } from "../readings/message.ts";
import type { Instant } from "../time.ts";

/** The entry that offers the message of a quarantine row again. */
export function retryEntry({ transport, mn, topic, raw, messageId }: QuarantineRow, at: Instant): NewEntry {
  return { kind: "retry", at, transport, mn, topic, payload: raw, ref: messageId };
}
