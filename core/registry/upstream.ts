import type { Basis } from "../readings/reading.ts";
import type { CrcOfLine } from "./crc-of-line.ts";
import type { Edition } from "./edition.ts";
import type { StoredSecret } from "./stored-secret.ts";

/**
 * The editions in which readings are passed on. A platform that speaks nothing but 2005 also reads 2017 frames, but not
 * the other way round.
 */
export type UpstreamEdition = Exclude<Edition, "2005">;

/** A platform above us (市级, 省级平台) to which readings are passed on as HJ 212 (一点多传). We are its data logger. */
export interface Upstream {
  /** Names the place in the journal up to which it has everything; a new id begins anew. */
  readonly id: string;
  readonly name: string;
  readonly host: string;
  readonly port: number;
  readonly edition: UpstreamEdition;
  /** The CRC by which the platform checks our frames; the standard's when left out. Answers may carry any. */
  readonly crc?: CrcOfLine;
  /** `9011`: the platform says that it has a frame by 9011 with QnRtn=1 and sends no 9014. `9014` when left out. */
  readonly acknowledgedBy?: "9014" | "9011";
  /** `unchecked`: answers come without a CRC, or with one that means nothing. `checked` when left out. */
  readonly answerCrc?: "checked" | "unchecked";
  /** Every outlet of these enterprises is passed on. */
  readonly enterprises?: readonly string[];
  /** Single outlets that are passed on as well. */
  readonly outlets?: readonly string[];
  /** What a device is called up there; a device that is not listed keeps its MN. */
  readonly devices?: readonly UpstreamDevice[];
  /** PW of devices that have none of their own in `devices`. */
  readonly password?: StoredSecret;
  /** Which kinds of readings are passed on; all when left out. */
  readonly basis?: readonly Basis[];
  /** Readings of periods further back are not passed on any more; `DEFAULT_BACKFILL_DAYS` when left out. */
  readonly backfillDays?: number;
}

/** One of our devices as the platform above knows it. */
export interface UpstreamDevice {
  readonly mn: string;
  readonly as: string;
  readonly password?: StoredSecret;
}

/** How far back readings are passed on when the registry does not say. */
export const DEFAULT_BACKFILL_DAYS = 30;
