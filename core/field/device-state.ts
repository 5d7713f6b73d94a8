import type { Instant } from "../time.ts";

/** An address that a device has spoken from. */
export interface SeenAddress {
  readonly address: string;
  readonly firstAt: Instant;
  readonly lastAt: Instant;
}

/** A device came to a door, or its last connection was gone. */
export interface PresenceChange {
  readonly at: Instant;
  readonly online: boolean;
}

/** What the gateway knows of a device from hearing it. */
export interface DeviceState {
  readonly mn: string;
  /** `null` when it was never heard and only asked. */
  readonly lastSeenAt: Instant | null;
  readonly transport: "mqtt" | "hj212";
  /** Where it spoke from last; empty when the door does not know. */
  readonly address: string;
  /**
   * True while a socket of the HJ 212 door or a connection to our broker is open; of a device behind a bridge nobody
   * knows before something is sent.
   */
  readonly connected: boolean;
  /** When it came and went, the newest twenty times, the oldest first. */
  readonly presence: readonly PresenceChange[];
  /** True when it has sent HJ 212 frames, so that it can be asked. */
  readonly speaksHj212: boolean;
  /** System code and version bits of Flag that it used last. */
  readonly st: string | null;
  readonly flagVersion: number | null;
  /** Device clock minus ours, in milliseconds, from the newest upload that tells; `null` while none did. */
  readonly driftMs: number | null;
  readonly driftAt: Instant | null;
  /** How often each accepted deviation was seen in the frames that were looked at. */
  readonly quirks: Readonly<Record<string, number>>;
  /** The newest ten addresses. */
  readonly addresses: readonly SeenAddress[];
  /** How often it spoke from another address than the time before. */
  readonly moves: number;
  readonly movedAt: Instant | null;
  /** The first-contact sequence that was asked of it last, as text; asked again when it is configured differently. */
  readonly firstContact: string | null;
  /** What is known of its SM4 key; absent while nothing is. */
  readonly key?: DeviceKey;
  /** How many frames went over the line, either way: the `n` of the newest one that is kept. */
  readonly frames: number;
}

/** A change of an encrypting device's key. */
export interface DeviceKey {
  /** The new key that it uses, as the registry has it, sealed: it said that it took it, or its data fit with it. */
  readonly used?: string;
  /** Since when. */
  readonly usedSince?: Instant;
  /** When it asked for a new one (1014). */
  readonly askedAt?: Instant;
}

const PRESENCE_KEPT = 20;

/** A state after the device came or went; the same when it was there, or gone, already. */
export function withPresence<S extends Pick<DeviceState, "connected" | "presence">>(state: S, { at, online }: PresenceChange): S {
  if (state.connected === online) return state;
  return { ...state, connected: online, presence: [...state.presence, { at, online }].slice(-PRESENCE_KEPT) };
}

/** What is known of a device before it was ever heard. */
export function unheardDevice(mn: string): DeviceState {
  const unknown = { st: null, flagVersion: null, driftMs: null, driftAt: null, movedAt: null, firstContact: null } as const;
  const nothing = {
    address: "",
    connected: false,
    speaksHj212: false,
    quirks: {},
    addresses: [],
    moves: 0,
    frames: 0,
    presence: [],
  } as const;
  return { mn, lastSeenAt: null, transport: "mqtt", ...nothing, ...unknown };
}

/** One frame on the line to a device. */
export interface DeviceFrame {
  readonly mn: string;
  /** Grows with every frame of the device. */
  readonly n: number;
  readonly at: Instant;
  readonly direction: "in" | "out";
  readonly raw: Uint8Array;
}

/** How many frames are kept of a device. */
export const FRAMES_KEPT = 20;
