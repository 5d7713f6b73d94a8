import type { ServerResponse } from "node:http";
import type { RecordEvent } from "../../../core/records/records.ts";
import type { Language } from "../../../words/language.ts";
import { type Scope, seesEnterprise, seesOutlet } from "../../context/scope.ts";
import type { LiveBatch } from "./live-batch.ts";
import { formatPosition, type LivePosition } from "./live-position.ts";

/** Who listens, and to what. */
export interface Listener {
  readonly actor: string;
  readonly language: Language;
  /** Only these outlets; all that the caller may see when empty. */
  readonly outlets: ReadonlySet<string>;
  /** Asked again while the stream is open: `undefined` ends it (logged out, token expired). */
  readonly scope: () => Promise<Scope | undefined>;
}

/** How what is new goes out to one listener. */
export interface LiveWire {
  readonly reading: (reading: LiveBatch["readings"][number]) => unknown;
  readonly event: (event: RecordEvent) => unknown;
}

/** A reader that takes nothing for so many signs of life (a minute) is let go. */
const MOST_MISSED = 4;

/**
 * One open stream. It keeps a position and no queue: while its reader is slow it is passed over, and catches up from
 * the stores afterwards.
 */
export class LiveStream {
  readonly listener: Listener;
  position: LivePosition;
  #scope: Scope;
  #blocked = false;
  #missed = 0;
  readonly #life: string;
  readonly #out: ServerResponse;

  constructor(
    out: ServerResponse,
    listener: Listener,
    start: { readonly scope: Scope; readonly position: LivePosition; readonly life: string },
  ) {
    this.#out = out;
    this.#life = start.life;
    this.listener = listener;
    this.#scope = start.scope;
    this.position = start.position;
    out.on("drain", () => {
      this.#blocked = false;
    });
  }

  get isBlocked(): boolean {
    return this.#blocked;
  }

  /**
   * Sends what of a batch the listener may see; the last event carries the position after it, so that a reconnect goes
   * on there.
   */
  deliver(batch: LiveBatch, wire: LiveWire): void {
    const blocks = [
      ...batch.readings.filter((r) => this.#wants(r.outlet)).map((r) => ({ event: "reading", data: wire.reading(r) })),
      ...batch.events.filter((e) => this.#wantsEvent(e)).map((e) => ({ event: e.type, data: wire.event(e) })),
    ];
    const before = formatPosition(this.position, this.#life);
    this.position = batch.upTo;
    if (blocks.length === 0) return;
    const text = blocks.map((block, i) => {
      const id = i === blocks.length - 1 ? formatPosition(batch.upTo, this.#life) : before;
      return `event: ${block.event}\nid: ${id}\ndata: ${JSON.stringify(block.data)}\n\n`;
    });
    this.#write(text.join(""));
  }

  /** A sign of life that also tells how far the readers are behind. False when the stream has to end. */
  async heartbeat(lag: unknown): Promise<boolean> {
    const scope = await this.listener.scope();
    if (scope === undefined) return false;
    this.#scope = scope;
    this.#missed = this.#blocked ? this.#missed + 1 : 0;
    if (this.#missed >= MOST_MISSED) return false;
    if (!this.#blocked)
      this.#write(`event: lag\nid: ${formatPosition(this.position, this.#life)}\ndata: ${JSON.stringify(lag)}\n\n`);
    return true;
  }

  /** Ends the stream; one whose reader takes nothing is cut, for its end would never arrive. */
  end(): void {
    if (this.#blocked) this.#out.destroy();
    else this.#out.end();
  }

  #wants(outlet: string): boolean {
    const asked = this.listener.outlets;
    return (asked.size === 0 || asked.has(outlet)) && seesOutlet(this.#scope, outlet);
  }

  #wantsEvent(event: RecordEvent): boolean {
    const { outlets } = this.listener;
    if (outlets.size > 0 && (event.outlet === null || !outlets.has(event.outlet))) return false;
    if (this.#scope.everything || event.type === "registry") return true;
    if (event.outlet !== null && seesOutlet(this.#scope, event.outlet)) return true;
    if (event.enterprise !== null && seesEnterprise(this.#scope, event.enterprise)) return true;
    return event.cell !== null && this.#scope.cells.has(event.cell);
  }

  #write(text: string): void {
    if (!this.#out.write(text)) this.#blocked = true;
  }
}
