import type { Page } from "../casework/collection.ts";
import type { Instant } from "../time.ts";
import type { DeviceFrame, DeviceState } from "./device-state.ts";
import type { Exchange, NewExchange } from "./exchange.ts";
import type { Gap, GapState } from "./gap.ts";
import type { Refusal } from "./refusal.ts";

/** What the gateway writes at once. */
export interface DeviceUpdate {
  readonly exchanges: readonly Exchange[];
  readonly devices: readonly DeviceState[];
  readonly frames: readonly DeviceFrame[];
  /** What came since the last update; counts are added to those that are there. */
  readonly refusals?: readonly Refusal[];
}

/** How often a deviation from the standard was seen in what a device sent. */
export interface QuirkCount {
  readonly mn: string;
  readonly quirk: string;
  readonly count: number;
}

/** The reading side; any number, in any thread. */
export interface DeviceRecordsView {
  exchange(id: string): Promise<Exchange | undefined>;
  /** Exchanges of a device, newest first. @throws BadCursorError when the cursor is not one of this list. */
  exchanges(filter: { readonly mn: string; readonly limit: number; readonly cursor?: string }): Promise<Page<Exchange>>;
  device(mn: string): Promise<DeviceState | undefined>;
  devices(): Promise<readonly DeviceState[]>;
  /** The newest frames of a device, oldest first; at most `FRAMES_KEPT`. */
  frames(mn: string): Promise<readonly DeviceFrame[]>;
  /** What was refused at the doors, the newest first; of one claimed device when `mn` is given. */
  refusals(filter: { readonly mn?: string; readonly limit: number }): Promise<readonly Refusal[]>;
  /** How often each deviation was seen in what devices sent, as the decoder counted it. */
  quirks(): Promise<readonly QuirkCount[]>;
  /** How many exchanges of a device wait to be sent. */
  waiting(mn: string): Promise<number>;
  /** How many gaps of each device are not filled; devices without one are left out. */
  openGaps(): Promise<readonly { readonly mn: string; readonly count: number }[]>;
  /** Gaps in order of their start. */
  gaps(filter: { readonly mn?: string; readonly states?: readonly GapState[]; readonly limit: number }): Promise<readonly Gap[]>;
}

/**
 * What was asked of devices and what came of it, what the gateway knows of them, and which periods are missing. The API
 * and the gap finder put requests in, the gateway takes and answers them: three writers over one file, each with
 * transactions of a few rows. None of it is the source of a verdict, so a power cut may take the newest rows.
 * @throws StoreUnavailableError from every method when the store does not answer now: nothing of the call has happened.
 */
export interface DeviceRecords extends DeviceRecordsView {
  /** Queues exchanges. One with an id that is there already changes nothing. */
  request(asked: readonly NewExchange[]): Promise<void>;
  /**
   * The exchange of each device that has waited longest to be sent, in the order in which they were asked for: a device
   * that is away holds up no other.
   */
  queued(limit: number): Promise<readonly Exchange[]>;
  /**
   * Writes the gateway's knowledge; rows of the same key are replaced, and only the newest `FRAMES_KEPT` frames of a
   * device and `REFUSALS_KEPT` refusals stay.
   */
  save(update: DeviceUpdate): Promise<void>;
  /**
   * Ends what was under way when the gateway went down, and says of every device that it is not connected. Called once,
   * before the doors open.
   */
  beginAnew(now: Instant): Promise<void>;
  /** Adds to the counts of deviations. */
  addQuirks(counts: readonly QuirkCount[]): Promise<void>;
  /** Writes gaps and forgets others, in one transaction. */
  saveGaps(changed: readonly Gap[], forgotten: readonly string[]): Promise<void>;
  /**
   * Deletes exchanges that ended and gaps that were settled before `before`, and brings the write-ahead log into the
   * file.
   */
  tidy(before: Instant): Promise<void>;
  close(): Promise<void>;
}
