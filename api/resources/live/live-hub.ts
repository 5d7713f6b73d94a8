import type { ServerResponse } from "node:http";
import type { NewestRegistry } from "../../../core/registry/newest-registry.ts";
import type { ApiDeps } from "../../context/deps.ts";
import type { Scope } from "../../context/scope.ts";
import { namesOf } from "../../http/language.ts";
import { readingToWire } from "../outlets/reading-wire.ts";
import { eventToWire } from "./event-wire.ts";
import { type LiveBatch, readBatch } from "./live-batch.ts";
import type { LivePosition } from "./live-position.ts";
import { type Listener, LiveStream } from "./live-stream.ts";

/** News are gathered for this long, so that a page is told at most four times a second. */
const GATHER_MS = 250;
const HEARTBEAT_MS = 15_000;
const MOST_STREAMS = 200;
const MOST_OF_ONE = 10;

/**
 * Tells open pages what is new. Woken by the stores, it reads once for all streams that stand at the same position; a
 * stream that was slow or that resumes from an older position reads for itself until it has caught up. Nothing is
 * queued.
 */
export class LiveHub {
  readonly #deps: ApiDeps;
  readonly #registry: NewestRegistry;
  readonly #streams = new Set<LiveStream>();
  readonly #unsubscribe: readonly (() => void)[];
  readonly #heartbeat: NodeJS.Timeout;
  #timer: NodeJS.Timeout | undefined;
  #pumping = false;
  #again = false;
  #closed = false;

  constructor(deps: ApiDeps, registry: NewestRegistry) {
    this.#deps = deps;
    this.#registry = registry;
    const wake = (): void => this.#schedule();
    this.#unsubscribe = [deps.wake.on("intake", wake), deps.wake.on("records", wake)];
    this.#heartbeat = setInterval(() => void this.#beat([...this.#streams]), HEARTBEAT_MS);
    this.#heartbeat.unref();
  }

  /** The life of the data that positions of this hub count in. */
  get life(): string {
    return this.#deps.life;
  }

  /** True when `actor` may open one more stream. */
  hasRoom(actor: string): boolean {
    if (this.#closed || this.#streams.size >= MOST_STREAMS) return false;
    return [...this.#streams].filter((s) => s.listener.actor === actor).length < MOST_OF_ONE;
  }

  /** Where a stream begins that does not resume: now. */
  async now(): Promise<LivePosition> {
    return { intakeSeq: await this.#deps.intake.cursor(), eventId: await this.#deps.records.lastEventId() };
  }

  /** Takes over a response whose head is sent. */
  open(out: ServerResponse, listener: Listener, start: { readonly scope: Scope; readonly position: LivePosition }): void {
    if (out.destroyed) return;
    const stream = new LiveStream(out, listener, { ...start, life: this.life });
    this.#streams.add(stream);
    out.on("close", () => this.#streams.delete(stream));
    void this.#beat([stream]);
  }

  /** Ends all streams and listens no more. */
  close(): void {
    this.#closed = true;
    for (const stop of this.#unsubscribe) stop();
    clearInterval(this.#heartbeat);
    clearTimeout(this.#timer);
    for (const stream of this.#streams) stream.end();
    this.#streams.clear();
  }

  #schedule(): void {
    if (this.#closed || this.#streams.size === 0) return;
    if (this.#pumping) this.#again = true;
    else this.#timer ??= setTimeout(() => void this.#pump(), GATHER_MS);
  }

  async #pump(): Promise<void> {
    this.#timer = undefined;
    this.#pumping = true;
    this.#again = false;
    const partial = await this.#deliverAll().catch((cause: unknown) => {
      this.#deps.log?.warn({ err: cause }, "live streams could not be fed");
      return true;
    });
    this.#pumping = false;
    if (partial || this.#again) this.#schedule();
  }

  /** True when some stream has not come to the end. */
  async #deliverAll(): Promise<boolean> {
    const index = await this.#registry.current();
    const names = namesOf(index);
    const batches = new Map<string, LiveBatch>();
    let partial = false;
    for (const stream of [...this.#streams]) {
      if (stream.isBlocked) continue;
      const { intakeSeq, eventId } = stream.position;
      const key = `${intakeSeq}.${eventId}`;
      const batch = batches.get(key) ?? (await readBatch(stream.position, this.#deps.intake, this.#deps.records));
      batches.set(key, batch);
      const telling = { language: stream.listener.language, names };
      stream.deliver(batch, { reading: (r) => readingToWire(r, index), event: (e) => eventToWire(e, telling) });
      partial ||= batch.partial;
    }
    return partial;
  }

  async #beat(streams: readonly LiveStream[]): Promise<void> {
    try {
      const lag = await this.#lag();
      for (const stream of streams) {
        if (await stream.heartbeat(lag)) continue;
        this.#streams.delete(stream);
        stream.end();
      }
    } catch (cause) {
      this.#deps.log?.warn({ err: cause }, "live heartbeat failed");
    }
    // Also what a lost wake-up left behind, and streams whose reader is no longer slow.
    this.#schedule();
  }

  async #lag(): Promise<Readonly<Record<string, number>>> {
    const journal = await this.#deps.journal.lastSeq();
    const intake = await this.#deps.intake.cursor();
    const judge = await this.#deps.records.cursor();
    return { journal, intake, judge, pending: Math.max(0, journal - Math.min(intake, judge)) };
  }
}
