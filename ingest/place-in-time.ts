import type { Rejection } from "../core/readings/message.ts";
import type { Basis } from "../core/readings/reading.ts";
import type { RejectDetail } from "../core/readings/reject-codes.ts";
import { periodOf } from "../core/registry/labels.ts";
import type { Device, PeriodLabel } from "../core/registry/registry.ts";
import { err, ok, type Result } from "../core/result.ts";
import { DAY, HOUR, type Instant, instant, MINUTE, parseIso, plus } from "../core/time.ts";

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
  /** Which end of its period the time names. JSON always says the start. */
  readonly label: PeriodLabel;
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
 * Places a reading in time: a minute, hour or day at the start of its period, a realtime value at its moment. A minute
 * value stays at its own minute, whatever interval is registered: values that come closer cover less, they do not
 * replace each other. A label of the end names the nearest boundary (23:59:59 is midnight). Rejected: `future-time`
 * when the moment, the start of a minute interval, or the end of an hour or day lies more than 5 minutes after the
 * message came (nobody knows the mean of an hour that is not over; most often such a device labels an hour with its
 * end); `impossible-time` before the year 2000.
 */
export function placeInTime(said: SaidTime, device: Device, receivedAt: Instant): Result<PlacedTime, Rejection> {
  const boundary = boundaryOf(said);
  const at = said.label === "end" ? plus(boundary, -periodOf(device, said.basis)) : boundary;
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
  return ok({ at, wasMoved: boundary !== said.at || isOffTheInterval(said, device) });
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

/** The boundary of periods that the time names: the one before it, or for a label of the end the nearest. */
function boundaryOf({ basis, at, label }: SaidTime): Instant {
  const length = BOUNDARIES[basis];
  if (length === 0) return at;
  const periods = (at + BEIJING_SHIFT) / length;
  return instant((label === "end" ? Math.round(periods) : Math.floor(periods)) * length - BEIJING_SHIFT);
}

/** Days begin at midnight in Beijing; hours and minutes do not see the shift. */
const BEIJING_SHIFT = 8 * HOUR;
const BOUNDARIES: Readonly<Record<Basis, number>> = { realtime: 0, minute: MINUTE, hour: HOUR, day: DAY };

function isOffTheInterval({ basis, at }: SaidTime, device: Device): boolean {
  return basis === "minute" && at % periodOf(device, basis) !== 0;
}
