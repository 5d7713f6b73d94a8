import type { CommandRequest } from "../core/casework/command.ts";
import type { EntryContent, ReadEntry, ReadRegistry } from "../core/entries/read-entry.ts";
import type { RecordsBatch, RecordsView } from "../core/records/records.ts";
import type { RegistryTimeline } from "../core/registry/registry-timeline.ts";
import { never } from "../core/result.ts";
import { judgeCommand } from "./judge-command.ts";
import { judgeReading } from "./judge-hours.ts";
import { judgeRegistry } from "./judge-registry.ts";
import { answerRepeat } from "./judge-request.ts";
import { judgeTick } from "./judge-tick.ts";
import type { Turn } from "./turn.ts";
import { WorkingSet } from "./working-set.ts";

/**
 * Folds journal entries into findings and cases. Knows no clock and no store but the state it is given: the same
 * entries give the same batches, whenever and however often they are read.
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
  async apply({ entry, content }: ReadEntry): Promise<void> {
    const { seq, at: now } = entry;
    const turn: Turn = { set: this.#set, index: this.#registries.at(seq - 1), seq, now, request: requestOf(content) };
    if (await answerRepeat(turn)) return;
    switch (content.kind) {
      case "message":
        for (const reading of content.message.readings) await judgeReading(turn, reading, entry);
        return;
      case "registry":
        if (content.stale !== undefined) return refuseStale(turn, content.stale);
        return judgeRegistry(turn, content.registry);
      case "command":
        return judgeCommand(turn, content.command);
      case "tick":
        return judgeTick(turn, entry.at);
      default:
        return never(content);
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

function requestOf(content: EntryContent): CommandRequest | undefined {
  if (content.kind === "message") return undefined;
  return content.kind === "command" ? content.command.request : content.request;
}

/**
 * A registry that was made from another version than the one in force changes nothing. Its request stays open: whoever
 * asked makes the change again from the version that is in force now.
 */
function refuseStale({ set, seq }: Turn, facts: NonNullable<ReadRegistry["stale"]>): void {
  set.putOutcome({ seq, ok: false, refusal: { status: 409, code: "stale-version", facts } });
}
