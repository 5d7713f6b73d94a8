import type { DecodedMessage, MessageOutcome } from "../../core/readings/message.ts";
import { type Reading, type StoredReading, sameContent } from "../../core/readings/reading.ts";
import type { RevisedReading } from "../../core/readings/series.ts";

/**
 * The version that `reading` becomes, given the newest version known of its period; `undefined` when it only repeats
 * it. A different value is a correction: the newest wins, whatever came before. A message that is offered again keeps
 * its place in that order: it takes back no correction that came after it.
 */
export function nextVersion(
  reading: Reading,
  message: Pick<DecodedMessage, "seq" | "messageId" | "receivedAt">,
  known: StoredReading | undefined,
): RevisedReading | undefined {
  if (known === undefined) return stamp(reading, message, 0);
  if (sameContent(known, reading) || isOvertaken(known, message)) return undefined;
  return { ...stamp(reading, message, known.revision + 1), previous: known };
}

/** True when the period was corrected after the message first came that is now offered again. */
function isOvertaken(known: StoredReading, { seq, messageId }: Pick<DecodedMessage, "seq" | "messageId">): boolean {
  return messageId !== seq && known.seq > messageId && known.seq !== seq;
}

/** Part by part: spreading the reading takes a third of the whole intake's time. */
function stamp(reading: Reading, message: Pick<DecodedMessage, "seq" | "receivedAt">, revision: number): StoredReading {
  const { outlet, pollutant, basis, at, value, flag } = reading;
  const { seq, receivedAt } = message;
  const stored: { -readonly [Part in keyof StoredReading]: StoredReading[Part] } = {
    outlet,
    pollutant,
    basis,
    at,
    value,
    flag,
    seq,
    receivedAt,
    revision,
  };
  if (reading.converted !== undefined) stored.converted = reading.converted;
  if (reading.min !== undefined) stored.min = reading.min;
  if (reading.max !== undefined) stored.max = reading.max;
  if (reading.total !== undefined) stored.total = reading.total;
  return stored;
}

/**
 * The reading without the version it replaced: what is kept in memory, so that a chain of corrections does not grow
 * there.
 */
export function withoutPrevious(reading: RevisedReading): StoredReading {
  if (reading.previous === undefined) return reading;
  const { previous: _, ...stored } = reading;
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
