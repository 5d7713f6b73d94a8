import type { Instant } from "../time.ts";

/** What the platform may ask of a device without harm: nothing here moves a valve, changes a range or a password. */
export type DeviceCommand =
  /** Hours (2061), minutes (2051) or days (2031) from the device's memory; `from` and `to` are labels (DataTime), both inclusive. */
  | { readonly command: "history"; readonly cn: "2061" | "2051" | "2031"; readonly from: Instant; readonly to: Instant }
  | { readonly command: "set-time" }
  | { readonly command: "read-time"; readonly polId?: string }
  /** 1062: realtime interval in seconds; 1064: minute interval in minutes. */
  | { readonly command: "set-interval"; readonly cn: "1062" | "1064"; readonly value: number }
  | { readonly command: "read-interval"; readonly cn: "1061" | "1063" }
  | { readonly command: "start-realtime" }
  | { readonly command: "stop-realtime" }
  /** 2021 and 2022: the state of treatment equipment. */
  | { readonly command: "start-state" }
  | { readonly command: "stop-state" }
  /** 1000: how long the device waits for an answer (seconds), and how often it sends again. */
  | { readonly command: "set-timeout"; readonly overTime: number; readonly reCount: number }
  | { readonly command: "sample"; readonly polId: string }
  | { readonly command: "device-id"; readonly polId: string }
  | {
      readonly command: "information";
      readonly polId: string;
      readonly infoId: string;
      readonly from?: Instant;
      readonly to?: Instant;
    };

/**
 * Where an exchange stands. `queued`: waits for the device or for the exchange before it; `sent`: no answer yet; `accepted`: the device said it would (9011);
 * `unsupported`: it said it does not know the command; `timed-out`: it did not answer, or was never there.
 */
export type ExchangeState = "queued" | "sent" | "accepted" | "done" | "failed" | "timed-out" | "unsupported";

/** The states in which nothing more happens. */
export const ENDED_STATES: readonly ExchangeState[] = ["done", "failed", "timed-out", "unsupported"];

/** One frame of the device that belongs to an exchange. */
export interface ExchangeAnswer {
  readonly cn: string;
  /** The data area as sent. */
  readonly cp: string;
  readonly at: Instant;
}

/** One command to one device, with everything that came of it. */
export interface Exchange {
  readonly id: string;
  readonly mn: string;
  readonly command: DeviceCommand;
  /** The system code (ST) it is sent with; `null`: the one the device last used itself. */
  readonly st: string | null;
  readonly state: ExchangeState;
  readonly createdAt: Instant;
  /** Id of a person or token, or `system:…` for what the product asks by itself. */
  readonly createdBy: string;
  /** When it was sent first. */
  readonly sentAt: Instant | null;
  /** How often it was sent; a repeat keeps the QN. */
  readonly attempts: number;
  readonly qn: string | null;
  readonly answers: readonly ExchangeAnswer[];
  /** How many data packets came for a history request; they are ordinary uploads and stand in the journal. */
  readonly packets: number;
  /** What the device said in the end (QnRtn or ExeRtn), when it did. */
  readonly returnCode: number | null;
  /** How it ended, in words; empty while it is open. */
  readonly result: string;
  readonly endedAt: Instant | null;
}

/** An exchange before the gateway has seen it. */
export type NewExchange = Pick<Exchange, "id" | "mn" | "command" | "st" | "createdAt" | "createdBy">;

/** A new exchange, queued. */
export function queuedExchange(asked: NewExchange): Exchange {
  const untouched = { state: "queued", sentAt: null, attempts: 0, qn: null, answers: [], packets: 0 } as const;
  return { ...asked, ...untouched, returnCode: null, result: "", endedAt: null };
}

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
  /** True while a socket of the HJ 212 door or a connection to our broker is open; of a device behind a bridge nobody knows before something is sent. */
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
  /** How many frames went over the line, either way: the `n` of the newest one that is kept. */
  readonly frames: number;
}

const PRESENCE_KEPT = 20;

/** A state after the device came or went; the same when it was there, or gone, already. What older editions stored knows no presence. */
export function withPresence<S extends Pick<DeviceState, "connected" | "presence">>(state: S, { at, online }: PresenceChange): S {
  if (state.connected === online) return state;
  return { ...state, connected: online, presence: [...(state.presence ?? []), { at, online }].slice(-PRESENCE_KEPT) };
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

/** `found`: missing; `asked`: requested from the device; `filled`: the readings are there; `given-up`: asked often enough. */
export type GapState = "found" | "asked" | "filled" | "given-up";

/** A run of periods that a device should have reported and did not. */
export interface Gap {
  readonly id: string;
  readonly mn: string;
  readonly st: string | null;
  readonly basis: "minute" | "hour";
  /** Start of the first and of the last missing period. */
  readonly from: Instant;
  readonly to: Instant;
  /** Outlets that miss a period of it. */
  readonly outlets: readonly string[];
  readonly state: GapState;
  readonly attempts: number;
  /** The exchange that asked last. */
  readonly exchange: string | null;
  /** When it was found, and when it last changed its state. */
  readonly foundAt: Instant;
  readonly changedAt: Instant;
}

/** What was turned away at a door: the same of one claimed device is one row, with the newest sample. */
export interface Refusal {
  readonly transport: "mqtt" | "hj212";
  /** Whom it says it is; empty when that could not be read. */
  readonly mn: string;
  readonly reason: string;
  /** The newest one, in words. */
  readonly detail: string;
  readonly address: string;
  readonly count: number;
  readonly firstAt: Instant;
  readonly lastAt: Instant;
  /** Its first bytes, as they came; may hold a password. Empty where a door keeps none. */
  readonly sample: Uint8Array;
}

/** One thing that was turned away. */
export type NewRefusal = Omit<Refusal, "count" | "firstAt" | "lastAt"> & { readonly at: Instant };

/** How many rows of refusals are kept: those that came last. */
export const REFUSALS_KEPT = 1_000;

/** A refusal as the first of its kind. */
export function firstRefusal({ at, ...told }: NewRefusal): Refusal {
  return { ...told, count: 1, firstAt: at, lastAt: at };
}

/** Refusals of one kind as one: counts add up, and the newest says how it was. */
export function joinRefusals(before: Refusal | undefined, after: Refusal): Refusal {
  if (before === undefined) return after;
  return { ...after, count: before.count + after.count, firstAt: before.firstAt };
}

/** Refusals of one kind have the same key. */
export function refusalKey({ transport, mn, reason }: Pick<Refusal, "transport" | "mn" | "reason">): string {
  return `${transport}|${reason}|${mn}`;
}
