import type { Basis } from "../readings/reading.ts";
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
