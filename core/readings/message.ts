import type { Transport } from "../journal/journal-entry.ts";
import type { Instant } from "../time.ts";
import type { Reading } from "./reading.ts";
import type { RejectDetail } from "./reject-codes.ts";

/** Why a message, or one factor of it, cannot be used. Codes are listed in `docs/errors.md`. */
export type RejectReason =
  | "not-json"
  | "wrong-shape"
  | "too-many-readings"
  | "not-a-frame"
  | "wrong-crc"
  | "wrong-length"
  | "wrong-header"
  | "wrong-mn"
  | "wrong-password"
  | "no-time"
  | "impossible-time"
  | "future-time"
  | "unknown-factor"
  | "unknown-device"
  | "not-a-number"
  | "wrong-flag"
  | "not-encrypted"
  | "unsupported-command"
  | "undecodable";

/** A message or a factor that was rejected, with its reason. */
export interface Rejection {
  readonly reason: RejectReason;
  readonly detail: RejectDetail;
  /** When the message is offered again by itself: it was rejected only because it lay in our future. */
  readonly offerAgainAt?: Instant;
}

/**
 * What a journalled message says, after decoding and mapping to outlets. Exactly one of three things becomes of it:
 * readings (some may be rejected), control (no data in it: answers, heartbeats), or wholly rejected.
 */
export interface DecodedMessage {
  /** The journal entry it came with; for a retry, the entry that is offered again. */
  readonly messageId: number;
  /** The journal entry that is being processed. Equal to `messageId` but for a retry. */
  readonly seq: number;
  readonly receivedAt: Instant;
  readonly transport: Transport;
  readonly mn: string;
  /** MQTT topic; empty for other transports. A retry needs it to decode the same way. */
  readonly topic: string;
  readonly raw: Uint8Array;
  readonly isControl: boolean;
  readonly readings: readonly Reading[];
  readonly rejections: readonly Rejection[];
  /** Deviations from the standard that were accepted, by name. */
  readonly quirks: readonly string[];
}

/** What became of a message. Until it is decoded it is `pending`. */
export type MessageOutcome = "stored" | "duplicate" | "control" | "quarantined";

/** The account of one device (or all, `mn` undefined) on one Beijing day: `received` is the sum of the others. */
export interface Account {
  readonly received: number;
  readonly stored: number;
  readonly quarantined: number;
  readonly pending: number;
  readonly duplicates: number;
  readonly control: number;
}

/** A message, or a factor of one, that was rejected and can be looked at and retried. */
export interface QuarantineRow {
  readonly id: string;
  readonly messageId: number;
  readonly receivedAt: Instant;
  readonly transport: Transport;
  readonly mn: string;
  readonly topic: string;
  readonly reason: RejectReason;
  readonly detail: RejectDetail;
  readonly raw: Uint8Array;
  readonly retriedAt?: Instant;
}
