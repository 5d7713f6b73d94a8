import { randomUUID } from "node:crypto";
import type { Clock } from "../core/clock.ts";
import type { Counters } from "../core/counters.ts";
import { StoreUnavailableError } from "../core/failures.ts";
import type { DeviceCommand, DeviceState, Exchange, NewRefusal } from "../core/field/device-exchange.ts";
import type { DeviceLedger } from "../core/field/device-ledger.ts";
import type { DeviceDirectory } from "../core/field/devices.ts";
import type { Log } from "../core/log.ts";
import type { Edition } from "../core/registry/registry.ts";
import { DAY, formatBeijingStamp, type Instant, instant, MINUTE, plus } from "../core/time.ts";
import { decodeOptionsOf } from "../ingest/codecs/hj212/decode-options.ts";
import { ClockWatch } from "./clock-watch.ts";
import { DeviceRecord, type SignOfLife } from "./device-record.ts";
import { DEFAULT_TIMING, type ExchangeTiming } from "./exchange-machine.ts";
import { ExchangeRunner } from "./exchange-runner.ts";
import { firstContactCommands, firstContactText } from "./first-contact.ts";
import { type HeardMessage, type HeardOverMqtt, readMqttFrame } from "./heard-frame.ts";
import { LedgerWriter } from "./ledger-writer.ts";
import { type PartNotes, PartWatch } from "./part-watch.ts";
import type { RequestHeader } from "./request-frame.ts";

/** A way to a device. */
export interface DeviceLine {
  readonly address: string;
  /** The devices that have spoken on it; kept by the desk. */
  readonly mns: Set<string>;
  /** Writes a frame; false when the peer cannot take it any more. */
  send(frame: Uint8Array): boolean;
}

export interface DeviceDeskOptions {
  readonly ledger: DeviceLedger;
  readonly devices: DeviceDirectory;
  readonly clock: Clock;
  readonly counters: Counters;
  readonly log: Log;
  /** Sends to the device's MQTT topic; false when no client of it listens. */
  readonly publishDown: (mn: string, frame: Uint8Array) => Promise<boolean>;
  readonly timing?: Partial<ExchangeTiming>;
}

/** What the desk keeps of one device while it runs. */
interface Desk {
  readonly record: DeviceRecord;
  readonly lines: DeviceLine[];
  /** A client of it is connected to our broker. */
  isAtBroker: boolean;
  runner: ExchangeRunner | undefined;
  lastQn: Instant;
  pw: string;
  /** Monotonic milliseconds before which it is not tried again. */
  restUntilMs: number;
  readonly clock: ClockWatch;
  toldOfMoveAt: Instant;
}

const EVERY_MS = 1_000;
const REST_MS = 3_000;
/** A request for a device that is not there lapses. */
const LAPSE = DAY;
/** Devices that are looked at in one go. */
const MOST_QUEUED = 20_000;
const SYSTEM_ST = "31";

/**
 * Speaks to devices: takes requests from the ledger, one at a time for each device, carries them out over the socket or the MQTT topic of the device, and writes
 * down what it knows of devices from hearing them. It hears every frame after the journal has taken it and does nothing that waits.
 */
export class DeviceDesk {
  readonly #options: DeviceDeskOptions;
  readonly #timing: ExchangeTiming;
  readonly #writer: LedgerWriter;
  readonly #stored: ReadonlyMap<string, DeviceState>;
  readonly #desks = new Map<string, Desk>();
  readonly #losses = new Map<string, number>();
  readonly #parts = new PartWatch();
  readonly #timer: NodeJS.Timeout;
  #isLookDue = false;
  #isClosed = false;

  constructor(options: DeviceDeskOptions) {
    this.#options = options;
    this.#timing = { ...DEFAULT_TIMING, ...options.timing };
    this.#writer = new LedgerWriter(options.ledger, options.log, () => this.#lookSoon());
    options.ledger.beginAnew(options.clock.now());
    this.#stored = new Map(options.ledger.devices().map((device) => [device.mn, device]));
    this.#timer = setInterval(() => this.#everySecond(), EVERY_MS);
  }

  /** A frame of HJ 212 that came over a socket. */
  heard(message: HeardMessage, line: DeviceLine): void {
    if (this.#isClosed) return;
    const desk = this.#hear(message.mn, { at: message.at, transport: "hj212", address: line.address });
    if (!line.mns.has(message.mn)) this.#attach(desk, line);
    desk.pw = message.header.pw;
    this.#listen(desk, message);
  }

  /** Whatever a device published. */
  heardOverMqtt(message: HeardOverMqtt): void {
    if (this.#isClosed) return;
    const at = this.#options.clock.now();
    const desk = this.#hear(message.mn, { at, transport: "mqtt", address: message.address });
    const known = message.kind === "hj212" ? this.#options.devices.find(message.mn) : undefined;
    const frame = known && readMqttFrame(message, at, decodeOptionsOf(known.device, known.sm4Key?.()));
    if (frame !== undefined) this.#listen(desk, frame);
  }

  /** Somebody was turned away at a door. */
  refused(refusal: Omit<NewRefusal, "at">): void {
    if (!this.#isClosed) this.#writer.refused({ ...refusal, at: this.#options.clock.now() });
  }

  /** The device came to our broker, or its last connection there is gone. */
  presence(mn: string, isOnline: boolean): void {
    if (this.#isClosed) return;
    const desk = this.#deskOf(mn);
    desk.isAtBroker = isOnline;
    desk.record.connect(isOnline || desk.lines.length > 0, this.#options.clock.now());
    this.#writer.deviceChanged(desk.record);
  }

  /** The socket is gone. */
  lineClosed(line: DeviceLine): void {
    for (const mn of line.mns) {
      const desk = this.#desks.get(mn);
      if (desk === undefined) continue;
      desk.lines.splice(desk.lines.indexOf(line), 1);
      if (desk.lines.length > 0) continue;
      desk.record.connect(desk.isAtBroker, this.#options.clock.now());
      this.#writer.deviceChanged(desk.record);
      desk.runner?.lost();
    }
  }

  /** Looks for requests that can be begun. */
  look(): void {
    if (this.#isClosed) return;
    for (const row of this.#options.ledger.queued(MOST_QUEUED)) {
      const exchange = this.#writer.unwritten(row.id) ?? row;
      if (exchange.state === "queued") this.#consider(exchange);
    }
  }

  /** Writes what is known and lets go of what is under way; the next start ends it in the ledger. */
  close(): void {
    clearInterval(this.#timer);
    for (const desk of this.#desks.values()) {
      desk.runner?.stop();
      desk.record.connect(false, this.#options.clock.now());
      this.#writer.deviceChanged(desk.record);
    }
    this.#writer.close();
    this.#isClosed = true;
  }

  #hear(mn: string, sign: SignOfLife): Desk {
    const desk = this.#deskOf(mn);
    const movedFrom = desk.record.hear(sign);
    this.#writer.deviceChanged(desk.record);
    if (movedFrom !== undefined) this.#noteMove(desk, movedFrom, sign);
    return desk;
  }

  #noteMove(desk: Desk, from: string, { at, address }: SignOfLife): void {
    this.#options.counters.add("device_moves_total");
    // Two loggers with one MN move with every frame: one line a minute says it.
    if (at - desk.toldOfMoveAt < MINUTE) return;
    desk.toldOfMoveAt = at;
    const { mn, moves } = desk.record.state;
    this.#options.log.info({ mn, from, to: address, moves }, "device speaks from another address");
  }

  #deskOf(mn: string): Desk {
    let desk = this.#desks.get(mn);
    if (desk !== undefined) return desk;
    desk = {
      record: new DeviceRecord(mn, this.#stored.get(mn)),
      lines: [],
      isAtBroker: false,
      runner: undefined,
      lastQn: instant(0),
      pw: "",
      restUntilMs: 0,
      clock: new ClockWatch(),
      toldOfMoveAt: instant(0),
    };
    this.#desks.set(mn, desk);
    return desk;
  }

  #attach(desk: Desk, line: DeviceLine): void {
    const { mn } = desk.record.state;
    line.mns.add(mn);
    desk.lines.push(line);
    desk.record.connect(true, this.#options.clock.now());
    desk.restUntilMs = 0;
    this.#lookSoon();
  }

  #listen(desk: Desk, message: HeardMessage): void {
    const { header, at, bytes, mn } = message;
    if (!desk.record.state.speaksHj212) this.#lookSoon();
    desk.record.speak({ st: header.st, flagVersion: header.flag.version });
    this.#noteParts(desk, this.#parts.take(message));
    desk.record.addFrame("in", bytes, at);
    desk.runner?.take({ qn: header.qn, cn: header.cn, dataArea: message.dataArea });
    this.#lookAtClock(desk, message);
    if (header.cn === "1013") this.#tellTime(desk, "system:time-request");
    this.#beginContact(mn, desk);
  }

  #noteParts(desk: Desk, { lost, repeated, refused }: PartNotes): void {
    if (repeated > 0) desk.record.noteQuirk("part-repeated", repeated);
    if (refused > 0) desk.record.noteQuirk("part-refused", refused);
    this.#notePartsLost(desk, lost);
  }

  #notePartsLost(desk: Desk, packets: number): void {
    if (packets === 0) return;
    desk.record.noteQuirk("part-lost", packets);
    this.#writer.deviceChanged(desk.record);
    this.#options.counters.add("hj212_packets_incomplete_total", undefined, packets);
  }

  #lookAtClock(desk: Desk, message: HeardMessage): void {
    const driftMs = desk.clock.look(message, performance.now());
    if (driftMs !== undefined) desk.record.drift(driftMs, message.at);
  }

  #beginContact(mn: string, desk: Desk): void {
    const device = this.#options.devices.find(mn)?.device;
    const text = device === undefined ? null : firstContactText(device);
    if (device === undefined || text === null || desk.record.state.firstContact === text) return;
    desk.record.begunWith(text);
    this.#request(mn, firstContactCommands(device), "system:first-contact");
  }

  #tellTime(desk: Desk, createdBy: string): void {
    desk.clock.told(this.#options.clock.now());
    this.#request(desk.record.state.mn, [{ command: "set-time" }], createdBy);
  }

  #request(mn: string, commands: readonly DeviceCommand[], createdBy: string): void {
    const now = this.#options.clock.now();
    // A millisecond apart, so that a sequence stands in its order wherever it is listed.
    const rows = commands.map((command, i) => ({ id: randomUUID(), mn, command, st: null, createdAt: plus(now, i), createdBy }));
    try {
      this.#options.ledger.request(rows);
      this.#lookSoon();
    } catch (cause) {
      if (!(cause instanceof StoreUnavailableError)) throw cause;
      this.#options.log.warn({ mn, createdBy, cause: cause.message }, "device ledger is busy, nothing was asked of the device");
    }
  }

  #lookSoon(): void {
    if (this.#isLookDue) return;
    this.#isLookDue = true;
    setImmediate(() => {
      this.#isLookDue = false;
      this.look();
    });
  }

  #consider(exchange: Exchange): void {
    const now = this.#options.clock.now();
    if (now > exchange.createdAt + LAPSE) this.#giveUp(exchange, "timed-out", "the device was not there for a day");
    else if (this.#options.devices.find(exchange.mn) === undefined)
      this.#giveUp(exchange, "failed", "the device is not in the registry");
    else this.#begin(exchange, this.#deskOf(exchange.mn));
  }

  #begin(exchange: Exchange, desk: Desk): void {
    if (desk.runner !== undefined || !isReachable(desk)) return;
    desk.runner = new ExchangeRunner({
      exchange,
      header: this.#headerOf(exchange, desk),
      plan: { timing: this.#timingOf(exchange.mn), losses: this.#losses.get(exchange.id) ?? 0 },
      deps: {
        clock: this.#options.clock,
        transmit: (frame) => this.#transmit(desk, frame),
        changed: (changed) => this.#writer.exchangeChanged(changed),
        over: (ended) => this.#over(desk, ended),
      },
    });
    desk.runner.begin();
  }

  /** What is set for the device's link goes before what is usual. */
  #timingOf(mn: string): ExchangeTiming {
    const { overTimeSeconds, resendCount } = this.#options.devices.find(mn)?.device ?? {};
    return {
      ...this.#timing,
      ...(overTimeSeconds !== undefined && { answerMs: overTimeSeconds * 1_000 }),
      ...(resendCount !== undefined && { repeats: resendCount }),
    };
  }

  #headerOf(exchange: Exchange, desk: Desk): RequestHeader {
    const { mn } = exchange;
    const known = this.#options.devices.find(mn);
    const { st, flagVersion } = desk.record.state;
    desk.lastQn = instant(Math.max(this.#options.clock.now(), desk.lastQn + 1));
    return {
      mn,
      qn: formatBeijingStamp(desk.lastQn, true),
      st: exchange.st ?? st ?? SYSTEM_ST,
      pw: known?.hj212Password?.() ?? desk.pw,
      edition: known?.device.edition ?? editionOf(flagVersion),
      crc: known?.device.crc ?? "standard",
    };
  }

  async #transmit(desk: Desk, frame: Uint8Array): Promise<boolean> {
    const { mn } = desk.record.state;
    const line = desk.lines.at(-1);
    const isTaken = line === undefined ? await this.#options.publishDown(mn, frame) : line.send(frame);
    if (!isTaken) return false;
    desk.record.addFrame("out", frame, this.#options.clock.now());
    this.#writer.deviceChanged(desk.record);
    return true;
  }

  #over(desk: Desk, exchange: Exchange): void {
    desk.runner = undefined;
    if (exchange.state === "queued") {
      desk.restUntilMs = performance.now() + REST_MS;
      if (exchange.attempts > 0 && desk.lines.length === 0)
        this.#losses.set(exchange.id, (this.#losses.get(exchange.id) ?? 0) + 1);
      return;
    }
    this.#losses.delete(exchange.id);
    this.#options.counters.add("device_commands_total", exchange.state);
    this.#lookSoon();
  }

  #giveUp(exchange: Exchange, state: "timed-out" | "failed", result: string): void {
    this.#losses.delete(exchange.id);
    this.#options.counters.add("device_commands_total", state);
    this.#writer.exchangeChanged({ ...exchange, state, result, endedAt: this.#options.clock.now() });
  }

  #everySecond(): void {
    const nowMs = performance.now();
    const now = this.#options.clock.now();
    for (const desk of this.#desks.values()) {
      if (desk.clock.isDue(nowMs, now)) this.#tellTime(desk, "system:clock-drift");
    }
    for (const { mn, count } of this.#parts.expire(now)) this.#notePartsLost(this.#deskOf(mn), count);
    this.look();
    this.#writer.flush();
  }
}

/** A device of the HJ 212 door must be there; over MQTT only the broker knows, and is asked not too often. */
function isReachable(desk: Desk): boolean {
  const mayListen = desk.lines.length > 0 || desk.record.state.transport === "mqtt";
  return mayListen && performance.now() >= desk.restUntilMs;
}

function editionOf(flagVersion: number | null): Edition {
  if (flagVersion === 0) return "2005";
  return flagVersion === 2 ? "2025" : "2017";
}
