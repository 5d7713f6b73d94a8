import { randomUUID } from "node:crypto";
import type { Clock } from "../core/clock.ts";
import type { Counters } from "../core/counters.ts";
import { StoreUnavailableError } from "../core/failures.ts";
import type { DeviceRecords } from "../core/field/device-records.ts";
import { type DeviceState, withPresence } from "../core/field/device-state.ts";
import type { DeviceCommand, Exchange, ExchangeResult } from "../core/field/exchange.ts";
import type { DeviceConnection, FrameObserver, HeardFrame, PublishedMessage } from "../core/field/frame-observer.ts";
import type { RefusalNotice } from "../core/field/refusal.ts";
import type { Log } from "../core/log.ts";
import { DAY, formatBeijingStamp, MINUTE, plus } from "../core/time.ts";
import { isDataInClear } from "../ingest/codecs/hj212/data-in-clear.ts";
import { RIGHT_CLOCK, type TimeTeller } from "./clock-guard.ts";
import { keyReadiness, keysOfRequest, noteKeyOf, noteKeyTaken } from "./device-keys.ts";
import type { SignOfLife } from "./device-record.ts";
import { DeviceRecordsWriter } from "./device-records-writer.ts";
import { DeviceSession, editionOf } from "./device-session.ts";
import { DEFAULT_TIMING, type ExchangeTiming, timingOf } from "./exchange-machine.ts";
import { ExchangeRunner } from "./exchange-runner.ts";
import { firstContactCommands, firstContactText } from "./first-contact.ts";
import { openRecord, type RecordSurroundings, shownOf } from "./open-record.ts";
import { NO_NOTES, noteParts, type PartNotes, PartWatch } from "./part-watch.ts";
import { readPublishedFrame } from "./published-frame.ts";
import type { RequestFrame, RequestHeader } from "./request-frame.ts";
import { TaskQueue } from "./task-queue.ts";

export interface DeviceSessionsOptions extends RecordSurroundings {
  readonly deviceRecords: DeviceRecords;
  readonly clock: Clock;
  readonly counters: Counters;
  readonly log: Log;
  /** Sends to the device's MQTT topic; false when no client of it listens. */
  readonly publishDown: (mn: string, frame: Uint8Array) => Promise<boolean>;
  readonly timing?: Partial<ExchangeTiming>;
  /** Whether our own clock may be told to devices; one that is always right when left out. */
  readonly time?: TimeTeller;
}

const EVERY_MS = 1_000;
/** A request for a device that does not come lapses. */
const LAPSE = DAY;
/** Devices that are looked at in one go. */
const MOST_QUEUED = 20_000;
const SYSTEM_ST = "31";

/**
 * Speaks to devices: takes requests from the device records, one at a time for each device, carries them out over the
 * connection or the MQTT topic of the device, and records what it learns by listening. It is told every frame after the
 * journal was given it, and never waits for a disk there.
 */
export class DeviceSessions implements FrameObserver {
  readonly #options: DeviceSessionsOptions;
  readonly #timing: ExchangeTiming;
  readonly #time: TimeTeller;
  readonly #writer: DeviceRecordsWriter;
  readonly #stored: ReadonlyMap<string, DeviceState>;
  readonly #sessions = new Map<string, DeviceSession>();
  /** The devices that have spoken on each open connection. */
  readonly #mnsOn = new Map<DeviceConnection, Set<string>>();
  /** How often the connection was lost under an exchange. */
  readonly #losses = new Map<string, number>();
  readonly #parts = new PartWatch();
  readonly #looks = new TaskQueue();
  readonly #timer: NodeJS.Timeout;
  #isLookDue = false;
  /** What was under way when the gateway went down is still to be ended: the disk may have been full at the start. */
  #mustBeginAnew: boolean;
  /** A look that has not begun. */
  #nextLook: Promise<void> | undefined;
  #isClosed = false;

  /** Ends what was under way when the gateway went down, and begins to listen and to look. */
  static async start(options: DeviceSessionsOptions): Promise<DeviceSessions> {
    const at = options.clock.now();
    let hasBegun = true;
    try {
      await options.deviceRecords.beginAnew(at);
    } catch (cause) {
      if (!(cause instanceof StoreUnavailableError)) throw cause;
      hasBegun = false;
      options.log.warn({ cause: cause.message }, "device records are busy, what was under way is ended later");
    }
    const stored = (await options.deviceRecords.devices()).map((state) => withPresence(state, { at, online: false }));
    return new DeviceSessions(options, stored, hasBegun);
  }

  private constructor(options: DeviceSessionsOptions, stored: readonly DeviceState[], hasBegun: boolean) {
    this.#options = options;
    this.#mustBeginAnew = !hasBegun;
    this.#timing = { ...DEFAULT_TIMING, ...options.timing };
    this.#time = options.time ?? RIGHT_CLOCK;
    this.#writer = new DeviceRecordsWriter(options.deviceRecords, options.log, () => this.#lookSoon());
    this.#stored = new Map(stored.map((device) => [device.mn, device]));
    this.#timer = setInterval(() => this.#everySecond(), EVERY_MS);
  }

  heard(frame: HeardFrame, connection: DeviceConnection): void {
    if (this.#isClosed) return;
    const session = this.#hear(frame.mn, { at: frame.at, transport: "hj212", address: connection.address });
    this.#attach(session, connection);
    session.pw = frame.header.pw;
    this.#listen(session, frame);
  }

  activating(mn: string, connection: DeviceConnection): void {
    const known = this.#options.devices.find(mn);
    if (this.#isClosed || known === undefined) return;
    const session = this.#sessionOf(mn);
    this.#attach(session, connection);
    if (!session.mayBeActivated(performance.now())) return;
    void this.#request(mn, [{ command: "activate", loggerId: known.device.loggerId ?? "" }], "system:activation");
  }

  /** A device published something. */
  published(message: PublishedMessage): void {
    if (this.#isClosed) return;
    const at = this.#options.clock.now();
    const session = this.#hear(message.mn, { at, transport: "mqtt", address: message.address });
    const known = message.kind === "hj212" ? this.#options.devices.find(message.mn) : undefined;
    const frame = known && readPublishedFrame(message, at, known);
    if (frame !== undefined) this.#listen(session, frame);
  }

  /** A door refused something. */
  refused(refusal: RefusalNotice): void {
    if (this.#isClosed) return;
    // What was refused is kept to be looked at, and a password that was wrong by one digit is one all the same.
    this.#writer.refused({
      ...refusal,
      sample: shownOf(this.#options.devices, refusal.mn, refusal.sample),
      at: this.#options.clock.now(),
    });
  }

  /** The device has connected to our broker, or its last connection there is gone. */
  presence(mn: string, isOnline: boolean): void {
    if (this.#isClosed) return;
    const session = this.#sessionOf(mn);
    session.isAtBroker = isOnline;
    this.#noteConnected(session);
  }

  connectionClosed(connection: DeviceConnection): void {
    for (const mn of this.#mnsOn.get(connection) ?? []) {
      const session = this.#sessionOf(mn);
      session.detach(connection);
      if (session.connections.length > 0) continue;
      this.#noteConnected(session);
      session.runner?.lost();
    }
    this.#mnsOn.delete(connection);
  }

  /**
   * Looks for requests that can be begun. Looks follow one another: only a look begins an exchange, so none is begun
   * twice. While one runs, any number of calls have it followed by one more.
   */
  look(): Promise<void> {
    this.#nextLook ??= this.#looks.run(() => {
      this.#nextLook = undefined;
      return this.#lookOnce();
    });
    return this.#nextLook;
  }

  /** Writes what is known and drops what is under way; the next start ends it in the records. */
  async close(): Promise<void> {
    clearInterval(this.#timer);
    this.#isClosed = true;
    for (const session of this.#sessions.values()) {
      session.runner?.stop();
      session.record.connect(false, this.#options.clock.now());
      this.#writer.deviceChanged(session.record);
    }
    await this.#looks.run(() => this.#writer.close());
  }

  async #lookOnce(): Promise<void> {
    if (this.#isClosed) return;
    try {
      if (this.#mustBeginAnew) await this.#beginAnew();
      const waiting = await this.#writer.queued(MOST_QUEUED);
      if (this.#isClosed) return;
      for (const exchange of waiting) if (exchange.state === "queued") this.#consider(exchange);
    } catch (cause) {
      this.#orBusy(cause, {}, "device records are busy, looking for requests later");
    }
  }

  async #beginAnew(): Promise<void> {
    const { deviceRecords, clock } = this.#options;
    await deviceRecords.beginAnew(clock.now());
    this.#mustBeginAnew = false;
    // Devices that came meanwhile are there, whatever the records say now.
    for (const { record } of this.#sessions.values()) this.#writer.deviceChanged(record);
  }

  /** Logs that the records did not answer; anything else is a mistake of ours. */
  #orBusy(cause: unknown, fields: Readonly<Record<string, string>>, text: string): void {
    if (!(cause instanceof StoreUnavailableError)) throw cause;
    this.#options.log.warn({ ...fields, cause: cause.message }, text);
  }

  #sessionOf(mn: string): DeviceSession {
    const open = this.#sessions.get(mn);
    if (open !== undefined) return open;
    const session = new DeviceSession(openRecord(mn, this.#stored.get(mn), this.#options));
    this.#sessions.set(mn, session);
    return session;
  }

  #hear(mn: string, sign: SignOfLife): DeviceSession {
    const session = this.#sessionOf(mn);
    const movedFrom = session.record.hear(sign);
    this.#writer.deviceChanged(session.record);
    if (movedFrom !== undefined) this.#noteMove(session, movedFrom, sign);
    return session;
  }

  #noteMove(session: DeviceSession, from: string, { at, address }: SignOfLife): void {
    this.#options.counters.add("device_moves_total");
    // Two loggers with one MN move with every frame: one line a minute says it.
    if (at - session.moveLoggedAt < MINUTE) return;
    session.moveLoggedAt = at;
    const { mn, moves } = session.record.state;
    this.#options.log.info({ mn, from, to: address, moves }, "device speaks from another address");
  }

  #attach(session: DeviceSession, connection: DeviceConnection): void {
    const { mn } = session.record.state;
    const mns = this.#mnsOn.get(connection);
    if (mns?.has(mn) === true) return;
    if (mns === undefined) this.#mnsOn.set(connection, new Set([mn]));
    else mns.add(mn);
    session.attach(connection);
    this.#noteConnected(session);
    this.#lookSoon();
  }

  #noteConnected(session: DeviceSession): void {
    session.record.connect(session.isConnected, this.#options.clock.now());
    this.#writer.deviceChanged(session.record);
  }

  #listen(session: DeviceSession, frame: HeardFrame): void {
    const { header, at, bytes, mn } = frame;
    if (!session.record.state.speaksHj212) this.#lookSoon();
    session.record.speak({ st: header.st, flagVersion: header.flag.version });
    this.#noteParts(session, this.#parts.take(frame));
    session.record.addFrame("in", bytes, at);
    if (header.cn.startsWith("2")) session.speaksClear = isDataInClear(bytes, { cn: header.cn, dataArea: frame.dataArea });
    noteKeyOf(frame, this.#options.devices.find(mn), session);
    session.runner?.take({ qn: header.qn, cn: header.cn, dataArea: frame.dataArea });
    const driftMs = session.clock.look(frame, performance.now());
    if (driftMs !== undefined) {
      session.record.drift(driftMs, at);
      this.#time.heard(mn, driftMs);
    }
    if (header.cn === "1013" && this.#time.mayTell()) this.#tellTime(session, "system:time-request");
    this.#beginContact(mn, session);
  }

  #noteParts({ record }: DeviceSession, notes: PartNotes): void {
    if (noteParts(record, notes, this.#options.counters)) this.#writer.deviceChanged(record);
  }

  #beginContact(mn: string, session: DeviceSession): void {
    const device = this.#options.devices.find(mn)?.device;
    const text = device === undefined ? null : firstContactText(device);
    if (device === undefined || text === null || session.record.state.firstContact === text) return;
    // Asked once our clock may be told: the next frame looks again.
    if (device.firstContact?.includes("set-time") === true && !this.#time.mayTell()) return;
    session.record.begunWith(text);
    void this.#request(mn, firstContactCommands(device), "system:first-contact");
  }

  #tellTime(session: DeviceSession, createdBy: string): void {
    session.clock.told(this.#options.clock.now());
    void this.#request(session.record.state.mn, [{ command: "set-time" }], createdBy);
  }

  #mayBeSet({ record }: DeviceSession): boolean {
    return this.#options.devices.find(record.state.mn)?.device.autoSetTime !== false;
  }

  async #request(mn: string, commands: readonly DeviceCommand[], createdBy: string): Promise<void> {
    const now = this.#options.clock.now();
    // A millisecond apart, so that a sequence is listed in its order everywhere.
    const rows = commands.map((command, i) => ({ id: randomUUID(), mn, command, st: null, createdAt: plus(now, i), createdBy }));
    try {
      await this.#writer.request(rows);
      this.#lookSoon();
    } catch (cause) {
      this.#orBusy(cause, { mn, createdBy }, "device records are busy, nothing was asked of the device");
    }
  }

  #lookSoon(): void {
    if (this.#isLookDue) return;
    this.#isLookDue = true;
    setImmediate(() => {
      this.#isLookDue = false;
      void this.look();
    });
  }

  #consider(exchange: Exchange): void {
    const now = this.#options.clock.now();
    const known = this.#options.devices.find(exchange.mn);
    const key = known && keyReadiness(exchange, known, now);
    if (now > exchange.createdAt + LAPSE && !this.#time.isDoubted())
      this.#giveUp(exchange, "timed-out", { code: "not-there-for-a-day", facts: {} });
    else if (known === undefined) this.#giveUp(exchange, "failed", { code: "not-registered", facts: {} });
    else if (key === "none") this.#giveUp(exchange, "failed", { code: "no-new-key", facts: {} });
    else if (key === "soon") return;
    else if (exchange.command.command === "set-time" && this.#time.isDoubted())
      this.#giveUp(exchange, "failed", { code: "clock-in-doubt", facts: {} });
    else this.#begin(exchange, this.#sessionOf(exchange.mn));
  }

  #begin(exchange: Exchange, session: DeviceSession): void {
    if (session.runner !== undefined || !session.mayBeAsked(performance.now())) return;
    session.runner = new ExchangeRunner({
      exchange,
      header: this.#headerOf(exchange, session),
      plan: {
        timing: timingOf(this.#options.devices.find(exchange.mn)?.device, this.#timing),
        losses: this.#losses.get(exchange.id) ?? 0,
      },
      deps: {
        clock: this.#options.clock,
        transmit: (frame) => this.#transmit(session, frame),
        changed: (changed) => this.#writer.exchangeChanged(changed),
        over: (ended) => this.#over(session, ended),
      },
    });
    session.runner.begin();
  }

  #headerOf(exchange: Exchange, session: DeviceSession): RequestHeader {
    const { mn } = exchange;
    const known = this.#options.devices.find(mn);
    const { st, flagVersion } = session.record.state;
    return {
      mn,
      qn: formatBeijingStamp(session.nextQn(this.#options.clock.now()), true),
      st: exchange.st ?? st ?? SYSTEM_ST,
      pw: known?.hj212Password?.() ?? session.pw,
      edition: known?.device.edition ?? editionOf(flagVersion),
      crc: known?.device.crc ?? "standard",
      ...keysOfRequest(exchange, known, session),
    };
  }

  async #transmit(session: DeviceSession, { bytes, kept }: RequestFrame): Promise<boolean> {
    const { mn } = session.record.state;
    const connection = session.connections.at(-1);
    const isTaken = connection === undefined ? await this.#options.publishDown(mn, bytes) : connection.send(bytes);
    if (!isTaken) return false;
    session.record.addFrame("out", kept, this.#options.clock.now());
    this.#writer.deviceChanged(session.record);
    return true;
  }

  #over(session: DeviceSession, exchange: Exchange): void {
    session.runner = undefined;
    if (exchange.state === "queued") {
      session.rest(performance.now());
      if (exchange.attempts > 0 && session.connections.length === 0)
        this.#losses.set(exchange.id, (this.#losses.get(exchange.id) ?? 0) + 1);
      return;
    }
    this.#losses.delete(exchange.id);
    const next = this.#options.devices.find(exchange.mn)?.newSm4Key?.();
    noteKeyTaken(exchange, next, { session, at: this.#options.clock.now() });
    this.#options.counters.add("device_commands_total", exchange.state);
    this.#lookSoon();
  }

  #giveUp(exchange: Exchange, state: "timed-out" | "failed", result: ExchangeResult): void {
    this.#losses.delete(exchange.id);
    this.#options.counters.add("device_commands_total", state);
    this.#writer.exchangeChanged({ ...exchange, state, result, endedAt: this.#options.clock.now() });
  }

  #everySecond(): void {
    const nowMs = performance.now();
    const now = this.#options.clock.now();
    const wrong = [...this.#sessions.values()].filter((session) => session.clock.isDue(nowMs, now) && this.#mayBeSet(session));
    if (wrong.length > 0 && this.#time.mayTell()) for (const session of wrong) this.#tellTime(session, "system:clock-drift");
    for (const { mn, count } of this.#parts.expire(now)) this.#noteParts(this.#sessionOf(mn), { ...NO_NOTES, lost: count });
    void this.look();
    void this.#writer.flush();
  }
}
