import { setTimeout as inRealTime } from "node:timers/promises";
import type { LatestReading } from "../../../core/readings/intake.ts";
import type { RegistryIndex } from "../../../core/registry/grid.ts";
import type { Instant } from "../../../core/time.ts";
import type { ApiDeps } from "../../context/deps.ts";
import { groupByOutlet, standingNow } from "../outlets/outlet-facts.ts";
import { type BoardRow, byUrgency, limitedOf, rowsOfOutlet, rowToWire } from "./board-rows.ts";
import { LastHours } from "./last-hours.ts";
import type { BoardRowWire } from "./schema.ts";

/** Every row of the district at one moment. */
export interface BoardNow {
  /** The most urgent first. */
  readonly rows: readonly BoardRow[];
  readonly latest: ReadonlyMap<string, readonly LatestReading[]>;
  /** A row as it goes out; made once. */
  readonly wireOf: (row: BoardRow) => BoardRowWire;
}

interface Kept {
  readonly board: Promise<BoardNow>;
  readonly index: RegistryIndex;
  readonly madeAt: Instant;
  /** It has at least what was decided up to here. */
  readonly eventId: number;
}

/** So long the same board is shown, whatever is decided meanwhile; whoever has to see that waits for the next one. */
const LEAST_AGE_MS = 1_000;

/**
 * The board of the whole district, made once for all who look at it: they are shown the same one until it is
 * `boardAgeMs` old, the registry is another, or something was decided. However much is decided, it is made at most once
 * a second; whoever asks has everything in it that was decided before.
 */
export class KeptBoard {
  readonly #deps: ApiDeps;
  readonly #hours: LastHours;
  readonly #pause: (ms: number) => Promise<unknown>;
  #kept: Kept | undefined;
  /** The newest decision that somebody who asked knows of. */
  #askedFor = 0;

  constructor(deps: ApiDeps) {
    this.#deps = deps;
    this.#hours = new LastHours(deps.intake);
    this.#pause = deps.pause ?? inRealTime;
  }

  async now(index: RegistryIndex): Promise<BoardNow> {
    const { records, boardAgeMs = 0 } = this.#deps;
    const eventId = await records.lastEventId();
    this.#askedFor = Math.max(this.#askedFor, eventId);
    for (;;) {
      const kept = this.#kept;
      if (kept === undefined) return this.#makeAnew(index);
      const ageMs = this.#ageOf(kept);
      const isOld = ageMs >= boardAgeMs;
      if (!isOld && kept.index === index && kept.eventId >= eventId) return kept.board;
      if (!isOld && ageMs < LEAST_AGE_MS) await this.#pause(LEAST_AGE_MS - ageMs);
      else {
        // One after the other, however long one takes. Of those who waited the first makes the next for all.
        await kept.board.catch(() => undefined);
        if (this.#kept === kept) return this.#makeAnew(index);
      }
    }
  }

  /** A clock that was set back says nothing of it: then the board is as old as can be. */
  #ageOf({ madeAt }: Kept): number {
    const ageMs = this.#deps.systemTime() - madeAt;
    return ageMs < 0 ? Number.POSITIVE_INFINITY : ageMs;
  }

  #makeAnew(index: RegistryIndex): Promise<BoardNow> {
    const board = this.#make(index);
    this.#kept = { board, index, madeAt: this.#deps.systemTime(), eventId: this.#askedFor };
    // A board that failed is made anew for the next who asks.
    board.catch(() => {
      if (this.#kept?.board === board) this.#kept = undefined;
    });
    return board;
  }

  async #make(index: RegistryIndex): Promise<BoardNow> {
    const { intake, records, clock } = this.#deps;
    const { outlets } = index.registry;
    const latest = groupByOutlet(await intake.latest(outlets.map((o) => o.id)));
    const now = clock.now();
    const of = await standingNow(outlets, index, { now, records });
    const series = outlets.flatMap((o) => limitedOf(o, index, latest.get(o.id) ?? []).map(({ reading }) => reading));
    const hourOf = await this.#hours.of(series, now);
    const rows = outlets
      .flatMap((outlet) => {
        const facts = { latest: latest.get(outlet.id) ?? [], ...of(outlet), now, hourOf };
        return rowsOfOutlet(outlet, index, facts);
      })
      .sort(byUrgency);
    const wires = new Map<BoardRow, BoardRowWire>();
    const wireOf = (row: BoardRow): BoardRowWire => {
      const wire = wires.get(row) ?? rowToWire(row, index, { now, hourOf });
      wires.set(row, wire);
      return wire;
    };
    return { rows, latest, wireOf };
  }
}
