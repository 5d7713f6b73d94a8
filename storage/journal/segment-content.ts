import { createHash } from "node:crypto";
import type { JournalEntry } from "../../core/journal-entry.ts";
import type { Segment } from "../../core/ports/journal.ts";

/** What the first segment is chained to. */
export const CHAIN_START = "0".repeat(64);

/**
 * The uncompressed content of a segment: for each entry the lengths of its head and its payload (32 bits each, big-endian), the head as JSON in UTF-8
 * (everything but the payload), and the payload as it came. Ten lines of any language can read it in thirty years.
 */
export function encodeSegment(entries: readonly JournalEntry[]): Buffer {
  const parts: Uint8Array[] = [];
  for (const { payload, ...head } of entries) {
    const headBytes = Buffer.from(JSON.stringify(head));
    const lengths = Buffer.allocUnsafe(8);
    lengths.writeUInt32BE(headBytes.length, 0);
    lengths.writeUInt32BE(payload.byteLength, 4);
    parts.push(lengths, headBytes, payload);
  }
  return Buffer.concat(parts);
}

/**
 * The entries of a segment, in order; payloads are views into `content`.
 * @throws Error when the lengths do not fit the content
 */
export function decodeSegment(content: Buffer): readonly JournalEntry[] {
  const entries: JournalEntry[] = [];
  let position = 0;
  while (position < content.length) {
    const head = position + 8;
    const payload = head + content.readUInt32BE(position);
    const end = payload + content.readUInt32BE(position + 4);
    if (end > content.length) throw new Error("a segment ends in the middle of an entry");
    const fields = JSON.parse(content.toString("utf8", head, payload)) as Omit<JournalEntry, "payload">;
    entries.push({ ...fields, payload: content.subarray(payload, end) });
    position = end;
  }
  return entries;
}

/** The hash of a segment in the chain: SHA-256, hex, of the hash before it (as hex text) and its uncompressed content. */
export function chainHash(previousHash: string, content: Buffer): string {
  return createHash("sha256").update(previousHash).update(content).digest("hex");
}

/** The numbers and instants a run of entries spans. Clocks may go back: the instants are the earliest and the latest, not the first and the last. */
export function describeSegment(entries: readonly JournalEntry[]): Pick<Segment, "firstSeq" | "lastSeq" | "firstAt" | "lastAt"> {
  const [first] = entries;
  if (first === undefined) throw new RangeError("a segment has at least one entry");
  let { seq: lastSeq, at: firstAt, at: lastAt } = first;
  for (const { seq, at } of entries) {
    lastSeq = seq;
    if (at < firstAt) firstAt = at;
    if (at > lastAt) lastAt = at;
  }
  return { firstSeq: first.seq, lastSeq, firstAt, lastAt };
}
