import type { Basis } from "../core/readings/reading.ts";
import { labelOf, periodOf } from "../core/registry/labels.ts";
import type { Device } from "../core/registry/registry.ts";
import { HOUR, type Instant, MINUTE, plus, SECOND } from "../core/time.ts";
import type { Quirk } from "./codecs/hj212/quirks.ts";

/** How much earlier than the end of its period a value may be sent by its own clock. */
const SKEW = 5 * SECOND;
/** A value that is sent so soon after a boundary is no back-fill. */
const LIVE = 5 * MINUTE;
/** A QN that differs more from its arrival tells nothing of the label: it is old, or its clock is wrong. */
const SENT_NOW = HOUR;

/** What a message says of its own time. */
export interface StatedTimes {
  readonly basis: Basis;
  /** DataTime, as sent. */
  readonly at: Instant;
  /** QN: when it was sent, by the same clock. */
  readonly sentAt: Instant | undefined;
  readonly receivedAt: Instant;
  readonly isBackfill: boolean;
}

/**
 * The deviation of a message whose label contradicts what is registered, told by the device's own clock: a period that
 * would not be over yet has the label of its end; one that is always sent a whole period late has that of its start.
 */
export function labelQuirk({ basis, at, sentAt, receivedAt, isBackfill }: StatedTimes, device: Device): Quirk | undefined {
  const period = periodOf(device, basis);
  // Single minutes are sent too soon after each other to tell.
  if (sentAt === undefined || isBackfill || period <= MINUTE) return undefined;
  if (Math.abs(receivedAt - sentAt) > SENT_NOW) return undefined;
  const late = sentAt - at;
  if (labelOf(device, basis) === "start")
    return late < Math.min(period - SKEW, LIVE) && late > -LIVE ? "labelled-with-end" : undefined;
  return sentAt >= plus(at, period) && late < period + LIVE ? "labelled-with-start" : undefined;
}
