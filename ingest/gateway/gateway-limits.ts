import { JOURNAL_PENDING_BYTES } from "../../doors/journal-gate.ts";
import type { BrakeLimits } from "./password-brake.ts";

/** Bounds of the HJ 212 door. Each has a counter that says when it was reached. */
export interface GatewayLimits extends BrakeLimits {
  /**
   * When all places are taken, a newcomer gets that of the connection that has been open longest without a word of a
   * known device; if there is none, it is refused.
   */
  readonly connections: number;
  /** Of one IPv4 address, or of one IPv6 network (/64). */
  readonly connectionsPerAddress: number;
  /** A connection from which no known device has spoken by then is closed. */
  readonly learnMs: number;
  /** A connection that sends nothing for so long is closed. */
  readonly idleMs: number;
  /** How long an unfinished frame may wait for its rest before it is decided as it stands. */
  readonly restMs: number;
  /** How long a finished frame waits for its CR LF. Some devices never send one, and wait for the answer. */
  readonly tailMs: number;
  /** Bytes waiting for the disk above which no socket is read. Reading goes on at half of it. */
  readonly journalPendingBytes: number;
  /** Open connections on which one device was the first to speak; one more ends the oldest. */
  readonly socketsPerDevice: number;
  /** Messages a second of one device above which its socket is read more slowly. */
  readonly deviceRate: number;
  /**
   * Frames a second of one IPv4 address or IPv6 network, good and bad, above which its sockets are read more slowly.
   */
  readonly addressRate: number;
  /** So many frames of one connection are taken before all others have their turn. */
  readonly framesPerTurn: number;
  /** Bytes outside any frame are read no faster than this, so that a peer that sends only noise costs little. */
  readonly junkBytesPerSecond: number;
  /** A peer that leaves so many bytes of answers unread is cut off. */
  readonly unsentAnswerBytes: number;
  /** So many bad frames without a good one between them end the connection. */
  readonly badFramesInRow: number;
  /** A connection that is being ended and sends more than this is cut off. */
  readonly discardBytes: number;
  /** How long `close` waits for peers to take their last answers. */
  readonly closeMs: number;
}

export const DEFAULT_GATEWAY_LIMITS: GatewayLimits = {
  connections: 2_000,
  connectionsPerAddress: 200,
  learnMs: 60_000,
  idleMs: 600_000,
  restMs: 10_000,
  tailMs: 100,
  journalPendingBytes: JOURNAL_PENDING_BYTES,
  socketsPerDevice: 4,
  deviceRate: 1_000,
  addressRate: 50_000,
  framesPerTurn: 32,
  junkBytesPerSecond: 4 * 1024 * 1024,
  unsentAnswerBytes: 256 * 1024,
  badFramesInRow: 20,
  wrongPasswordsPerSender: 5,
  wrongPasswordsPerDevice: 20,
  discardBytes: 1024 * 1024,
  closeMs: 5_000,
};
