import type { HourState, HourValue, MinuteFact } from "../core/judging/hour.ts";
import type { Reading } from "../core/readings/reading.ts";
import { startOfHour } from "../core/time.ts";

/**
 * A reading with the journal entry that brought it and, when that only offers a message again, the entry with which the
 * message first came.
 */
export type JournalledReading = Reading & { readonly seq: number; readonly retryOf?: number };

/**
 * Folds an hour mean or a minute reading into the hour it belongs to.
 * The same content again changes nothing; other content for the same period is a correction and the newest in journal
 * order wins. A message that is offered again keeps its place in that order: it takes back no correction that came
 * after it. Readings of another basis belong to no hour and change nothing.
 *
 * @param minuteInterval how many minutes one minute reading of this device covers
 */
export function foldReading(
  state: HourState | undefined,
  reading: JournalledReading,
  minuteInterval: number,
): { readonly next: HourState; readonly changed: boolean } {
  const hour = state ?? emptyHour(reading);
  switch (reading.basis) {
    case "hour":
      return foldHourMean(hour, reading);
    case "minute":
      return foldMinute(hour, reading, minuteInterval);
    case "realtime":
    case "day":
      return { next: hour, changed: false };
  }
}

function emptyHour(reading: JournalledReading): HourState {
  return {
    outlet: reading.outlet,
    pollutant: reading.pollutant,
    start: startOfHour(reading.at),
    minutesCameFirst: false,
    minutes: [],
  };
}

function foldHourMean(state: HourState, reading: JournalledReading): { readonly next: HourState; readonly changed: boolean } {
  const known = state.hour;
  if (known !== undefined && (isRepeat(known, reading) || isOvertaken(known, reading))) return { next: state, changed: false };
  const hour: HourValue = {
    value: reading.value,
    flag: reading.flag,
    seq: reading.seq,
    revision: known === undefined ? 0 : known.revision + 1,
    ...(reading.converted === undefined ? {} : { converted: reading.converted }),
  };
  // Only the first hour mean tells how the device works; a correction of hours later must not turn gaps into invalid
  // minutes.
  const minutesCameFirst = known === undefined ? state.minutes.length > 0 : state.minutesCameFirst;
  return { next: { ...state, hour, minutesCameFirst }, changed: true };
}

/** As `sameContent` of the core reads it: a repeat that leaves the converted value out takes nothing away. */
function isRepeat(known: HourValue, reading: JournalledReading): boolean {
  const sameConverted = reading.converted === undefined || reading.converted === known.converted;
  return known.value === reading.value && known.flag === reading.flag && sameConverted;
}

/** True when the period was corrected after the message first came that is now offered again. */
function isOvertaken(known: { readonly seq: number }, { seq, retryOf }: JournalledReading): boolean {
  return retryOf !== undefined && known.seq > retryOf && known.seq !== seq;
}

function foldMinute(
  state: HourState,
  reading: JournalledReading,
  minutes: number,
): { readonly next: HourState; readonly changed: boolean } {
  const known = state.minutes.find((m) => m.at === reading.at);
  const isKnown = known?.value === reading.value && known.flag === reading.flag;
  if (isKnown || (known !== undefined && isOvertaken(known, reading))) return { next: state, changed: false };
  const fact: MinuteFact = { at: reading.at, value: reading.value, flag: reading.flag, minutes, seq: reading.seq };
  const others = state.minutes.filter((m) => m.at !== reading.at);
  return { next: { ...state, minutes: [...others, fact].sort((a, b) => a.at - b.at) }, changed: true };
}
