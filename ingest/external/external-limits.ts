import type { BackOffLimits } from "../../doors/back-off.ts";
import { JOURNAL_PENDING_BYTES } from "../../doors/journal-gate.ts";

/** Bounds of the reader of an external cluster. */
export interface ExternalLimits {
  /** Largest payload that is journalled; a larger one is acknowledged, counted as refused and kept as a sample. */
  readonly payloadBytes: number;
  /** Largest packet that an MQTT 5 cluster may send at all. */
  readonly packetBytes: number;
  /**
   * Messages that an MQTT 5 cluster may send ahead of our acknowledgements. An MQTT 3.1.1 cluster has a limit of its
   * own.
   */
  readonly receiveMaximum: number;
  /** Bytes waiting for the disk above which nothing more is read. Reading goes on at half of it. */
  readonly journalPendingBytes: number;
  readonly keepaliveSeconds: number;
  /**
   * A cluster that says nothing for so long, not even to a ping, is left: a half-open connection looks alive to TCP for
   * hours.
   */
  readonly silenceMs: number;
  /** From the first byte to the answer to CONNECT. */
  readonly connectTimeoutMs: number;
  /** The shortest and the longest wait before the next attempt. */
  readonly backOff: BackOffLimits;
  /** A connection that lasted so long lets the waits begin again at the shortest. */
  readonly settledMs: number;
  /** How long an MQTT 5 cluster keeps our session, and what waits in it, while we are away. */
  readonly sessionSeconds: number;
  /** How long `close` waits for the disk and for acknowledgements to leave. */
  readonly closeMs: number;
}

export const DEFAULT_EXTERNAL_LIMITS: ExternalLimits = {
  payloadBytes: 256 * 1024,
  packetBytes: 1024 * 1024,
  receiveMaximum: 1_000,
  journalPendingBytes: JOURNAL_PENDING_BYTES,
  keepaliveSeconds: 30,
  silenceMs: 60_000,
  connectTimeoutMs: 10_000,
  backOff: { firstMs: 500, longestMs: 30_000 },
  settledMs: 60_000,
  sessionSeconds: 7 * 86_400,
  closeMs: 5_000,
};
