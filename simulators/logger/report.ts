import type { Basis } from "../../core/readings/reading.ts";
import type { Instant } from "../../core/time.ts";

/** What a logger sends of one factor, rounded as the device shows it. */
export interface ReportedValue {
  readonly value: number;
  /** The value converted to the limit's reference oxygen content. */
  readonly converted?: number;
  readonly min?: number;
  readonly max?: number;
  /** What came out in the period: m³ of water or gas, kg of a pollutant. */
  readonly total?: number;
  readonly flag: string;
}

/** One message of a logger: a moment (`realtime`) or a period that begins at `at`. */
export interface Report {
  readonly basis: Exclude<Basis, "day">;
  readonly at: Instant;
  readonly values: Readonly<Record<string, ReportedValue>>;
}

/** What became of a logger's messages, each counted once except `resent`. */
export interface LoggerCounts {
  /** Messages that went out at least once. */
  readonly sent: number;
  readonly acknowledged: number;
  /** Sendings of a message that had gone out before. */
  readonly resent: number;
  /** Connections that could not be opened or were not let in, and publishes that failed. */
  readonly refused: number;
  /** Messages given up because the backlog was full. */
  readonly dropped: number;
  /** Messages in the backlog or on their way. */
  readonly waiting: number;
}

/** A data logger (数采仪): takes reports at any time, and delivers each at least once while it lives. */
export interface Logger {
  offer(report: Report): void;
  counts(): LoggerCounts;
  /** Lets go of the connection; what was not acknowledged is lost with the logger. Does not wait for an answer. */
  stop(): Promise<void>;
}
