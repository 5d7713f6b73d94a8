import type { Command } from "../../core/command.ts";
import type { JournalEntry } from "../../core/journal-entry.ts";
import type { DecodedMessage } from "../../core/message.ts";
import type { RecordsBatch, RecordsView } from "../../core/ports/records.ts";
import type { Registry } from "../../core/registry.ts";
import { never } from "../../core/result.ts";
import type { RegistryTimeline } from "../pipeline/registry-timeline.ts";
import { judgeCommand } from "./judge-command.ts";
import { judgeReading } from "./judge-hours.ts";
import { judgeRegistry } from "./judge-registry.ts";
import { judgeTick } from "./judge-tick.ts";
import type { Turn } from "./turn.ts";
import { WorkingSet } from "./working-set.ts";

/** An entry with what it says, decoded once for all readers. */
export interface ReadEntry {
  readonly entry: JournalEntry;
  readonly decoded: DecodedMessage | undefined;
}

/**
 * Folds journal entries into findings and cases. Knows no clock and no store but the state it is given: the same entries
 * give the same batches, whenever and however often they are read.
 */
export class Judge {
  #set: WorkingSet;
  readonly #records: RecordsView;
  readonly #registries: RegistryTimeline;

  constructor(records: RecordsView, registries: RegistryTimeline) {
    this.#set = new WorkingSet(records);
    this.#records = records;
    this.#registries = registries;
  }

  /** Forgets everything that is not committed. The entries since the last commit must be applied again. */
  reset(): void {
    this.#set = new WorkingSet(this.#records);
  }

  /** Applies one entry. Effects wait until `take`. */
  async apply({ entry, decoded }: ReadEntry): Promise<void> {
    const turn: Turn = { set: this.#set, index: this.#registries.at(entry.seq - 1), seq: entry.seq, now: entry.at };
    switch (entry.kind) {
      case "frame":
      case "retry":
        for (const reading of decoded?.readings ?? []) await judgeReading(turn, reading, entry);
        return;
      case "registry":
        return judgeRegistry(turn, parsePayload<Registry>(entry));
      case "command":
        return judgeCommand(turn, parsePayload<Command>(entry));
      case "tick":
        return judgeTick(turn, entry.at);
      default:
        return never(entry.kind);
    }
  }

  /** How many rows wait. */
  pending(): number {
    return this.#set.size();
  }

  /** Hands over the effects of everything applied since the last call. */
  take(upTo: number): RecordsBatch {
    return this.#set.take(upTo);
  }
}

/** The JSON of an entry that the product itself wrote. Anything else in it is a bug, not bad input. */
export function parsePayload<T>(entry: JournalEntry): T {
  return JSON.parse(new TextDecoder().decode(entry.payload)) as T;
}
