import type { Rejection } from "../core/readings/message.ts";
import type { Basis } from "../core/readings/reading.ts";
import type { RejectDetail } from "../core/readings/reject-codes.ts";
import type { Device } from "../core/registry/registry.ts";
import { err, ok, type Result } from "../core/result.ts";
import {
  beijingDate,
  DAY,
  HOUR,
  type Instant,
  instant,
  MINUTE,
  parseIso,
  plus,
  startOfBeijingDate,
  startOfHour,
} from "../core/time.ts";

/** How far a device's clock may run ahead of ours. */
const CLOCK_TOLERANCE = 5 * MINUTE;
/**
 * How long after its start a value can be known. Minute intervals are labelled too loosely in the field to be held to
 * it, and make no verdict.
 */
const KNOWN_AFTER: Readonly<Record<Basis, number>> = { realtime: 0, minute: 0, hour: HOUR, day: DAY };
/** No automatic monitoring is older; a logger whose clock was reset says 1970 or 2000. */
const EARLIEST = parseIso("2000-01-01T00:00:00+08:00") ?? instant(0);

/** A reading's time as the device gave it. */
export interface SaidTime {
  readonly at: Instant;
  readonly basis: Basis;
  /** Whether an hour is labelled with its end. JSON always says the start. */
  readonly isEndLabel: boolean;
  /** When the message was sent by the device's own clock; `undefined` when it does not say. */
  readonly sentAt: Instant | undefined;
}

/**
 * The moment or the start of the period that a reading belongs to, and whether the device's time had to be put back to
 * it.
 */
export interface PlacedTime {
  readonly at: Instant;
  readonly wasMoved: boolean;
}

/**
 * Places a reading in time: a minute, hour or day at the start of its period (an hour with an end label one hour
 * earlier), a realtime value at its moment. Rejected: `future-time` when the moment, the start of a minute interval, or
 * the end of an hour or day lies more than 5 minutes after the message came (nobody knows the mean of an hour that is
 * not over; most often such a device labels an hour with its end); `impossible-time` before the year 2000.
 */
export function placeInTime(said: SaidTime, device: Device, receivedAt: Instant): Result<PlacedTime, Rejection> {
  const start = startOf(said.basis, said.at, device);
  const at = said.isEndLabel && said.basis === "hour" ? plus(start, -HOUR) : start;
  if (at < EARLIEST) return err({ reason: "impossible-time", detail: { code: "time-before-2000", facts: { at } } });
  const end = plus(at, KNOWN_AFTER[said.basis]);
  if (end > receivedAt + CLOCK_TOLERANCE) {
    const { basis } = said;
    const detail: RejectDetail =
      end === at
        ? { code: "time-in-future", facts: { at, receivedAt } }
        : { code: "period-not-over", facts: { basis, at, receivedAt } };
    const liesInOurFutureOnly = isOverForItsSender(said, { at, end }, receivedAt);
    return err({ reason: "future-time", detail, ...(liesInOurFutureOnly && { offerAgainAt: end }) });
  }
  return ok({ at, wasMoved: start !== said.at });
}

/**
 * True when the value was known by the device's own clock, so that it lies in the future by ours alone. A device that
 * does not show its clock may label a period with its end: then only a period that has not even begun tells.
 */
function isOverForItsSender(
  { sentAt }: SaidTime,
  { at, end }: { readonly at: Instant; readonly end: Instant },
  receivedAt: Instant,
): boolean {
  return sentAt === undefined ? at > receivedAt + CLOCK_TOLERANCE : end <= sentAt + CLOCK_TOLERANCE;
}

function startOf(basis: Basis, at: Instant, device: Device): Instant {
  switch (basis) {
    case "realtime":
      return at;
    case "minute": {
      const period = (device.minuteMinutes ?? 1) * MINUTE;
      return instant(Math.floor(at / period) * period);
    }
    case "hour":
      return startOfHour(at);
    case "day":
      return startOfBeijingDate(beijingDate(at));
  }
}
