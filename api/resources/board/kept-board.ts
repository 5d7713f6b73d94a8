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
  readonly eventId: number;
}

/**
 * The board of the whole district, made once for all who look at it: they are shown the same one until it is
 * `boardAgeMs` old, the registry is another, or something was decided.
 */
export class KeptBoard {
  readonly #deps: ApiDeps;
  readonly #hours: LastHours;
  #kept: Kept | undefined;

  constructor(deps: ApiDeps) {
    this.#deps = deps;
    this.#hours = new LastHours(deps.intake);
  }

  async now(index: RegistryIndex): Promise<BoardNow> {
    const { records, systemTime, boardAgeMs = 0 } = this.#deps;
    const eventId = await records.lastEventId();
    const [kept, madeAt] = [this.#kept, systemTime()];
    if (kept?.index === index && kept.eventId === eventId && madeAt - kept.madeAt < boardAgeMs) return kept.board;
    const board = this.#make(index);
    this.#kept = { board, index, madeAt, eventId };
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
