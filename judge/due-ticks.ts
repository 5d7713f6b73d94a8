import type { Clock } from "../core/clock.ts";
import type { JournalWriter } from "../core/journal/journal.ts";
import type { RecordsView } from "../core/records/records.ts";
import { REVISIONS } from "../core/records/revision.ts";

export interface DueTicksDeps {
  readonly clock: Clock;
  readonly journal: Pick<JournalWriter, "append">;
  readonly records: Pick<RecordsView, "cursor" | "nextDeadline" | "subjects">;
}

/**
 * Puts a tick into the journal when a deadline is due, or while something of the past is to be judged again; the judge
 * does the rest in journal order. Nothing hangs on when it looks: a deadline that was missed is found the next time.
 */
export class DueTicks {
  readonly #deps: DueTicksDeps;
  #lastTick = 0;

  constructor(deps: DueTicksDeps) {
    this.#deps = deps;
  }

  /**
   * Appends a tick when there is work for one and the judge has passed the tick before it. True when it appended one.
   */
  async look(): Promise<boolean> {
    const { clock, journal, records } = this.#deps;
    if ((await records.cursor()) < this.#lastTick) return false;
    const next = await records.nextDeadline();
    const at = clock.now();
    const isDue = next !== undefined && next.at <= at;
    if (!isDue && !(await this.#isRevising())) return false;
    const tick = { kind: "tick", at, transport: "system", mn: "", topic: "", payload: new Uint8Array(0) } as const;
    this.#lastTick = await journal.append(tick);
    return true;
  }

  async #isRevising(): Promise<boolean> {
    const open = await this.#deps.records.subjects.count(REVISIONS, [{ field: "state", in: ["open"] }]);
    return open > 0;
  }
}
