import {
  type DeviceFrame,
  type DeviceState,
  FRAMES_KEPT,
  type SeenAddress,
  unheardDevice,
  withPresence,
} from "../core/field/device-state.ts";
import { HOUR, type Instant } from "../core/time.ts";
import { withoutSecrets } from "../ingest/codecs/hj212/star-secrets.ts";

const MOST_ADDRESSES = 10;
const MOST_QUIRKS = 50;

/** A sign of life of a device. */
export interface SignOfLife {
  readonly at: Instant;
  readonly transport: "mqtt" | "hj212";
  readonly address: string;
}

/** What happens beside a record. */
export interface RecordHooks {
  /** Stars passwords and keys out of a frame that is to be kept. */
  readonly shown?: (raw: Uint8Array) => Uint8Array;
  /** Called when the device is back at an address that it left within the hour. */
  readonly onTurns?: () => void;
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/**
 * What the gateway knows of one device. Changed with every frame, so it is changed in place; the records gets copies,
 * now and then.
 */
export class DeviceRecord {
  readonly #state: Mutable<Omit<DeviceState, "quirks" | "addresses">>;
  readonly #quirks: Map<string, number>;
  #addresses: Mutable<SeenAddress>[];
  /** Frames that the records does not have yet; older ones than the newest twenty it will never get. */
  #frames: DeviceFrame[] = [];

  readonly #hooks: RecordHooks;

  /** @param stored what the records knows of it from before */
  constructor(mn: string, stored: DeviceState = unheardDevice(mn), hooks: RecordHooks = {}) {
    this.#hooks = hooks;
    const { quirks, addresses, ...rest } = stored;
    // What was stored by an older edition knows no presence.
    this.#state = { ...rest, connected: false, presence: rest.presence ?? [] };
    this.#quirks = new Map(Object.entries(quirks));
    this.#addresses = addresses.map((seen) => ({ ...seen }));
  }

  get state(): Readonly<Omit<DeviceState, "quirks" | "addresses">> {
    return this.#state;
  }

  /** Notes that it was heard. Answers the address it spoke from before when that was another one. */
  hear({ at, transport, address }: SignOfLife): string | undefined {
    const state = this.#state;
    const before = state.address;
    state.lastSeenAt = at;
    state.transport = transport;
    state.address = address;
    const seen = this.#addresses[this.#addresses.length - 1];
    if (seen !== undefined && seen.address === address) {
      seen.lastAt = at;
      return undefined;
    }
    const earlier = this.#addresses.find((a) => a.address === address);
    const wasThereAt = earlier?.lastAt ?? 0;
    const others = this.#addresses.filter((a) => a !== earlier);
    this.#addresses = [...others, { address, firstAt: earlier?.firstAt ?? at, lastAt: at }].slice(-MOST_ADDRESSES);
    if (before === "" || before === address) return undefined;
    state.moves += 1;
    state.movedAt = at;
    // Back where it was a moment ago, and not on its way to a new place.
    if (earlier !== undefined && at - wasThereAt < HOUR) {
      this.noteQuirk("addresses-in-turn", 1);
      this.#hooks.onTurns?.();
    }
    return before;
  }

  /** Notes what a frame of HJ 212 shows of its sender. */
  speak(frame: { readonly st: string; readonly flagVersion: number }): void {
    this.#state.speaksHj212 = true;
    this.#state.flagVersion = frame.flagVersion;
    // 91 is the ST of answers, not of the device.
    if (frame.st !== "91") this.#state.st = frame.st;
  }

  /** Notes a deviation that only the gateway sees; all others are counted where messages are decoded. */
  noteQuirk(quirk: string, times: number): void {
    if (this.#quirks.size < MOST_QUIRKS || this.#quirks.has(quirk))
      this.#quirks.set(quirk, (this.#quirks.get(quirk) ?? 0) + times);
  }

  drift(driftMs: number, at: Instant): void {
    this.#state.driftMs = driftMs;
    this.#state.driftAt = at;
  }

  /** It came to a door, or its last connection is gone. */
  connect(connected: boolean, at: Instant): void {
    const { presence } = withPresence(this.#state, { at, online: connected });
    this.#state.connected = connected;
    this.#state.presence = presence;
  }

  /** It uses this new key now. */
  keyUsed(stored: string, at: Instant): void {
    if (this.#state.key?.used !== stored) this.#state.key = { ...this.#state.key, used: stored, usedSince: at };
  }

  /** It asks for a new key. */
  keyAsked(at: Instant): void {
    this.#state.key = { ...this.#state.key, askedAt: at };
  }

  begunWith(firstContact: string): void {
    this.#state.firstContact = firstContact;
  }

  /**
   * Keeps a frame until the records has it, as it came: of hundreds only the last ones are written, and starred. The
   * bytes are not copied: what was read from the socket with them stays in memory for a moment only.
   */
  addFrame(direction: "in" | "out", raw: Uint8Array, at: Instant): void {
    this.#state.frames += 1;
    this.#frames.push({ mn: this.#state.mn, n: this.#state.frames, at, direction, raw });
    if (this.#frames.length > FRAMES_KEPT) this.#frames.shift();
  }

  /** How many frames the records does not have yet. */
  get waitingFrames(): number {
    return this.#frames.length;
  }

  /**
   * The state as the records keeps it, and the frames it does not have yet. They are taken: call `giveBack` when it did
   * not take them.
   */
  take(): { readonly state: DeviceState; readonly frames: readonly DeviceFrame[] } {
    const { shown = (raw) => withoutSecrets(raw) } = this.#hooks;
    const frames = this.#frames.map((frame) => ({ ...frame, raw: shown(frame.raw) }));
    this.#frames = [];
    return {
      state: {
        ...this.#state,
        quirks: Object.fromEntries(this.#quirks),
        addresses: this.#addresses.map((seen) => ({ ...seen })),
      },
      frames,
    };
  }

  giveBack(frames: readonly DeviceFrame[]): void {
    this.#frames = [...frames, ...this.#frames].slice(-FRAMES_KEPT);
  }
}
