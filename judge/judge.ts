import type { CommandRequest } from "../core/casework/command.ts";
import type { EntryContent, ReadEntry, ReadRegistry } from "../core/entries/read-entry.ts";
import type { JournalEntry } from "../core/journal/journal-entry.ts";
import type { RecordsBatch, RecordsView } from "../core/records/records.ts";
import type { RegistryTimeline } from "../core/registry/registry-timeline.ts";
import { never } from "../core/result.ts";
import { type Instant, instant } from "../core/time.ts";
import { type DueShare, isNothingLeft, runDue } from "./due-order.ts";
import { judgeCommand } from "./judge-command.ts";
import { type Arrival, arrivalsOf, changesOf, declarantsOf, isJudged, judgeMessage, unreadOf } from "./judge-message.ts";
import { judgeNotice } from "./judge-notice.ts";
import { judgeRegistry } from "./judge-registry.ts";
import { answerRepeat, leaveOutcome } from "./judge-request.ts";
import { lookAhead } from "./look-ahead.ts";
import { countersOf, isHeardLately, isHeardOf } from "./reachability.ts";
import { goOnRevising } from "./revise.ts";
import type { Turn } from "./turn.ts";
import { WorkingSet } from "./working-set.ts";

/** Effects are committed at the latest after so many rows, so that a transaction stays short. */
const MOST_ROWS = 4_000;
/** Periods that one tick judges again of what is to be revised. Part of what a replay repeats: see `goOnRevising`. */
const REVISED_BY_A_TICK = 2_000;
/** Deadlines that take effect with one tick, where no entry asks for them before. Part of what a replay repeats. */
const DUE_OF_A_TICK = 500;

/** How much at once: left out, as the product does it. */
export interface Shares {
  /** Rows of one commit; of no effect on what is decided. */
  readonly mostRows?: number;
  /** Deadlines of one tick; of no effect but on which tick they come with. */
  readonly dueOfATick?: number;
}

/** Whether an entry took effect whole, or is to be applied again after a commit. */
export type Applied = "whole" | "commit-and-again";

/**
 * Folds journal entries into findings and cases. Knows no clock and no store but the state it is given: the same
 * entries give the same batches, whenever and however often they are read.
 *
 * One order: before an entry takes effect, every deadline of its partition at or before its time takes effect, by time
 * and id, each as if at its own time. Deadlines of other partitions wait for a tick, which takes a share of them. The
 * judge's own clock is the greatest time of any entry that took effect, and never goes back.
 */
export class Judge {
  #set: WorkingSet;
  readonly #records: RecordsView;
  readonly #registries: RegistryTimeline;
  readonly #mostRows: number;
  readonly #share: DueShare;
  #engineAt: Instant | undefined;
  #step = 0;

  constructor(
    records: RecordsView,
    registries: RegistryTimeline,
    { mostRows = MOST_ROWS, dueOfATick = DUE_OF_A_TICK }: Shares = {},
  ) {
    this.#set = new WorkingSet(records);
    this.#records = records;
    this.#registries = registries;
    this.#mostRows = mostRows;
    this.#share = { ofATick: dueOfATick, isFull: () => this.isFull() };
  }

  /** Forgets everything that is not committed. The entries since the last commit must be applied again. */
  reset(): void {
    this.#set = new WorkingSet(this.#records);
    this.#engineAt = undefined;
  }

  /** Reads what these entries will look at, in a few questions to the store. */
  async prepare(entries: readonly ReadEntry[]): Promise<void> {
    const set = this.#set;
    const devices = new Set<string>();
    const arrivals: Arrival[] = [];
    for (const { entry, content } of entries) {
      if (content.kind !== "message") continue;
      const { seq, at: now, mn } = entry;
      if (!isHeardOf(set, mn)) devices.add(mn);
      if (!isJudged(content.message)) continue;
      arrivals.push(...arrivalsOf({ set, index: this.#registries.at(seq - 1), seq, now }, content.message.readings));
    }
    await set.casework.readAhead(declarantsOf(arrivals));
    await set.casework.readTagsAhead(arrivals.map(({ key }) => key.outlet));
    await set.load({ periods: unreadOf(arrivals), counters: countersOf([...devices]) });
    await lookAhead(set, changesOf(arrivals));
  }

  /**
   * Passes an entry by that changes nothing but the judge's clock: a message that no rule looks at, that nobody asked
   * for, of a device that was heard lately. What is due does not concern it. True when it was; else it is to be
   * applied.
   */
  passBy({ entry, content }: ReadEntry): boolean {
    if (content.kind !== "message" || content.asked !== undefined || this.#engineAt === undefined) return false;
    if (isJudged(content.message)) return false;
    const now = instant(Math.max(this.#engineAt, entry.at));
    if (!isHeardLately({ set: this.#set, now }, entry.mn)) return false;
    this.#engineAt = now;
    return true;
  }

  /** Applies one entry, or as much of it as one commit should hold. Effects wait until `take`. */
  async apply({ entry, content }: ReadEntry): Promise<Applied> {
    const { seq } = entry;
    const now = instant(Math.max(await this.#clock(), entry.at));
    const turn: Turn = { set: this.#set, index: this.#registries.at(seq - 1), seq, now, request: requestOf(content) };
    if (!(await runDue(turn, content, this.#share))) return "commit-and-again";
    this.#engineAt = now;
    const isRepeat = await answerRepeat(turn);
    // What a message says counts however often it was asked for: every reader of the journal folds it.
    if (!isRepeat || content.kind === "message") await takeEffect(turn, content, { entry, registries: this.#registries });
    if (!isRepeat && content.kind === "message") tellRetried(turn, content);
    return "whole";
  }

  async #clock(): Promise<Instant> {
    if (this.#engineAt !== undefined) return this.#engineAt;
    const { engineAt, step } = await this.#records.position();
    this.#engineAt = engineAt;
    this.#step = step;
    return engineAt;
  }

  /** True when what waits should be committed before more is applied. */
  isFull(): boolean {
    return this.#set.size() >= this.#mostRows;
  }

  /**
   * Hands over the effects of everything applied since the last call: all of `upTo`, and, where the next entry is to be
   * applied again, a part of that.
   */
  async take(upTo: number, applied: Applied = "whole"): Promise<RecordsBatch> {
    const engineAt = await this.#clock();
    this.#step = applied === "whole" ? 0 : this.#step + 1;
    return this.#set.take({ upTo, step: this.#step, engineAt });
  }
}

interface Origin {
  readonly entry: JournalEntry;
  readonly registries: RegistryTimeline;
}

async function takeEffect(turn: Turn, content: EntryContent, { entry, registries }: Origin): Promise<void> {
  switch (content.kind) {
    case "message":
      return judgeMessage(turn, content.message.readings, entry);
    case "registry":
      return content.stale === undefined ? judgeRegistry(turn, content.step, registries) : refuseStale(turn, content.stale);
    case "command":
      return judgeCommand(turn, content.command);
    case "notice":
      return judgeNotice(turn, content);
    case "tick":
      // What is judged again counts as of now, so that what is due by now comes before it.
      if (isNothingLeft(turn)) await goOnRevising(turn, REVISED_BY_A_TICK);
      return leaveOutcome(turn, { ok: true, result: { now: entry.at } });
    default:
      return never(content);
  }
}

/** Whoever asked for the message to be offered again is told that it was. */
function tellRetried(turn: Turn, { asked, message: { messageId } }: Extract<EntryContent, { kind: "message" }>): void {
  if (asked !== undefined) leaveOutcome(turn, { ok: true, result: { id: asked.row, messageId } });
}

function requestOf(content: EntryContent): CommandRequest | undefined {
  if (content.kind === "message") return content.asked?.request;
  if (content.kind === "notice") return undefined;
  return content.kind === "command" ? content.command.request : content.request;
}

/**
 * A registry that was made from another version than the one in force changes nothing. Its request stays open: whoever
 * asked makes the change again from the version that is in force now.
 */
function refuseStale({ set, seq }: Turn, facts: NonNullable<ReadRegistry["stale"]>): void {
  set.putOutcome({ seq, ok: false, refusal: { status: 409, code: "stale-version", facts } });
}
