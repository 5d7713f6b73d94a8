import { compareTexts } from "../../core/casework/column-value.ts";
import { type BeijingDate, type Instant, instant } from "../../core/time.ts";
import { type Highest, higherOf, highestOf, withoutOne } from "./highest.ts";
import type { Incident } from "./incident.ts";
import { type DaySpan, daysOf, partsLeft, sumOf } from "./incident-parts.ts";
import { countOf, minusCounts, NONE_STANDING, plusCounts } from "./standing-counts.ts";
import { areOne, besides, datesBetween, type StandingDay, spanOf, withEntry } from "./standing-day.ts";
import { isSameEntry, type StandingEntry } from "./standing-entry.ts";
import type { Track } from "./track.ts";

/** A finding as it stands now, beside the days and incidents of its track that it may touch. */
export interface StandingFacts {
  readonly track: Track;
  readonly finding: string;
  /** The days that its period touches. */
  readonly dates: readonly BeijingDate[];
  /** `undefined` when it does not stand. */
  readonly entry: StandingEntry | undefined;
  /** Rows by date: those of the period, the neighbours that it may touch, and those that `daysAsked` names. */
  readonly days: ReadonlyMap<BeijingDate, StandingDay>;
  /** The incidents of these days. */
  readonly incidents: ReadonlyMap<string, Incident>;
  /** Ids of incidents that no new one may get. */
  readonly taken: ReadonlySet<string>;
  readonly now: Instant;
  readonly seq: number;
}

/** What the incidents are after a finding changed. */
export interface StandingChange {
  readonly track: Track;
  readonly before: StandingEntry | undefined;
  readonly after: StandingEntry | undefined;
  /** Rows that changed. */
  readonly days: readonly StandingDay[];
  /** The incident that the finding is in, or was. Its case is that of before. */
  readonly incident: Incident;
  /** The same incident before; `undefined` when it is new and has no case yet. */
  readonly was: Incident | undefined;
  /** Incidents, as they were, that became a part of it because the gap between them closed. */
  readonly met: readonly Incident[];
  /** What was a part of it and is an incident of its own, because a gap opened. */
  readonly parted: readonly PartedIncident[];
}

export interface PartedIncident {
  readonly incident: Incident;
  readonly entries: readonly StandingEntry[];
}

/** What the incidents of a track become when a finding changes; `undefined` when it neither stands nor stood. */
export function changeStanding(facts: StandingFacts): StandingChange | undefined {
  const { entry: after } = facts;
  const before = entryBefore(facts);
  if (after === undefined) return before === undefined ? undefined : takeOut(facts, before);
  return before === undefined ? putIn(facts, after) : replace(facts, before, after);
}

/** The days beyond those of the period and their neighbours whose rows the change depends on or rewrites. */
export function daysAsked(facts: StandingFacts): readonly BeijingDate[] {
  const { entry: after } = facts;
  const before = entryBefore(facts);
  if (before === undefined) return after === undefined ? [] : touchedBy(facts).slice(1).flatMap(allDatesOf);
  const incident = incidentOf(facts);
  const isTopLost = withoutOne(incident.highest as Highest, before) === undefined;
  const parts = after === undefined ? partsLeft(incident, changedWindow(facts)).length : 1;
  return parts > 1 || (isTopLost && parts === 1) ? allDatesOf(incident) : [];
}

/** A finding stands anew: it opens an incident, joins one, or closes the gap between several. */
function putIn(facts: StandingFacts, entry: StandingEntry): StandingChange {
  const { track } = facts;
  const [oldest, ...met] = touchedBy(facts);
  const main = oldest ?? newIncident(facts, entry);
  const parts = [main, ...met];
  const incident: Incident = {
    ...main,
    from: least([entry.start, ...parts.map((p) => p.from)]),
    to: greatest([entry.end, ...parts.map((p) => p.to)]),
    standing: parts.reduce((sum, p) => plusCounts(sum, p.standing), countOf(entry)),
    highest: parts.reduce((top, p) => higherOf(top, p.highest), higherOf(null, highestOf(entry))),
  };
  const own = changedDays(facts).map((d) => d.date);
  const rows = [...met.flatMap(allDatesOf), ...own].map((date) => changedDay(facts, date));
  const days = [...new Map(rows.map((d) => [d.id, { ...d, incident: main.id }])).values()];
  return { track, before: undefined, after: entry, days, incident, was: oldest, met, parted: [] };
}

/** A finding that stood still stands, at another level or with another value. */
function replace(facts: StandingFacts, before: StandingEntry, after: StandingEntry): StandingChange {
  const { track } = facts;
  const was = incidentOf(facts);
  const change = { track, before, after, was, met: [], parted: [] };
  if (isSameEntry(before, after)) return { ...change, days: [], incident: was };
  const standing = plusCounts(minusCounts(was.standing, countOf(before)), countOf(after));
  const others = withoutOne(was.highest as Highest, before);
  const highest = others === undefined ? sumOver(facts, daysOf(was)).highest : higherOf(others, highestOf(after));
  return { ...change, days: changedDays(facts), incident: { ...was, standing, highest } };
}

/** A finding fell: its incident gets shorter, falls apart, or is no more. */
function takeOut(facts: StandingFacts, before: StandingEntry): StandingChange {
  const { track } = facts;
  const was = incidentOf(facts);
  const window = changedWindow(facts);
  const [first, ...others] = partsLeft(was, window);
  const days = changedDays(facts).map((d) => (d.entries.length === 0 ? { ...d, incident: null } : d));
  const change = { track, before, after: undefined, was, met: [] };
  if (first === undefined) {
    return { ...change, days, incident: { ...was, standing: NONE_STANDING, highest: null }, parted: [] };
  }
  const highest = withoutOne(was.highest as Highest, before);
  if (others.length === 0 && highest !== undefined) {
    const rowOf = (date: BeijingDate): StandingDay | undefined => window.find((d) => d.date === date);
    const [begin, end] = [rowOf(first.first), rowOf(first.last)];
    const from = begin === undefined ? was.from : spanOf(begin).start;
    const to = end === undefined ? was.to : spanOf(end).end;
    const standing = minusCounts(was.standing, countOf(before));
    return { ...change, days, incident: { ...was, from, to, standing, highest }, parted: [] };
  }
  const { entries: _, ...left } = sumOver(facts, first);
  const parts = others.map((part) => ({ part, parted: partOf(facts, was, part) }));
  const relabelled = parts.flatMap(({ part, parted }) =>
    rowsOf(facts, part).map((d) => ({ ...d, incident: parted.incident.id })),
  );
  const rows = [...new Map([...days, ...relabelled].map((d) => [d.id, d])).values()];
  return { ...change, days: rows, incident: { ...was, ...left }, parted: parts.map((p) => p.parted) };
}

function partOf(facts: StandingFacts, was: Incident, part: DaySpan): PartedIncident {
  const { entries, ...sum } = sumOver(facts, part);
  return { incident: { ...newIncident(facts, entries[0] as StandingEntry), caseId: was.caseId, ...sum }, entries };
}

/** An incident of nothing yet that is called after a finding. */
function newIncident({ track, taken, now, seq }: StandingFacts, { finding, start, end }: StandingEntry): Incident {
  const { outlet, pollutant, family, enterprise } = track;
  const id = `incident:${finding}`;
  return {
    id: taken.has(id) ? `${id}:${seq}` : id,
    ...{ track: track.id, outlet, pollutant, family, enterprise },
    ...{ from: start, to: end, standing: NONE_STANDING, highest: null },
    ...{ openedAt: now, caseId: "", mergedInto: null },
  };
}

/** The incidents that a finding which stands anew touches, the one that was opened first in front. */
function touchedBy(facts: StandingFacts): readonly Incident[] {
  const window = changedWindow(facts);
  const pairs = window.slice(1).map((day, i) => [window[i] as StandingDay, day] as const);
  const touched = pairs.filter(([day, next]) => areOne(day, next)).flat();
  const ids = new Set([...changedDays(facts), ...touched].flatMap((d) => d.incident ?? []));
  return [...ids].map((id) => incidentById(facts, id)).sort((a, b) => a.openedAt - b.openedAt || compareTexts(a.id, b.id));
}

function entryBefore(facts: StandingFacts): StandingEntry | undefined {
  return dayOf(facts, facts.dates[0] as BeijingDate).entries.find((e) => e.finding === facts.finding);
}

function incidentOf(facts: StandingFacts): Incident {
  return incidentById(facts, dayOf(facts, facts.dates[0] as BeijingDate).incident as string);
}

/** The days of the period as they become. */
function changedDays(facts: StandingFacts): readonly StandingDay[] {
  return facts.dates.map((date) => withEntry(dayOf(facts, date), facts.finding, facts.entry));
}

function changedDay(facts: StandingFacts, date: BeijingDate): StandingDay {
  return changedDays(facts).find((d) => d.date === date) ?? dayOf(facts, date);
}

/** The days of the period as they become, between the two beside them where these were looked up. */
function changedWindow(facts: StandingFacts): readonly StandingDay[] {
  const [before, after] = besides(facts.dates);
  const beside = (date: BeijingDate): readonly StandingDay[] => [facts.days.get(date) ?? []].flat();
  return [...beside(before), ...changedDays(facts), ...beside(after)];
}

function rowsOf(facts: StandingFacts, { first, last }: DaySpan): readonly StandingDay[] {
  return datesBetween(first, last).map((date) => changedDay(facts, date));
}

function sumOver(facts: StandingFacts, span: DaySpan): ReturnType<typeof sumOf> {
  return sumOf(rowsOf(facts, span));
}

function allDatesOf(incident: Incident): readonly BeijingDate[] {
  const { first, last } = daysOf(incident);
  return datesBetween(first, last);
}

/** @throws when the row was not looked up: a mistake in the program. */
function dayOf({ days, track }: StandingFacts, date: BeijingDate): StandingDay {
  const day = days.get(date);
  if (day === undefined) throw new Error(`the day ${date} of ${track.id} was not looked up`);
  return day;
}

/** @throws when the row was not looked up: a mistake in the program. */
function incidentById({ incidents }: StandingFacts, id: string): Incident {
  const incident = incidents.get(id);
  if (incident === undefined) throw new Error(`the incident ${id} was not looked up`);
  return incident;
}

function least(instants: readonly Instant[]): Instant {
  return instant(Math.min(...instants));
}

function greatest(instants: readonly Instant[]): Instant {
  return instant(Math.max(...instants));
}
