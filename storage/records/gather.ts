import type { Gathered, Gathering, Series } from "../../core/records/gathered.ts";
import type { Documents } from "../documents.ts";
import { loadFindingsOf } from "./findings-table.ts";
import type { ManyDb } from "./many-rows.ts";
import { loadNewestPeriods, loadPeriodsOf } from "./periods-table.ts";
import { loadCountersOf } from "./position-table.ts";
import { loadSubjectsOf } from "./subjects-read.ts";
import { loadTimelineLengths } from "./timeline-table.ts";

/** Asks everything without waiting between two questions; each is one statement, and one that asks nothing is none. */
export async function gather(db: ManyDb, documents: Documents, asked: Gathering): Promise<Gathered> {
  const [newest, periods, findings, counters, timelines, rows] = await Promise.all([
    loadNewestPeriods(db, asked.newest ?? []),
    loadPeriodsOf(db, documents, asked.periods ?? []),
    loadFindingsOf(db, documents, asked.findings ?? []),
    loadCountersOf(db, asked.counters ?? []),
    loadTimelineLengths(db, asked.timelines ?? []),
    Promise.all((asked.rows ?? []).map((of) => loadSubjectsOf(db, of))),
  ]);
  return { newest, periods, findings, counters, timelines, rows };
}

/**
 * Where no round trip costs anything, what lies beyond the newest period of its series is not looked for: nothing is
 * there.
 */
export async function gatherNear(db: ManyDb, documents: Documents, asked: Gathering): Promise<Gathered> {
  const { newest: series = [], periods = [], ...rest } = asked;
  if (series.length === 0) return gather(db, documents, asked);
  const newest = await loadNewestPeriods(db, series);
  const last = new Map<string, { readonly series: Series; readonly start: number }[]>();
  for (const [i, one] of series.entries()) {
    const ofOutlet = last.get(one.outlet) ?? [];
    last.set(one.outlet, ofOutlet);
    ofOutlet.push({ series: one, start: newest[i] ?? Number.NEGATIVE_INFINITY });
  }
  const near = periods.filter((key) => {
    const known = last
      .get(key.outlet)
      ?.find(({ series: { pollutant, basis } }) => pollutant === key.pollutant && basis === key.basis);
    return known === undefined || key.start <= known.start;
  });
  return { ...(await gather(db, documents, { ...rest, periods: near })), newest };
}
