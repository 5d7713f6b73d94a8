import type { Clock } from "../core/clock.ts";
import type { Counters } from "../core/counters.ts";
import { retryEntry } from "../core/entries/retry-entry.ts";
import type { JournalReader, JournalWriter } from "../core/journal/journal.ts";
import type { Log } from "../core/log.ts";
import type { IntakeView } from "../core/readings/intake.ts";
import { ASKED_FOR } from "../core/readings/quarantine-order.ts";

/** Messages of one look: live data have their turn between two. */
const BATCH = 200;

export interface OfferAgainDeps {
  readonly intake: Pick<IntakeView, "cursor" | "dueAgain">;
  readonly reader: Pick<JournalReader, "lastSeq">;
  readonly writer: Pick<JournalWriter, "append">;
  readonly clock: Clock;
  /** False while our clock is in doubt: then nobody knows whose time has come, but for what a person asked for. */
  readonly isTrusted: () => boolean;
  readonly counters: Counters;
  readonly log: Log;
}

/**
 * Offers messages again that were put aside only because they lay in our future, once their time has come, and those
 * that somebody asked for by a filter: as retries in the journal, in the order of their times, a bounded number at a
 * time. What was offered is not looked for before the working store has passed it, also after a restart, so that
 * nothing is offered twice.
 */
export class OfferAgain {
  readonly #deps: OfferAgainDeps;
  /** Up to here the working store must have come before the next look. */
  #offered: number | undefined;

  constructor(deps: OfferAgainDeps) {
    this.#deps = deps;
  }

  /** Offers what is due; answers with how many messages that were. */
  async look(): Promise<number> {
    const { intake, reader, writer, clock, isTrusted, counters, log } = this.#deps;
    // An earlier run may have offered what the working store has not seen yet.
    this.#offered ??= await reader.lastSeq();
    if ((await intake.cursor()) < this.#offered) return 0;
    const now = clock.now();
    const rows = await intake.dueAgain(isTrusted() ? now : ASKED_FOR, BATCH);
    if (rows.length === 0) return 0;
    const seqs = await Promise.all(rows.map((row) => writer.append(retryEntry(row, now))));
    this.#offered = Math.max(...seqs);
    counters.add("offered_again_total", undefined, rows.length);
    log.info({ messages: rows.length }, "messages are offered again");
    return rows.length;
  }
}
