import { createHash } from "node:crypto";
import { starredEntry } from "../core/entries/frame-entry.ts";
import { readHead, withHead } from "../core/entries/headed-payload.ts";
import type { JournalHealth, WithdrawableJournal } from "../core/journal/journal.ts";
import type { NewEntry } from "../core/journal/journal-entry.ts";
import { type StarOptions, starSecrets } from "./codecs/hj212/star-secrets.ts";

export interface StarringOptions {
  readonly journal: WithdrawableJournal;
  /** What is known of the device by which a frame was made; without it a frame with another CRC may read as refused. */
  readonly knownOf?: (mn: string) => StarOptions;
  /** The HMAC of a message, with the key of the installation: 16 bytes as base64url. */
  readonly hmacOf: (raw: Uint8Array) => string;
}

/**
 * The journal as whoever writes messages of devices into it sees it: passwords and keys in them never come to the disk.
 * What has none goes on as it is.
 */
export class StarringJournal implements WithdrawableJournal {
  readonly #options: StarringOptions;
  /** What went on in place of an entry, while that waits. */
  readonly #sent = new WeakMap<NewEntry, NewEntry>();

  constructor(options: StarringOptions) {
    this.#options = options;
  }

  append(entry: NewEntry): Promise<number> {
    const kept = this.#starred(entry);
    if (kept !== entry) this.#sent.set(entry, kept);
    return this.#options.journal.append(kept);
  }

  withdraw(entry: NewEntry): boolean {
    return this.#options.journal.withdraw(this.#sent.get(entry) ?? entry);
  }

  pendingBytes(): number {
    return this.#options.journal.pendingBytes();
  }

  health(): JournalHealth {
    return this.#options.journal.health();
  }

  onHealth(listener: (health: JournalHealth, cause: Error | undefined) => void): void {
    this.#options.journal.onHealth(listener);
  }

  onDurable(listener: (lastSeq: number) => void): void {
    this.#options.journal.onDurable(listener);
  }

  close(): Promise<void> {
    return this.#options.journal.close();
  }

  #starred(entry: NewEntry): NewEntry {
    const known = this.#options.knownOf?.(entry.mn);
    if (entry.kind === "retry") return starredRetry(entry, known);
    if (entry.kind !== "frame") return entry;
    const starred = starSecrets(entry.payload, known);
    if (starred === undefined) return entry;
    const { bytes, quirks } = starred;
    const hash = createHash("sha256").update(bytes).digest("base64url");
    const hmac = this.#options.hmacOf(entry.payload);
    return starredEntry(entry, bytes, { hash, hmac, ...(quirks.length > 0 && { quirks }) });
  }
}

/** What an older build put aside may have its password still; the proof stays with the entry it first came with. */
function starredRetry(entry: NewEntry, known: StarOptions | undefined): NewEntry {
  if (entry.format === undefined) {
    const starred = starSecrets(entry.payload, known);
    return starred === undefined ? entry : { ...entry, payload: starred.bytes };
  }
  const { head, message } = readHead(entry.payload);
  const starred = starSecrets(message, known);
  return starred === undefined ? entry : { ...entry, payload: withHead(head, starred.bytes) };
}
