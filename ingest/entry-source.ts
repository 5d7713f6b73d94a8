import type { Command, CommandRequest } from "../core/casework/command.ts";
import type { DeviceNotice } from "../core/entries/device-notice.ts";
import { readFrame } from "../core/entries/frame-entry.ts";
import type { DecodedJournal, EntryContent, ReadEntry, ReadRegistry } from "../core/entries/read-entry.ts";
import type { RegistryPayload } from "../core/entries/registry-payload.ts";
import { readRetry } from "../core/entries/retry-entry.ts";
import type { JournalReader } from "../core/journal/journal.ts";
import type { JournalEntry } from "../core/journal/journal-entry.ts";
import type { DecodedMessage, RejectReason } from "../core/readings/message.ts";
import type { RegistryTimeline } from "../core/registry/registry-timeline.ts";
import { never } from "../core/result.ts";
import { type Instant, instant } from "../core/time.ts";
import { type DecodeEntryOptions, decodeEntry } from "./decode-entry.ts";

/** How much is kept decoded, so that readers that are close together decode once. */
const KEPT = 8_192;
const KEPT_BYTES = 64 * 1024 * 1024;
/** What one page of entries weighs at most: a device that says much takes no more memory than others. */
const PAGE_BYTES = 32 * 1024 * 1024;
/** What an entry, and each reading or rejection of it, takes in memory, about. */
const ENTRY_BYTES = 500;
const READING_BYTES = 400;

/**
 * The journal as its readers see it: in order, each frame decoded with the registry that was in force when it came.
 * Readers at different places share what was decoded lately.
 */
export class EntrySource implements DecodedJournal {
  readonly #journal: JournalReader;
  readonly #registries: RegistryTimeline;
  readonly #decoding: DecodeEntryOptions;
  /** By number, in the order in which they were decoded. */
  readonly #kept = new Map<number, KeptEntry>();
  #keptBytes = 0;

  /** @param keyOf opens the sealed SM4 keys of the registry; without it encrypted frames are rejected */
  constructor(journal: JournalReader, registries: RegistryTimeline, keyOf?: DecodeEntryOptions["keyOf"]) {
    this.#journal = journal;
    this.#registries = registries;
    this.#decoding = keyOf === undefined ? {} : { keyOf };
  }

  /** The journal for one reader: where it reads is how far it has come. */
  for(reader: string): DecodedJournal {
    return {
      read: (after, limit) => {
        this.#registries.passed(reader, after);
        return this.read(after, limit);
      },
    };
  }

  /** Up to `limit` entries after `after`. */
  async read(after: number, limit: number): Promise<readonly ReadEntry[]> {
    const kept = this.#fromKept(after, limit);
    if (kept.length > 0) return kept;
    const entries = await this.#journal.read(after, limit);
    const arrivals = new Map<number, Instant>();
    for (const entry of entries) if (entry.kind === "retry") arrivals.set(entry.seq, await this.#firstArrivalOf(entry));
    const page: ReadEntry[] = [];
    let bytes = 0;
    for (const entry of entries) {
      if (bytes >= PAGE_BYTES) break;
      const decoded = this.#decode(entry, arrivals.get(entry.seq) ?? entry.at);
      page.push(decoded.read);
      bytes += decoded.bytes;
    }
    return page;
  }

  /** How many entries are kept decoded, and what they weigh, about. */
  get kept(): { readonly entries: number; readonly bytes: number } {
    return { entries: this.#kept.size, bytes: this.#keptBytes };
  }

  /** A message whose first entry the journal keeps no more is older than all that is known of its periods. */
  async #firstArrivalOf({ ref, at }: JournalEntry): Promise<Instant> {
    if (ref === undefined) return at;
    const [first] = await this.#journal.read(ref - 1, 1);
    return first?.seq === ref ? first.at : instant(0);
  }

  #fromKept(after: number, limit: number): readonly ReadEntry[] {
    const found: ReadEntry[] = [];
    let bytes = 0;
    for (let seq = after + 1; found.length < limit && bytes < PAGE_BYTES; seq++) {
      const kept = this.#kept.get(seq);
      if (kept === undefined) break;
      found.push(kept.read);
      bytes += kept.bytes;
    }
    return found;
  }

  #decode(entry: JournalEntry, firstArrival: Instant): KeptEntry {
    const read: ReadEntry = { entry, content: this.#contentOf(entry, firstArrival) };
    const kept: KeptEntry = { read, bytes: weightOf(read) };
    this.#forget(entry.seq);
    this.#kept.set(entry.seq, kept);
    this.#keptBytes += kept.bytes;
    for (const seq of this.#kept.keys()) {
      if (this.#kept.size <= KEPT && this.#keptBytes <= KEPT_BYTES) break;
      this.#forget(seq);
    }
    return kept;
  }

  #forget(seq: number): void {
    this.#keptBytes -= this.#kept.get(seq)?.bytes ?? 0;
    this.#kept.delete(seq);
  }

  #messageOf(entry: JournalEntry, firstArrival: Instant): DecodedMessage {
    return decodeEntry(entry, this.#registries.at(entry.seq - 1), { ...this.#decoding, firstArrival });
  }

  #contentOf(entry: JournalEntry, firstArrival: Instant): EntryContent {
    switch (entry.kind) {
      case "frame": {
        const frame = readFrame(entry);
        const message = this.#messageOf(frame.entry, firstArrival);
        return { kind: "message", message: withQuirks(message, frame.proof?.quirks) };
      }
      case "retry": {
        const retry = readRetry(entry);
        const message = this.#messageOf(retry.entry, firstArrival);
        return retry.asked === undefined ? { kind: "message", message } : { kind: "message", message, asked: retry.asked };
      }
      case "registry":
        return takeRegistry(entry, this.#registries);
      case "command":
        return { kind: "command", command: parsePayload<Command>(entry) };
      case "notice":
        return { kind: "notice", mn: entry.mn, notice: parsePayload<DeviceNotice>(entry) };
      case "tick":
        return entry.payload.length === 0 ? { kind: "tick" } : { kind: "tick", request: parsePayload<CommandRequest>(entry) };
      default:
        return never(entry.kind);
    }
  }
}

interface KeptEntry {
  readonly read: ReadEntry;
  readonly bytes: number;
}

function weightOf({ entry, content }: ReadEntry): number {
  const facts = content.kind === "message" ? content.message.readings.length + content.message.rejections.length : 0;
  return ENTRY_BYTES + entry.payload.length + facts * READING_BYTES;
}

/** A message with the deviations that it showed before its passwords were starred; one that is not read has none. */
function withQuirks(message: DecodedMessage, hidden: readonly string[] | undefined): DecodedMessage {
  if (hidden === undefined || message.rejections.some(({ reason }) => NOT_READ.has(reason))) return message;
  return { ...message, quirks: [...new Set([...message.quirks, ...hidden])] };
}

const NOT_READ: ReadonlySet<RejectReason> = new Set([
  "unknown-device",
  "not-a-frame",
  "wrong-crc",
  "wrong-length",
  "wrong-header",
]);

/**
 * Reads a registry version and adds it to those that were in force, unless it was made from another version than the
 * one that it would replace: of two changes made at once, in whatever processes, the journal's order decides.
 */
function takeRegistry(entry: JournalEntry, registries: RegistryTimeline): ReadRegistry {
  const { change, ...step } = parsePayload<RegistryPayload>(entry);
  const current = registries.versionAt(entry.seq - 1);
  const request = change === undefined ? {} : { request: change.request };
  if (change !== undefined && change.madeFrom !== current) {
    return { kind: "registry", step, ...request, stale: { given: change.madeFrom, current } };
  }
  registries.add(entry.seq, step);
  return { kind: "registry", step, ...request };
}

/** The JSON of an entry that the product itself wrote. Anything else in it is a bug, not bad input. */
function parsePayload<T>(entry: JournalEntry): T {
  return JSON.parse(new TextDecoder().decode(entry.payload)) as T;
}

/**
 * Finds the registry versions between two places of the journal, for a reader that starts beyond the place up to which
 * versions are known from the records.
 */
export async function learnRegistries(
  journal: JournalReader,
  registries: RegistryTimeline,
  span: { readonly after: number; readonly upTo: number },
): Promise<void> {
  let at = span.after;
  while (at < span.upTo) {
    const entries = await journal.read(at, 1_000);
    for (const entry of entries) if (entry.kind === "registry") takeRegistry(entry, registries);
    const last = entries.at(-1);
    if (last === undefined) return;
    at = last.seq;
  }
}
