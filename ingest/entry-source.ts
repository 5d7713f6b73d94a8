import type { Command } from "../core/casework/command.ts";
import type { DecodedJournal, EntryContent, ReadEntry } from "../core/entries/read-entry.ts";
import type { JournalReader } from "../core/journal/journal.ts";
import type { JournalEntry } from "../core/journal/journal-entry.ts";
import type { Registry } from "../core/registry/registry.ts";
import type { RegistryTimeline } from "../core/registry/registry-timeline.ts";
import { never } from "../core/result.ts";
import { type DecodeEntryOptions, decodeEntry } from "./decode-entry.ts";

/** Entries kept decoded, so that readers that are close together decode once. */
const KEPT = 8_192;

/**
 * The journal as its readers see it: in order, each frame decoded with the registry that was in force when it came.
 * Readers at different places share what was decoded lately.
 */
export class EntrySource implements DecodedJournal {
  readonly #journal: JournalReader;
  readonly #registries: RegistryTimeline;
  readonly #decoding: DecodeEntryOptions;
  readonly #kept = new Map<number, ReadEntry>();

  /** @param keyOf opens the sealed SM4 keys of the registry; without it encrypted frames are rejected */
  constructor(journal: JournalReader, registries: RegistryTimeline, keyOf?: DecodeEntryOptions["keyOf"]) {
    this.#journal = journal;
    this.#registries = registries;
    this.#decoding = keyOf === undefined ? {} : { keyOf };
  }

  /** Up to `limit` entries after `after`. */
  async read(after: number, limit: number): Promise<readonly ReadEntry[]> {
    const kept = this.#fromKept(after, limit);
    if (kept.length > 0) return kept;
    const entries = await this.#journal.read(after, limit);
    return entries.map((entry) => this.#decode(entry));
  }

  #fromKept(after: number, limit: number): readonly ReadEntry[] {
    const found: ReadEntry[] = [];
    for (let seq = after + 1; found.length < limit; seq++) {
      const entry = this.#kept.get(seq);
      if (entry === undefined) break;
      found.push(entry);
    }
    return found;
  }

  #decode(entry: JournalEntry): ReadEntry {
    const content = this.#contentOf(entry);
    if (content.kind === "registry") this.#registries.add(entry.seq, content.registry);
    const read: ReadEntry = { entry, content };
    this.#kept.set(entry.seq, read);
    if (this.#kept.size > KEPT) {
      const oldest = this.#kept.keys().next();
      if (oldest.done !== true) this.#kept.delete(oldest.value);
    }
    return read;
  }

  #contentOf(entry: JournalEntry): EntryContent {
    switch (entry.kind) {
      case "frame":
      case "retry":
        return { kind: "message", message: decodeEntry(entry, this.#registries.at(entry.seq - 1), this.#decoding) };
      case "registry":
        return { kind: "registry", registry: parsePayload<Registry>(entry) };
      case "command":
        return { kind: "command", command: parsePayload<Command>(entry) };
      case "tick":
        return { kind: "tick" };
      default:
        return never(entry.kind);
    }
  }
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
    for (const entry of entries) if (entry.kind === "registry") registries.add(entry.seq, parsePayload<Registry>(entry));
    const last = entries.at(-1);
    if (last === undefined) return;
    at = last.seq;
  }
}
