import { setImmediate as nextTurn } from "node:timers/promises";
import type { Clock } from "../core/clock.ts";
import type { Counters } from "../core/counters.ts";
import type { LineError, Upstream, UpstreamState } from "../core/field/upstream.ts";
import type { JournalCursors } from "../core/journal/journal.ts";
import type { Log } from "../core/log.ts";
import type { IntakeView } from "../core/readings/intake.ts";
import type { StoredReading } from "../core/readings/reading.ts";
import type { StoredSecret } from "../core/registry/registry.ts";
import type { RegistryTimeline } from "../core/registry/registry-timeline.ts";
import type { Instant } from "../core/time.ts";
import { ReaderLoop } from "../doors/reader-loop.ts";
import { type DeviceCarrier, DeviceShelf, type ShelfPlace } from "./device-shelf.ts";
import { EntryProgress } from "./entry-progress.ts";
import type { FrameDraft } from "./frame-draft.ts";
import { channelsFor, type FrameFacts, isSelected, readingsToFrames } from "./readings-to-frames.ts";
import { type LineTuning, UpstreamLine } from "./upstream-line.ts";

/** Readings that are turned into frames at a time; all that an outage upstream keeps in memory. */
const PAGE = 500;

/** What every forwarder is given. */
export interface ForwarderDeps {
  readonly intake: IntakeView;
  readonly cursors: JournalCursors;
  readonly registries: RegistryTimeline;
  /** The device that sent a journal entry; `undefined` when the entry is no longer kept. */
  readonly senderOf: (seq: number) => Promise<string | undefined>;
  readonly unseal: (secret: StoredSecret) => string;
  readonly clock: Clock;
  readonly counters: Counters;
  readonly log: Log;
  readonly tuning?: Partial<LineTuning>;
  /** Calls back when there may be readings or a registry that are new; returns how to stop listening. */
  readonly onNews: (listener: () => void) => () => void;
}

/** One device of an upstream that is brought by itself. */
interface CarriedDevice {
  /** As the platform knows it. */
  readonly mn: string;
  readonly place: ShelfPlace;
}

/**
 * Passes readings on to one platform, in journal order: reads the versions that the working store keeps, turns each entry back into frames, and moves its cursor when
 * every frame of an entry, and of all before it, is answered. An outage upstream therefore costs nothing but time. A device that the platform does not take is set
 * aside and brought by a forwarder of its own until it has caught up: the others do not wait for it.
 */
export class Forwarder {
  readonly #upstream: Upstream;
  readonly #deps: ForwarderDeps;
  readonly #line: UpstreamLine;
  readonly #cursorName: string;
  /** Set when this one brings a single device. */
  readonly #carried: CarriedDevice | undefined;
  readonly #shelf: DeviceShelf;
  #passwords: ReadonlyMap<string, string> | undefined;
  #cursor: number | undefined;
  #progress: EntryProgress | undefined;
  #unsendable = 0;
  #failure: { readonly since: Instant; readonly error: LineError } | undefined;

  constructor(upstream: Upstream, deps: ForwarderDeps, carried?: CarriedDevice) {
    const { id, host, port, edition } = upstream;
    const { clock, log, tuning } = deps;
    this.#upstream = upstream;
    this.#deps = deps;
    this.#cursorName = `forward:${id}`;
    this.#carried = carried;
    this.#shelf = new DeviceShelf({
      ...{ upstream: id, cursors: deps.cursors, now: () => clock.now() },
      carry: (mn, place) => carry(upstream, deps, { mn, place }),
    });
    this.#line = new UpstreamLine({ id, host, port, edition, clock, log, ...(tuning !== undefined && { tuning }) });
  }

  /** Passes one page on; true when there was something to look at. Waits for as long as the platform is away. */
  async step(): Promise<boolean> {
    const { intake } = this.#deps;
    const after = this.#cursor ?? (await this.#begin());
    this.#cursor = after;
    await this.#shelf.takeBack(after);
    const upTo = intake.cursor();
    if (upTo <= after) return false;
    const readings = intake.changes(after, upTo, PAGE);
    // A page never ends within an entry, so the last reading's entry is here whole.
    const last = readings.length < PAGE ? upTo : (readings.at(-1)?.seq ?? upTo);
    if ((await this.#deliver(await this.#framesOf(readings), after)) === "stopped") return false;
    await this.#advance(last);
    // A page of readings that are not selected costs no waiting: the other readers of this thread get their turn all the same.
    await nextTurn();
    return true;
  }

  /** The place at which it goes on, with what was set aside before. */
  async #begin(): Promise<number> {
    if (this.#carried !== undefined) return this.#carried.place.cursor;
    const cursor = await this.#deps.cursors.load(this.#cursorName);
    // Last: it starts lines, and what fails before it is done over.
    await this.#shelf.restore();
    return cursor;
  }

  /** Entry up to which the platform has everything that this one brings. */
  cursor(): number {
    return this.#cursor ?? this.#carried?.place.cursor ?? 0;
  }

  state(): UpstreamState {
    const line = this.#line.state();
    const cursor = this.#cursor ?? 0;
    const lagEntries = this.#cursor === undefined ? 0 : Math.max(0, this.#deps.intake.cursor() - cursor);
    if (this.#carried === undefined) this.#deps.counters.set("forward_lag_entries", lagEntries, this.#upstream.id);
    return {
      id: this.#upstream.id,
      ...line,
      ...(this.#failure !== undefined && { phase: "failed", since: this.#failure.since, lastError: this.#failure.error }),
      unsendable: this.#unsendable,
      cursor,
      lagEntries,
      oldestUnsentAt: this.#progress?.oldestMissingAt() ?? null,
      held: this.#shelf.states(),
    };
  }

  /** Says why it cannot go on; it is stopped by its owner. */
  fail(error: Error): void {
    const at = this.#deps.clock.now();
    this.#failure = { since: at, error: { at, code: "defect", text: error.message } };
  }

  async stop(): Promise<void> {
    await Promise.all([this.#line.stop(), this.#shelf.stop()]);
  }

  async #deliver(frames: readonly FrameDraft[], after: number): Promise<"delivered" | "stopped"> {
    const progress = new EntryProgress(frames, after);
    const { counters } = this.#deps;
    this.#progress = progress;
    const outcome = await this.#line.deliver(frames, {
      onArrived: ({ seq }) => {
        counters.add("forwarded_frames_total", this.#upstream.id);
        this.#note(progress, seq);
      },
      ...(this.#carried === undefined && {
        onHeld: (mn: string, left: readonly FrameDraft[], error: LineError) => {
          const [first] = left;
          if (first === undefined || !this.#shelf.put(mn, first.seq - 1, error)) return false;
          for (const { seq } of left) this.#note(progress, seq);
          return true;
        },
      }),
    });
    if (outcome === "delivered") this.#progress = undefined;
    return outcome;
  }

  /** A frame of the entry is done with: it has arrived, or its device is set aside. */
  #note(progress: EntryProgress, seq: number): void {
    if (!progress.arrived(seq)) return;
    const { log } = this.#deps;
    this.#advance(progress.cursor()).catch((cause: unknown) => {
      // The page's last save decides; until then a restart would at worst send a few frames again.
      log.warn({ upstream: this.#upstream.id, cause: String(cause) }, "cursor of an upstream not saved");
    });
  }

  async #advance(seq: number): Promise<void> {
    this.#cursor = seq;
    if (this.#carried !== undefined) return this.#carried.place.save(seq);
    await this.#shelf.saved();
    await this.#deps.cursors.save(this.#cursorName, seq);
  }

  #isOurs({ mn, seq }: FrameDraft): boolean {
    return this.#carried === undefined ? this.#shelf.leaves(mn, seq) : mn === this.#carried.mn;
  }

  async #framesOf(readings: readonly StoredReading[]): Promise<readonly FrameDraft[]> {
    const frames: FrameDraft[] = [];
    for (const entry of byEntry(readings)) {
      const framed = readingsToFrames(entry, await this.#factsOf(entry));
      frames.push(...framed.frames.filter((frame) => this.#isOurs(frame)));
      if (framed.unsendable === 0 || this.#carried !== undefined) continue;
      this.#unsendable += framed.unsendable;
      this.#deps.counters.add("forward_unsendable_total", this.#upstream.id, framed.unsendable);
    }
    return frames;
  }

  async #factsOf(entry: readonly StoredReading[]): Promise<FrameFacts> {
    const { registries, clock, senderOf } = this.#deps;
    const seq = entry[0]?.seq ?? 0;
    this.#passwords ??= this.#unsealPasswords();
    const passwords = this.#passwords;
    const facts: FrameFacts = {
      upstream: this.#upstream,
      current: registries.at(Number.MAX_SAFE_INTEGER),
      decodedWith: registries.at(seq - 1),
      passwordOf: (mn) => passwords.get(mn) ?? passwords.get(ANY_DEVICE),
      now: clock.now(),
    };
    const isAmbiguous = entry.some((r) => isSelected(r, facts) && devicesFor(r, facts) > 1);
    const sender = isAmbiguous ? await senderOf(seq) : undefined;
    return sender === undefined ? facts : { ...facts, sender };
  }

  #unsealPasswords(): ReadonlyMap<string, string> {
    const { password, devices } = this.#upstream;
    const rows = [{ mn: ANY_DEVICE, password }, ...(devices ?? [])];
    return new Map(rows.flatMap((row) => (row.password === undefined ? [] : [[row.mn, this.#deps.unseal(row.password)]])));
  }
}

/** Brings one device over a line of its own. What fails it fails nobody else: it is tried again with the whole upstream, at the latest at the next start. */
function carry(upstream: Upstream, deps: ForwarderDeps, device: CarriedDevice): DeviceCarrier {
  const { log, onNews } = deps;
  const forwarder = new Forwarder(upstream, deps, device);
  const loop = new ReaderLoop({
    ...{ name: `forward:${upstream.id} ${device.mn}`, log, onNews },
    step: () => forwarder.step(),
    onFatal: (error) => {
      log.error({ upstream: upstream.id, mn: device.mn, cause: error.message }, "forwarding of a device failed");
      forwarder.fail(error);
      void forwarder.stop();
    },
  });
  return {
    cursor: () => forwarder.cursor(),
    lagEntries: () => forwarder.state().lagEntries,
    lastError: () => forwarder.state().lastError,
    async stop() {
      await Promise.all([forwarder.stop(), loop.stop()]);
    },
  };
}

/** No MN is empty, so this key is free. */
const ANY_DEVICE = "";

function devicesFor(reading: StoredReading, { decodedWith }: FrameFacts): number {
  return new Set(channelsFor(reading, decodedWith).map((c) => c.device)).size;
}

/** Readings of one journal entry each, in order. */
function byEntry(readings: readonly StoredReading[]): readonly (readonly StoredReading[])[] {
  const entries: StoredReading[][] = [];
  for (const reading of readings) {
    const last = entries.at(-1);
    if (last?.[0]?.seq === reading.seq) last.push(reading);
    else entries.push([reading]);
  }
  return entries;
}
