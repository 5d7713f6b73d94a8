import { JOURNAL_PENDING_BYTES } from "../doors/journal-gate.ts";

/** What the broker grants a device or an address before it says no or slows down. Every queue has its size here. */
export interface BrokerLimits {
  /** Largest packet, by its remaining length. A larger one closes the connection on its length field. */
  readonly packetBytes: number;
  /** Largest first packet: nobody has shown who he is yet. */
  readonly connectBytes: number;
  /**
   * Packets per second of one device, over all its connections, before its sockets are read more slowly. Nothing is
   * refused.
   */
  readonly deviceRate: number;
  /** Bytes waiting for the disk above which no device is read. Reading goes on at half of it. */
  readonly journalPendingBytes: number;
  /** Open sockets over all doors, from the moment TCP has accepted them. */
  readonly connections: number;
  /** The same of one IPv4 address or one IPv6 network (/64). */
  readonly connectionsPerAddress: number;
  /**
   * Wrong credentials a minute from one address with one user name; beyond it nothing from there is checked until the
   * minute is over.
   */
  readonly failedLoginsPerMinute: number;
  /** The same over all user names of one address: many devices may stand behind it. */
  readonly failedLoginsPerAddress: number;
  /** From the accepted socket to a complete CONNECT. */
  readonly connectTimeoutMs: number;
  /** Longest keepalive that counts; longer ones, and 0, are taken as this. */
  readonly keepaliveSeconds: number;
  /**
   * How often a minute a connection may be replaced by a newcomer with its client id. Beyond it the newcomer is
   * refused.
   */
  readonly takeOversPerMinute: number;
  /** Open sockets of one device over all doors; one more ends the oldest. */
  readonly socketsPerDevice: number;
  readonly subscriptionsPerClient: number;
  /** Messages kept for a subscriber that is away (clean session 0); the oldest goes first. */
  readonly offlineMessages: number;
  /** Sessions remembered after their connection; the one longest away goes first. */
  readonly offlineSessions: number;
  /** The same of one device. */
  readonly offlineSessionsPerDevice: number;
  /** How long a client may leave what we say unread before it is closed. */
  readonly drainTimeoutMs: number;
  /** How long a socket that we have ended waits for the other side to end, too. */
  readonly lingerMs: number;
  /** How long `close` waits for acknowledgements to leave. */
  readonly closeTimeoutMs: number;
  /** Interval of keepalive checks and of the flushing of counts. */
  readonly sweepMs: number;
}

export const DEFAULT_BROKER_LIMITS: BrokerLimits = {
  packetBytes: 256 * 1024,
  connectBytes: 16 * 1024,
  deviceRate: 1_000,
  journalPendingBytes: JOURNAL_PENDING_BYTES,
  connections: 20_000,
  connectionsPerAddress: 10_000,
  failedLoginsPerMinute: 10,
  failedLoginsPerAddress: 300,
  connectTimeoutMs: 20_000,
  keepaliveSeconds: 3_600,
  takeOversPerMinute: 6,
  socketsPerDevice: 4,
  subscriptionsPerClient: 10,
  offlineMessages: 32,
  offlineSessions: 20_000,
  offlineSessionsPerDevice: 8,
  drainTimeoutMs: 5_000,
  lingerMs: 1_000,
  closeTimeoutMs: 5_000,
  sweepMs: 1_000,
};
