import { createHash, type Hash } from "node:crypto";
import type { Segment } from "../../core/journal/journal.ts";
import type { JournalEntry } from "../../core/journal/journal-entry.ts";

/** What the first segment is chained to. */
export const CHAIN_START = "0".repeat(64);

/**
 * The uncompressed content of a segment, or of a part of one: for each entry the lengths of its head and its payload
 * (32 bits each, big-endian), the head as JSON in UTF-8 (everything but the payload), and the payload as it came. Ten
 * lines of any language can read it in thirty years.
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

/** What an entry has before its head: two lengths. */
const LENGTHS_BYTES = 8;

/**
 * The first and the last number in the content of a segment that comes in pieces, cut anywhere. Holds no more than one
 * entry at a time.
 */
export class SegmentScan {
  #firstSeq: number | undefined;
  #lastSeq: number | undefined;
  #rest: Buffer = Buffer.alloc(0);
  #needed = LENGTHS_BYTES;
  #waiting: Buffer[] = [];
  #waitingBytes = 0;

  push(piece: Buffer): void {
    this.#waiting.push(piece);
    this.#waitingBytes += piece.length;
    if (this.#rest.length + this.#waitingBytes < this.#needed) return;
    this.#rest = this.#takeEntries(Buffer.concat([this.#rest, ...this.#waiting]));
    this.#waiting = [];
    this.#waitingBytes = 0;
  }

  /** @throws Error when the content ended in the middle of an entry */
  end(): { readonly firstSeq: number | undefined; readonly lastSeq: number | undefined } {
    if (this.#rest.length + this.#waitingBytes > 0) throw new Error("a segment ends in the middle of an entry");
    return { firstSeq: this.#firstSeq, lastSeq: this.#lastSeq };
  }

  /** Answers what is left of `content` behind its last whole entry. */
  #takeEntries(content: Buffer): Buffer {
    let position = 0;
    for (;;) {
      this.#needed = LENGTHS_BYTES;
      if (content.length - position < LENGTHS_BYTES) break;
      const headBytes = content.readUInt32BE(position);
      this.#needed = LENGTHS_BYTES + headBytes + content.readUInt32BE(position + 4);
      if (content.length - position < this.#needed) break;
      const head = position + LENGTHS_BYTES;
      const { seq } = JSON.parse(content.toString("utf8", head, head + headBytes)) as Pick<JournalEntry, "seq">;
      this.#firstSeq ??= seq;
      this.#lastSeq = seq;
      position += this.#needed;
    }
    return Buffer.from(content.subarray(position));
  }
}

/**
 * The hash of a segment in the chain, worked out over its content in pieces: SHA-256, hex, of the hash before it (as
 * hex text) and its content.
 */
export class ChainHash {
  readonly #hash: Hash;

  constructor(previousHash: string) {
    this.#hash = createHash("sha256").update(previousHash);
  }

  update(content: Uint8Array): void {
    this.#hash.update(content);
  }

  /** May be called once. */
  hex(): string {
    return this.#hash.digest("hex");
  }
}

/** As `ChainHash`, of a content that is there as a whole. */
export function chainHash(previousHash: string, content: Uint8Array): string {
  const hash = new ChainHash(previousHash);
  hash.update(content);
  return hash.hex();
}

/**
 * The numbers and instants a run of entries spans. Clocks may go back: the instants are the earliest and the latest,
 * not the first and the last.
 */
export type SegmentSpan = Pick<Segment, "firstSeq" | "lastSeq" | "firstAt" | "lastAt">;

/** The span of the entries of `before` and of `entries` that follow them; `before` itself when nothing follows. */
export function extendSpan(before: SegmentSpan | undefined, entries: readonly JournalEntry[]): SegmentSpan | undefined {
  let span = before;
  for (const { seq, at } of entries) {
    span =
      span === undefined
        ? { firstSeq: seq, lastSeq: seq, firstAt: at, lastAt: at }
        : {
            firstSeq: span.firstSeq,
            lastSeq: seq,
            firstAt: at < span.firstAt ? at : span.firstAt,
            lastAt: at > span.lastAt ? at : span.lastAt,
          };
  }
  return span;
}

/** The span of a whole segment. */
export function describeSegment(entries: readonly JournalEntry[]): SegmentSpan {
  const span = extendSpan(undefined, entries);
  if (span === undefined) throw new RangeError("a segment has at least one entry");
  return span;
}
