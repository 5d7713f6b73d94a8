import { setImmediate as nextTurn } from "node:timers/promises";
import type { Clock } from "../core/clock.ts";
import type { Counters } from "../core/counters.ts";
import type { LineError, UpstreamState } from "../core/field/upstream-state.ts";
import type { JournalCursors } from "../core/journal/journal.ts";
import type { Place } from "../core/journal/place.ts";
import type { Log } from "../core/log.ts";
import type { IntakeView } from "../core/readings/intake.ts";
import type { StoredReading } from "../core/readings/reading.ts";
import type { RevisedReading } from "../core/readings/series.ts";
import type { RegistryTimeline } from "../core/registry/registry-timeline.ts";
import type { StoredSecret } from "../core/registry/stored-secret.ts";
import type { Upstream } from "../core/registry/upstream.ts";
import type { Instant } from "../core/time.ts";
import { ReaderLoop } from "../doors/reader-loop.ts";
import { CircleWatch } from "./circle-watch.ts";
import { EntryProgress } from "./entry-progress.ts";
import type { FrameDraft } from "./frame-draft.ts";
import { type DeviceCursor, type DeviceForwarder, HeldDevices } from "./held-devices.ts";
import { channelsFor, type FrameFacts, isSelected, readingsToFrames } from "./readings-to-frames.ts";
import { type LineTuning, UpstreamLine } from "./upstream-line.ts";

/** Readings that are turned into frames at a time. An outage upstream keeps no more than this in memory. */
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

/** The one device that a forwarder is for. */
interface SingleDevice {
  /** As the platform knows it. */
  readonly mn: string;
  readonly from: DeviceCursor;
}

/**
 * Passes readings on to one platform, in journal order: reads the versions that the working store keeps, turns each
 * entry back into frames, and moves its cursor when every frame of an entry, and of all before it, is answered. An
 * outage upstream therefore costs nothing but time. A device that the platform does not accept is held: it has a
 * forwarder of its own until it has caught up, and the others do not wait for it.
 */
export class Forwarder {
  readonly #upstream: Upstream;
  readonly #deps: ForwarderDeps;
  readonly #line: UpstreamLine;
  readonly #cursorName: string;
  /** Set when this forwarder is for a single device. */
  readonly #single: SingleDevice | undefined;
  readonly #held: HeldDevices;
  #passwords: ReadonlyMap<string, string> | undefined;
  #cursor: Place | undefined;
  #progress: EntryProgress | undefined;
  readonly #circles = new CircleWatch();
  #unsendable = 0;
  #failure: { readonly since: Instant; readonly error: LineError } | undefined;

  constructor(upstream: Upstream, deps: ForwarderDeps, single?: SingleDevice) {
    const { id } = upstream;
    const { clock, log, tuning } = deps;
    this.#upstream = upstream;
    this.#deps = deps;
    this.#cursorName = `forward:${id}`;
    this.#single = single;
    this.#held = new HeldDevices({
      ...{ upstream: id, cursors: deps.cursors, now: () => clock.now() },
      forwardAlone: (mn, from) => forwardAlone(upstream, deps, { mn, from }),
    });
    this.#line = new UpstreamLine({ upstream, clock, log, ...(tuning !== undefined && { tuning }) });
  }

  /** Passes one page on; true when there was something to look at. Waits for as long as the platform is away. */
  async step(): Promise<boolean> {
    const { intake } = this.#deps;
    const after = this.#cursor ?? (await this.#begin());
    this.#cursor = after;
    await this.#held.release(after);
    const upTo = await intake.cursor();
    if (upTo <= after) return false;
    const readings = await intake.changes(after, upTo, PAGE);
    // A page never ends within an entry, so the last reading's entry is here whole.
    const last = readings.length < PAGE ? upTo : (readings.at(-1)?.seq ?? upTo);
    if ((await this.#deliver(await this.#framesOf(readings.filter(isNews)), after)) === "stopped") return false;
    await this.#advance(last);
    // A page without selected readings waits for nothing: let the other readers of this thread run all the same.
    await nextTurn();
    return true;
  }

  /** Loads the cursor at which it goes on, and holds again what was held before. */
  async #begin(): Promise<Place> {
    if (this.#single !== undefined) return this.#single.from.cursor;
    const cursor = await this.#deps.cursors.load(this.#cursorName);
    // Last, because it starts lines: when something above fails, all of this runs again.
    await this.#held.restore();
    return cursor;
  }

  /** Entry up to which the platform has everything that this forwarder is for. */
  cursor(): Place {
    return this.#cursor ?? this.#single?.from.cursor ?? 0;
  }

  /** `newest` is where the working store stands. */
  state(newest: Place): UpstreamState {
    const line = this.#line.state();
    const cursor = this.#cursor ?? 0;
    const lagEntries = this.#cursor === undefined ? 0 : Math.max(0, newest - cursor);
    if (this.#single === undefined) this.#deps.counters.set("forward_lag_entries", lagEntries, this.#upstream.id);
    return {
      id: this.#upstream.id,
      ...line,
      trouble: line.trouble ?? this.#circles.trouble(this.#deps.clock.now()),
      ...(this.#failure !== undefined && { phase: "failed", since: this.#failure.since, lastError: this.#failure.error }),
      unsendable: this.#unsendable,
      cursor,
      lagEntries,
      oldestUnsentAt: this.#progress?.oldestMissingAt() ?? null,
      held: this.#held.states(newest),
    };
  }

  /** Notes why it cannot go on; its owner stops it. */
  fail(error: Error): void {
    const at = this.#deps.clock.now();
    this.#failure = {
      since: at,
      error: { at, code: "defect", detail: { code: "own-defect", facts: { technical: error.message } } },
    };
  }

  async stop(): Promise<void> {
    await Promise.all([this.#line.stop(), this.#held.stop()]);
  }

  async #deliver(frames: readonly FrameDraft[], after: Place): Promise<"delivered" | "stopped"> {
    const progress = new EntryProgress(frames, after);
    const { counters } = this.#deps;
    this.#progress = progress;
    const outcome = await this.#line.deliver(frames, {
      onArrived: ({ seq }) => {
        counters.add("forwarded_frames_total", this.#upstream.id);
        this.#note(progress, seq);
      },
      ...(this.#single === undefined && {
        onHeld: (mn: string, left: readonly FrameDraft[], error: LineError) => {
          const [first] = left;
          if (first === undefined || !this.#held.hold(mn, first.seq - 1, error)) return false;
          for (const { seq } of left) this.#note(progress, seq);
          return true;
        },
      }),
    });
    if (outcome === "delivered") this.#progress = undefined;
    return outcome;
  }

  /** A frame of the entry needs nothing more: it has arrived, or its device is held. */
  #note(progress: EntryProgress, seq: number): void {
    if (!progress.arrived(seq)) return;
    const { log } = this.#deps;
    this.#advance(progress.cursor()).catch((cause: unknown) => {
      // The page's last save decides; until then a restart would at worst send a few frames again.
      log.warn({ upstream: this.#upstream.id, cause: String(cause) }, "cursor of an upstream not saved");
    });
  }

  async #advance(place: Place): Promise<void> {
    this.#cursor = place;
    if (this.#single !== undefined) return this.#single.from.save(place);
    await this.#held.saveNew();
    await this.#deps.cursors.save(this.#cursorName, place);
  }

  #isOurs({ mn, seq }: FrameDraft): boolean {
    return this.#single === undefined ? this.#held.isForCommonLine(mn, seq) : mn === this.#single.mn;
  }

  async #framesOf(readings: readonly RevisedReading[]): Promise<readonly FrameDraft[]> {
    const frames: FrameDraft[] = [];
    for (const entry of byEntry(readings)) {
      const facts = await this.#factsOf(entry);
      const { now } = facts;
      const news = entry.filter((reading) => !(isSelected(reading, facts) && this.#circles.isRound(reading, now)));
      const framed = readingsToFrames(news, facts);
      frames.push(...framed.frames.filter((frame) => this.#isOurs(frame)));
      if (framed.unsendable === 0 || this.#single !== undefined) continue;
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
      decodedWith: await registries.find(seq - 1),
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

/**
 * Forwards one device over a line of its own. Its failure stops no other; it is retried with the whole upstream, at the
 * latest at the next start.
 */
function forwardAlone(upstream: Upstream, deps: ForwarderDeps, device: SingleDevice): DeviceForwarder {
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
    lagEntries: (newest) => forwarder.state(newest).lagEntries,
    lastError: () => forwarder.state(0).lastError,
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
function byEntry(readings: readonly RevisedReading[]): readonly (readonly RevisedReading[])[] {
  const entries: RevisedReading[][] = [];
  for (const reading of readings) {
    const last = entries.at(-1);
    if (last?.[0]?.seq === reading.seq) last.push(reading);
    else entries.push([reading]);
  }
  return entries;
}

/** False for an older version that came late: the platform would take it for a correction of what it has. */
function isNews({ seq, overtakenBy }: RevisedReading): boolean {
  return overtakenBy === undefined || overtakenBy.seq > seq;
}
