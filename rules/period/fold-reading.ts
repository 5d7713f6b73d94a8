import type { JudgedVersion, LateMarks, MinuteFact, PeriodKey, PeriodState } from "../../core/judging/period.ts";
import { type Basis, isUsableFlag, type Reading } from "../../core/readings/reading.ts";
import { compareVersions, placeAfter, type Standing, sameContent, standingOf } from "../../core/readings/versions.ts";
import { type Instant, startOfBeijingDay, startOfHour } from "../../core/time.ts";
import { FIGURES } from "../../limits/figures.ts";
import { secondWatermark } from "./watermarks.ts";

/** A reading with what the journal and the registry say of it. */
export interface ArrivedReading {
  readonly reading: Reading;
  /** The journal entry that brings it. */
  readonly seq: number;
  readonly now: Instant;
  /** @see JudgedVersion.channelFrom */
  readonly channelFrom: number;
  /** @see PeriodState.isHistory */
  readonly isHistory: boolean;
}

/** True for readings that belong to a period. */
export function isOfPeriod(basis: Basis): boolean {
  return basis !== "realtime";
}

/** The period that a reading belongs to; `undefined` for a moment, which no period is made of. */
export function periodOf({ outlet, pollutant, basis, at }: Reading): PeriodKey | undefined {
  switch (basis) {
    case "realtime":
      return undefined;
    case "minute":
    case "hour":
      return { outlet, pollutant, basis: "hour", start: startOfHour(at) };
    case "day":
      return { outlet, pollutant, basis: "day", start: startOfBeijingDay(at) };
  }
}

/**
 * Folds a reading into its period. The state is a function of the set of versions: each content counts once, with the
 * last place that its source gave it, and the greatest is in force, so that repeats and shuffles change nothing. After
 * the second watermark only another value counts; a flag that says whether the value may be used, or a minute value, is
 * kept as a late mark. Answers with the same object when nothing changed.
 */
export function foldReading(key: PeriodKey, state: PeriodState | undefined, arrived: ArrivedReading): PeriodState {
  const { reading, now } = arrived;
  const known = state !== undefined && isHeardOf(state) ? state : firstHeard(key, state, arrived);
  const isLate = now >= secondWatermark(known);
  return reading.basis === "minute" ? foldMinute(known, arrived, isLate) : foldOwn(known, arrived, isLate);
}

/** A day of whose hours something is said has a row before a value of its own comes; it is heard of with that value. */
function firstHeard(key: PeriodKey, state: PeriodState | undefined, { now, isHistory }: ArrivedReading): PeriodState {
  const heard = state === undefined ? emptyPeriod(key, now) : { ...state, heardAt: now };
  return isHistory ? { ...heard, isHistory } : heard;
}

function isHeardOf({ own, minutes, late }: PeriodState): boolean {
  return own.length > 0 || minutes.length > 0 || late !== undefined;
}

const NONE: readonly never[] = [];

/** A period of which nothing is known yet. */
export function emptyPeriod(key: PeriodKey, now: Instant): PeriodState {
  const { outlet, pollutant, basis, start } = key;
  return {
    outlet,
    pollutant,
    basis,
    start,
    own: NONE,
    minutes: NONE,
    heardAt: now,
    findings: NONE,
    isColoured: false,
    askAt: null,
  };
}

/** The version of the logger's own mean that counts; `undefined` where none came. */
export function inForce({ own }: PeriodState): JudgedVersion | undefined {
  return own[0];
}

function foldOwn(state: PeriodState, arrived: ArrivedReading, isLate: boolean): PeriodState {
  const next = withVersion(state.own, arrived);
  if (next === state.own) return state;
  const { flag } = arrived.reading;
  // What was in force stays so against a late version that only says whether it counts.
  if (isLate && isMark(next, state.own)) return withLate(state, { flag });
  return { ...state, own: next };
}

/** True when what would be in force says only whether the value counts: that it does not, or that the same one does. */
function isMark([now]: Versions, [before]: readonly JudgedVersion[]): boolean {
  if (before === undefined || sameContent(now, before)) return false;
  if (!isUsableFlag(now.flag)) return true;
  return !isUsableFlag(before.flag) && now.value === before.value && now.converted === before.converted;
}

function foldMinute(state: PeriodState, arrived: ArrivedReading, isLate: boolean): PeriodState {
  const { at, minutes: registered } = arrived.reading;
  const known = state.minutes.find((m) => m.at === at);
  const versions = withVersion(known?.versions ?? [], arrived);
  if (versions === known?.versions) return state;
  const isOther = known === undefined || overcomes(versions, known.versions);
  if (isLate && isOther && state.own.length > 0) return withLate(state, { minutes: true });
  // The interval that was registered for the version in force.
  const minutes = versions[0].seq === arrived.seq ? registered : known?.minutes;
  const fact: MinuteFact = { at, versions, ...(minutes !== undefined && { minutes }) };
  return { ...state, minutes: placed(state.minutes, fact) };
}

/** True when something else is in force now than before; false when it is only said again, or an older version came. */
function overcomes([now]: Versions, [before]: readonly JudgedVersion[]): boolean {
  return before !== undefined && !sameContent(now, before);
}

/** Minute values mostly come in order: then nothing is sorted. */
function placed(minutes: readonly MinuteFact[], fact: MinuteFact): readonly MinuteFact[] {
  const last = minutes.at(-1);
  if (last === undefined || last.at < fact.at) return [...minutes, fact];
  return [...minutes.filter((m) => m.at !== fact.at), fact].sort((a, b) => a.at - b.at);
}

function withLate(state: PeriodState, mark: LateMarks): PeriodState {
  const late = { ...state.late, ...mark };
  const isKnown = late.flag === state.late?.flag && late.minutes === state.late?.minutes;
  return isKnown ? state : { ...state, late };
}

/** Each content once, the one in force first. */
type Versions = readonly [JudgedVersion, ...JudgedVersion[]];

/** The versions with this one; the same list when it says nothing new. */
function withVersion(known: readonly JudgedVersion[], { reading, seq, channelFrom }: ArrivedReading): Versions {
  const said = versionOf(reading, seq, channelFrom);
  if (known.length === 0) return [said];
  const versions = known as Versions;
  const standing = channelStanding(said, versions) ?? standingOf(said, versions);
  if (standing.is === "repeat") return versions;
  const version = standing.is === "said-again" ? saidAgain(standing, said) : said;
  const others = standing.is === "said-again" ? versions.filter((v) => v !== standing.known) : versions;
  const next = [...others, version].sort(newestFirst).slice(0, FIGURES.versionsOfAPeriod.value);
  return next.includes(version) ? (next as readonly JudgedVersion[] as Versions) : versions;
}

/** A message that only says it, too, and not later, is remembered and moves nothing. */
function saidAgain({ known, place }: Standing<JudgedVersion> & { is: "said-again" }, said: JudgedVersion): JudgedVersion {
  const { arrival: _, digests: __, ...rest } = place.order === said.order ? said : known;
  return { ...rest, ...place };
}

/** What two channels say is said by the later one, whatever order each gave it. */
function channelStanding(said: JudgedVersion, versions: readonly JudgedVersion[]): Standing<JudgedVersion> | undefined {
  const known = versions.find((version) => sameContent(version, said));
  if (known === undefined || known.channelFrom === said.channelFrom) return undefined;
  if (known.channelFrom > said.channelFrom) return { is: "repeat" };
  return { is: "said-again", known, place: placeAfter(known, said, true) };
}

function newestFirst(a: JudgedVersion, b: JudgedVersion): number {
  return b.channelFrom - a.channelFrom || compareVersions(b, a);
}

function versionOf(reading: Reading, seq: number, channelFrom: number): JudgedVersion {
  const { value, flag, unit, order, arrival, converted, min, max, total, field, implausible } = reading;
  const version: { -readonly [Part in keyof JudgedVersion]: JudgedVersion[Part] } = {
    value,
    flag,
    unit,
    order,
    channelFrom,
    seq,
  };
  if (arrival !== undefined) version.arrival = arrival;
  if (converted !== undefined) version.converted = converted;
  if (min !== undefined) version.min = min;
  if (max !== undefined) version.max = max;
  if (total !== undefined) version.total = total;
  if (field !== undefined) version.field = field;
  if (implausible !== undefined) version.implausible = implausible;
  return version;
}
