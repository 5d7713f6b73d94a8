import { randomUUID } from "node:crypto";
import { setImmediate as turn } from "node:timers/promises";
import type { Clock } from "../core/clock.ts";
import type { Counters } from "../core/counters.ts";
import { StoreUnavailableError } from "../core/failures.ts";
import type { DeviceRecords } from "../core/field/device-records.ts";
import type { DeviceState } from "../core/field/device-state.ts";
import type { NewExchange } from "../core/field/exchange.ts";
import type { Gap } from "../core/field/gap.ts";
import { decideOnGap, reconcileGaps } from "../core/field/reconcile-gaps.ts";
import type { Log } from "../core/log.ts";
import type { IntakeView } from "../core/readings/intake.ts";
import type { RegistryIndex } from "../core/registry/grid.ts";
import { labelOf, periodOf } from "../core/registry/labels.ts";
import type { Device } from "../core/registry/registry.ts";
import { DAY, type Instant, instant, MINUTE, plus } from "../core/time.ts";
import { GRACE, owedBy } from "./owed-periods.ts";

export interface GapFinderDeps {
  readonly deviceRecords: DeviceRecords;
  readonly intake: IntakeView;
  /** The registry in force. */
  readonly registry: () => RegistryIndex;
  readonly clock: Clock;
  readonly counters: Counters;
  readonly log: Log;
  /** False while our clock is in doubt: then nobody owes anything by it. True when left out. */
  readonly mayLook?: () => boolean;
  /** Something was asked of a device. */
  readonly onAsked: () => void;
}

const LOOK_MS = 1_000;
const TIDY_MS = 60_000;
/** Exchanges and settled gaps are kept this long. */
const KEPT = 90 * DAY;
/** Devices that are looked through in one go, so that the other readers of the thread go on. */
const DEVICES_AT_ONCE = 20;
/** A device with open gaps is looked through again when something came in, but not more often than this. */
const AGAIN_MS = 2_000;
/** A device that only publishes over MQTT is asked when it was heard in this time. */
const HEARD_LATELY = 10 * MINUTE;
const MOST_OPEN = 100_000;
const OPEN = { states: ["found", "asked"], limit: MOST_OPEN } as const;
/** Requests to one device in one go. */
const MOST_ASKED = 20;

interface Looked {
  /** Which hour and minute interval were the last to be owed, and how far the working store was. */
  readonly period: number;
  readonly cursor: number;
  readonly atMs: number;
}

/**
 * Finds hours and minutes that devices owe and has the devices asked for them: after an outage of theirs or of ours,
 * and for single periods that never came. It looks at what the working store has, so it needs no memory of what
 * happened; what comes back is an ordinary upload.
 */
export class GapFinder {
  readonly #deps: GapFinderDeps;
  readonly #timer: NodeJS.Timeout;
  readonly #looked = new Map<string, Looked>();
  #running: Promise<void> = Promise.resolve();
  #isRunning = false;
  #tidiedMs = 0;

  constructor(deps: GapFinderDeps) {
    this.#deps = deps;
    this.#timer = setInterval(() => {
      if (!this.#isRunning && (deps.mayLook?.() ?? true)) this.#running = this.look();
    }, LOOK_MS);
  }

  /** Looks through the devices that are due, then asks for what is missing. */
  async look(): Promise<void> {
    this.#isRunning = true;
    try {
      await this.#findGaps();
      await this.#askForGaps();
      await this.#tidy();
    } catch (cause) {
      if (!(cause instanceof StoreUnavailableError)) throw cause;
      this.#deps.log.warn({ cause: cause.message }, "device records are busy, looking for gaps later");
    } finally {
      this.#isRunning = false;
    }
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await this.#running;
  }

  async #findGaps(): Promise<void> {
    const { intake, deviceRecords, clock } = this.#deps;
    const index = this.#deps.registry();
    const open = new Set((await deviceRecords.gaps(OPEN)).map((gap) => gap.mn));
    const now = clock.now();
    const cursor = await intake.cursor();
    let count = 0;
    for (const device of index.registry.devices) {
      const period = Math.floor((now - GRACE) / ((device.minuteMinutes ?? 10) * MINUTE));
      if (!this.#isDue(device.mn, { period, cursor, atMs: performance.now() }, open.has(device.mn))) continue;
      this.#looked.set(device.mn, { period, cursor, atMs: performance.now() });
      await this.#lookThrough(device, index, now);
      count += 1;
      await turn();
      if (count >= DEVICES_AT_ONCE) return;
    }
  }

  /** A period more is owed, or something came in for a device with open gaps. */
  #isDue(mn: string, at: Looked, hasOpen: boolean): boolean {
    const before = this.#looked.get(mn);
    if (before === undefined || before.period !== at.period) return true;
    return hasOpen && before.cursor !== at.cursor && at.atMs - before.atMs >= AGAIN_MS;
  }

  async #lookThrough(device: Device, index: RegistryIndex, now: Instant): Promise<void> {
    const { deviceRecords, intake, counters, log } = this.#deps;
    const all = await owedBy(device, { index, intake, now });
    // After the readings: a session may have closed a gap meanwhile.
    const rows = await deviceRecords.gaps({ mn: device.mn, limit: MOST_OPEN });
    for (const owed of all) {
      const own = rows.filter((row) => row.basis === owed.basis && row.st === owed.st);
      const { changed, forgotten } = reconcileGaps(owed, own, now);
      await deviceRecords.saveGaps(changed, forgotten);
      for (const gap of changed) {
        if (gap.state === "asked") continue;
        counters.add("gaps_total", gap.state);
        log.info({ mn: gap.mn, basis: gap.basis, from: gap.from, to: gap.to, state: gap.state }, "gap");
      }
    }
  }

  async #askForGaps(): Promise<void> {
    const { deviceRecords, clock } = this.#deps;
    const now = clock.now();
    const index = this.#deps.registry();
    const asked = new Map<string, number>();
    const exchanges: NewExchange[] = [];
    const changed: Gap[] = [];
    for (const gap of await deviceRecords.gaps(OPEN)) {
      const device = index.deviceByMn.get(gap.mn);
      if (device === undefined) continue;
      const asking = gap.exchange === null ? undefined : await deviceRecords.exchange(gap.exchange);
      const decision = decideOnGap(gap, asking, now);
      if (decision === "give-up") changed.push({ ...gap, state: "given-up", changedAt: now });
      const count = asked.get(gap.mn) ?? 0;
      if (decision !== "ask" || count >= MOST_ASKED || !mayAsk(device, await deviceRecords.device(gap.mn), now)) continue;
      const exchange = requestFor(gap, device, now);
      asked.set(gap.mn, count + 1);
      exchanges.push(exchange);
      changed.push({ ...gap, state: "asked", attempts: gap.attempts + 1, exchange: exchange.id, changedAt: now });
    }
    if (exchanges.length > 0) await deviceRecords.request(exchanges);
    await deviceRecords.saveGaps(changed, []);
    if (exchanges.length > 0) this.#deps.onAsked();
  }

  async #tidy(): Promise<void> {
    if (performance.now() - this.#tidiedMs < TIDY_MS) return;
    this.#tidiedMs = performance.now();
    await this.#deps.deviceRecords.tidy(plus(this.#deps.clock.now(), -KEPT));
  }
}

/** Only a device that is there, speaks HJ 212 and whose row does not forbid it. */
function mayAsk(device: Device, state: DeviceState | undefined, now: Instant): boolean {
  if (device.autoBackfill === false || state === undefined || !state.speaksHj212) return false;
  const heardLately = state.lastSeenAt !== null && now - state.lastSeenAt < HEARD_LATELY;
  return state.connected || (state.transport === "mqtt" && heardLately);
}

/** The request for a gap, in the device's own labels: one that labels periods with their end is asked for the ends. */
function requestFor(gap: Gap, device: Device, now: Instant): NewExchange {
  const shift = labelOf(device, gap.basis) === "end" ? periodOf(device, gap.basis) : 0;
  const [from, to] = [instant(gap.from + shift), instant(gap.to + shift)];
  return {
    id: randomUUID(),
    mn: gap.mn,
    command: { command: "history", cn: gap.basis === "hour" ? "2061" : "2051", from, to },
    st: gap.st,
    createdAt: now,
    createdBy: "system:gap-finder",
  };
}
