import type { CaseworkReader } from "../../core/casework/subject.ts";
import type { Finding } from "../../core/judging/finding.ts";
import type { BeijingDate, Instant } from "../../core/time.ts";
import { changeStanding, daysAsked, type StandingChange, type StandingFacts } from "./change-standing.ts";
import type { Incident } from "./incident.ts";
import { INCIDENTS } from "./incident-collection.ts";
import { totalOf } from "./standing-counts.ts";
import { besides, datesOf, dayId, emptyDay, STANDING_DAYS, type StandingDay, spanOf } from "./standing-day.ts";
import { entryOf, type StandingEntry } from "./standing-entry.ts";
import type { Track } from "./track.ts";

/**
 * Looks up by their ids the few rows that a change of a finding touches, and says what the incidents become. What it
 * reads does not depend on how many findings an incident has; only where incidents meet or fall apart are their days
 * read.
 */
export async function readStandingChange(
  { track, finding, now, seq }: { readonly track: Track; readonly finding: Finding; readonly now: Instant; readonly seq: number },
  reader: Pick<CaseworkReader, "get">,
): Promise<StandingChange | undefined> {
  const { id, period } = finding;
  const [dates, entry] = [datesOf(period), entryOf(finding)];
  const own = await loadDays(new Map(), track, dates, reader);
  const days = await loadDays(own, track, neighboursOf({ own, dates, finding: id, entry }), reader);
  const incidents = await loadIncidents(days, reader);
  const facts: StandingFacts = { track, finding: id, dates, entry, now, seq, days, incidents, taken: NONE_TAKEN };
  await loadDays(
    days,
    track,
    daysAsked(facts).filter((date) => !days.has(date)),
    reader,
  );
  const change = changeStanding(facts);
  if (change === undefined || (change.was !== undefined && change.parted.length === 0)) return change;
  const taken = await takenAmong(idsGiven(change), reader);
  return taken.size === 0 ? change : changeStanding({ ...facts, taken });
}

const NONE_TAKEN: ReadonlySet<string> = new Set();

interface Asked {
  readonly own: ReadonlyMap<BeijingDate, StandingDay>;
  readonly dates: readonly BeijingDate[];
  readonly finding: string;
  readonly entry: StandingEntry | undefined;
}

/**
 * The days beside the period that a change may touch: both when something falls, none when it stood and stands, else
 * those towards which it reaches further than what stands on its days.
 */
function neighboursOf({ own, dates, finding, entry }: Asked): readonly BeijingDate[] {
  const rows = [...own.values()];
  const hasStood = rows.some((day) => day.entries.some((e) => e.finding === finding));
  if (entry === undefined) return hasStood ? besides(dates) : [];
  if (hasStood) return [];
  const [before, after] = besides(dates);
  const span = spanOf({ entries: rows.flatMap((day) => day.entries) });
  return [...(entry.start < span.start ? [before] : []), ...(entry.end > span.end ? [after] : [])];
}

/** Adds the rows of these days to those that are known. */
async function loadDays(
  days: Map<BeijingDate, StandingDay>,
  track: Track,
  dates: readonly BeijingDate[],
  reader: Pick<CaseworkReader, "get">,
): Promise<Map<BeijingDate, StandingDay>> {
  for (const date of dates) days.set(date, (await reader.get(STANDING_DAYS, dayId(track, date))) ?? emptyDay(track, date));
  return days;
}

async function loadIncidents(
  days: ReadonlyMap<BeijingDate, StandingDay>,
  reader: Pick<CaseworkReader, "get">,
): Promise<ReadonlyMap<string, Incident>> {
  const incidents = new Map<string, Incident>();
  for (const { incident } of days.values()) {
    if (incident !== null && !incidents.has(incident))
      incidents.set(incident, (await reader.get(INCIDENTS, incident)) as Incident);
  }
  return incidents;
}

/** Ids that a change gives to new incidents. */
function idsGiven({ incident, was, parted }: StandingChange): readonly string[] {
  return [...(was === undefined ? [incident.id] : []), ...parted.map((p) => p.incident.id)];
}

/** Those of the ids under which something else stands. */
async function takenAmong(ids: readonly string[], reader: Pick<CaseworkReader, "get">): Promise<ReadonlySet<string>> {
  const rows = await Promise.all(ids.map((id) => reader.get(INCIDENTS, id)));
  return new Set(rows.flatMap((row) => (row !== undefined && totalOf(row.standing) > 0 ? [row.id] : [])));
}
