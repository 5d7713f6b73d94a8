import { allRows } from "../../core/casework/all-rows.ts";
import type { FindingIds, LookUp } from "../../core/casework/look-up.ts";
import { DAY, formatIso, plus } from "../../core/time.ts";
import { FIGURES } from "../../limits/figures.ts";
import { alarmAfter } from "../incident/alarm.ts";
import type { Incident } from "../incident/incident.ts";
import { INCIDENTS } from "../incident/incident-collection.ts";
import { levelOf, totalOf } from "../incident/standing-counts.ts";
import type { Case } from "./case.ts";
import { CASES } from "./case-collection.ts";

/** So many findings go out with a case of a list, and with one case: the newest. `GET /findings?caseId=` has all. */
const MOST_IN_A_LIST = 100;
const MOST_OF_ONE = 1_000;
/** So many incidents go out with one case: the newest. */
const MOST_INCIDENTS = 100;

/** What goes out beside the cases of a list: their findings. */
export async function besideListed(rows: readonly Case[], lookUp: LookUp): Promise<ReadonlyMap<string, object>> {
  const merged = await mergedInto(
    rows.map((row) => row.id),
    lookUp,
  );
  const found = [...merged].map(async ([id, all]) => [id, toFindings(await lookUp.findingIds(all, MOST_IN_A_LIST))] as const);
  return new Map(await Promise.all(found));
}

/** What goes out beside one case: its findings, its incidents with their alarms, and where it goes on. */
export async function besideOne(row: Case, lookUp: LookUp): Promise<object> {
  const ids = [...(await mergedInto([row.id], lookUp)).values()].flat();
  const where = [
    { field: "case", in: ids },
    { field: "standing", from: 1 },
  ];
  const page = await lookUp.subjects.list(INCIDENTS, { where, order: "newest", limit: MOST_INCIDENTS });
  const next = row.mergedInto === null ? undefined : await lookUp.subjects.get(CASES, row.mergedInto);
  return {
    ...toFindings(await lookUp.findingIds(ids, MOST_OF_ONE)),
    incidents: await Promise.all(page.items.map((incident) => toIncident(incident, row, lookUp))),
    incidentCount: page.next === null ? page.items.length : await lookUp.subjects.count(INCIDENTS, where),
    mergedIntoNumber: next?.number ?? null,
  };
}

function toFindings({ ids, count }: FindingIds) {
  return { findings: [...ids], findingCount: count };
}

/** The cases that go on in each of these, with itself, over however many mergers. */
export async function mergedInto(
  ids: readonly string[],
  { subjects }: Pick<LookUp, "subjects">,
): Promise<ReadonlyMap<string, readonly string[]>> {
  const childrenOf = new Map<string, string[]>();
  const known = new Set(ids);
  for (let asked = ids; asked.length > 0; ) {
    const where = [{ field: "mergedInto", in: asked }];
    const rows = await allRows(subjects, CASES, { where, order: "changed" });
    for (const { id, mergedInto } of rows) {
      const parent = String(mergedInto);
      childrenOf.set(parent, [...(childrenOf.get(parent) ?? []), id]);
    }
    asked = rows.flatMap((row) => (known.has(row.id) ? [] : [row.id]));
    for (const id of asked) known.add(id);
  }
  const withMerged = (id: string): readonly string[] => [id, ...(childrenOf.get(id) ?? []).flatMap(withMerged)];
  return new Map(ids.map((id) => [id, withMerged(id)]));
}

async function toIncident(incident: Incident, { source }: Case, lookUp: LookUp) {
  const { id, outlet, pollutant, family, from, to, standing, highest } = incident;
  return {
    ...{ id, outlet, pollutant, family, from: formatIso(from), to: formatIso(to) },
    standing: totalOf(standing),
    level: levelOf(standing),
    highest: highest && { value: highest.value, unit: highest.unit, multiple: highest.multiple },
    // History sounds no alarm.
    alarm: source === "import" ? null : await alarmOf(incident, lookUp),
  };
}

async function alarmOf({ outlet, pollutant, to }: Incident, lookUp: LookUp) {
  const hours = await lookUp.verdicts({
    outlet,
    pollutant,
    basis: "hour",
    from: to,
    to: plus(to, FIGURES.alarmLooksAhead.value * DAY),
  });
  const { isOn, endedAt } = alarmAfter(to, hours);
  return { on: isOn, endedAt: endedAt && formatIso(endedAt) };
}
