import type { DecodedMessage, MessageOutcome, Rejection } from "../../core/readings/message.ts";
import type { Reading, StoredReading } from "../../core/readings/reading.ts";
import type { RevisedReading } from "../../core/readings/series.ts";
import { compareVersions, standingOf, type VersionPlace, versionInForce } from "../../core/readings/versions.ts";
import { type Instant, instant } from "../../core/time.ts";

/** What is to be kept of a reading. */
export interface SettledReading {
  /** The version as it is now: new, or one that is known and was said again later. */
  readonly version: RevisedReading;
  /** True when the versions of the period or the value in force changed; false when only an order was raised. */
  readonly isChange: boolean;
}

/** What a message says of itself that its readings keep. */
type Bringer = Pick<DecodedMessage, "seq" | "receivedAt">;

/**
 * What `reading` becomes, given all versions known of its period; `undefined` when it only repeats one of them. Which
 * version is in force does not depend on what came first: an older one that comes late is kept behind it.
 */
export function settleReading(reading: Reading, message: Bringer, known: readonly StoredReading[]): SettledReading | undefined {
  if (known.length === 0) return { version: stamp(reading, message, 0), isChange: true };
  const standing = standingOf(reading, known);
  if (standing.is === "repeat") return undefined;
  const before = versionInForce(known);
  if (standing.is === "new") {
    const version = stamp(reading, message, nextRevision(known));
    return { version: revisedAmong(version, [...known, version]), isChange: true };
  }
  const raised = placedAt(standing.known, standing.place);
  const isInForce = before === standing.known;
  const takesOver = !isInForce && before !== undefined && compareVersions(raised, before) > 0;
  // Of the version in force nothing is new but its place, which goes on with whatever meets it next.
  const isLater = !isInForce && compareVersions(raised, standing.known) > 0;
  const version = isLater ? { ...raised, seq: message.seq, receivedAt: message.receivedAt } : raised;
  const others = known.filter((other) => other !== standing.known);
  return { version: revisedAmong(version, [...others, version]), isChange: takesOver };
}

/** The version with the one before it, and with what is in force instead of it. */
export function revisedAmong(version: StoredReading, versions: readonly StoredReading[]): RevisedReading {
  if (versions.length === 1) return version;
  const previous = versionInForce(versions.filter((other) => compareVersions(other, version) < 0));
  const inForce = versionInForce(versions);
  return {
    ...version,
    ...(previous !== undefined && { previous }),
    ...(inForce !== undefined && inForce.revision !== version.revision && { overtakenBy: inForce }),
  };
}

function nextRevision(known: readonly StoredReading[]): number {
  return known.reduce((next, { revision }) => Math.max(next, revision + 1), 0);
}

/** A known version at the place in which it was said again. */
function placedAt(known: StoredReading, place: VersionPlace): StoredReading {
  const { arrival: _, digests: __, ...rest } = known;
  return { ...rest, ...place };
}

/** Part by part: spreading the reading takes a third of the whole intake's time. */
function stamp(reading: Reading, { seq, receivedAt }: Bringer, revision: number): StoredReading {
  const { outlet, pollutant, basis, at, value, flag, mn, factor, unit, order } = reading;
  const stored: { -readonly [Part in keyof StoredReading]: StoredReading[Part] } = {
    outlet,
    pollutant,
    basis,
    at,
    value,
    flag,
    mn,
    factor,
    unit,
    order,
    seq,
    receivedAt,
    revision,
  };
  if (reading.converted !== undefined) stored.converted = reading.converted;
  if (reading.min !== undefined) stored.min = reading.min;
  if (reading.max !== undefined) stored.max = reading.max;
  if (reading.total !== undefined) stored.total = reading.total;
  if (reading.field !== undefined) stored.field = reading.field;
  if (reading.minutes !== undefined) stored.minutes = reading.minutes;
  if (reading.arrival !== undefined) stored.arrival = reading.arrival;
  if (reading.implausible !== undefined) stored.implausible = reading.implausible;
  if (reading.rawMean !== undefined) stored.rawMean = reading.rawMean;
  if (reading.sampledAt !== undefined) stored.sampledAt = reading.sampledAt;
  if (reading.vendorFlag !== undefined) stored.vendorFlag = reading.vendorFlag;
  if (reading.backfilled !== undefined) stored.backfilled = reading.backfilled;
  return stored;
}

/** The version alone: what is kept in memory, so that a chain of corrections does not grow there. */
export function versionOf(reading: RevisedReading): StoredReading {
  if (reading.previous === undefined && reading.overtakenBy === undefined) return reading;
  const { previous: _, overtakenBy: __, ...stored } = reading;
  return stored;
}

/**
 * What becomes of a message of which `changes` readings were new or corrected. One usable value decides: put-aside
 * factors beside it do not make the message quarantined. A message with neither values nor rejections says nothing and
 * is control.
 */
export function outcomeOf(message: DecodedMessage, changes: number): MessageOutcome {
  if (changes > 0) return "stored";
  if (message.readings.length > 0) return "duplicate";
  return message.rejections.length > 0 ? "quarantined" : "control";
}

const STANDING: Readonly<Record<MessageOutcome, number>> = { quarantined: 0, control: 1, duplicate: 2, stored: 3 };

/**
 * The outcome of a message after it was offered again. A retry can only improve it: of a message that was stored with
 * one bad factor, the good values come as duplicates the second time, and it stays stored.
 */
export function outcomeAfterRetry(before: MessageOutcome, retry: MessageOutcome): MessageOutcome {
  return STANDING[retry] > STANDING[before] ? retry : before;
}

/** True when the message is a quarantined one that is offered again. */
export function isRetry(message: DecodedMessage): boolean {
  return message.messageId !== message.seq;
}

/**
 * How many quarantine rows of one device and Beijing day are kept; a device that sends nothing usable must not
 * fill the disk.
 */
export const QUARANTINE_ROWS_PER_DEVICE_AND_DAY = 10_000;

/**
 * When a message is offered again by itself: at the first of its times that come, since a retry settles what is due and
 * says anew when the rest is. `undefined` when it is not.
 */
export function earliestOffer(rejections: readonly Pick<Rejection, "offerAgainAt">[]): Instant | undefined {
  const times = rejections.map(({ offerAgainAt }) => offerAgainAt).filter((at) => at !== undefined);
  return times.length === 0 ? undefined : instant(Math.min(...times));
}
