import { createHash } from "node:crypto";
import { readFrame } from "../../core/entries/frame-entry.ts";
import type { JournalEntry } from "../../core/journal/journal-entry.ts";

/**
 * What a message that somebody holds is to the one that is kept: the same, byte for byte; another one; or what is kept
 * is not what was kept first.
 */
export type FrameCheck = "frame-same" | "frame-other" | "frame-kept-changed";

const LINE_END = "\r\n";

/**
 * Compares a message as it was sent with the entry of the journal that is said to hold it. Where a password was starred
 * before it was kept, by the keyed hash beside it. The line end that closes a frame of HJ 212 may be there or not.
 */
export function checkFrame(entry: JournalEntry, raw: Uint8Array, hmacOf: (raw: Uint8Array) => string): FrameCheck {
  const { entry: kept, proof } = readFrame(entry);
  const isSame = (bytes: Uint8Array): boolean =>
    proof === undefined ? Buffer.compare(bytes, kept.payload) === 0 : hmacOf(bytes) === proof.hmac;
  if (proof !== undefined && createHash("sha256").update(kept.payload).digest("base64url") !== proof.hash)
    return "frame-kept-changed";
  return withLineEnds(raw).some(isSame) ? "frame-same" : "frame-other";
}

function withLineEnds(raw: Uint8Array): readonly Uint8Array[] {
  const bare = Buffer.from(
    Buffer.from(raw)
      .toString("latin1")
      .replace(/\r?\n$/, ""),
    "latin1",
  );
  return [raw, bare, Buffer.concat([bare, Buffer.from(LINE_END)])];
}
