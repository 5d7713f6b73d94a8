import fc from "fast-check";
import { afterAll, expect, test } from "vitest";
import { CASES } from "../../cases/case/case-collection.ts";
import { INCIDENTS } from "../../cases/incident/incident-collection.ts";
import { totalOf } from "../../cases/incident/standing-counts.ts";
import { allRows } from "../../core/casework/all-rows.ts";
import type { Finding } from "../../core/judging/finding.ts";
import { isSaid, type RecordsView } from "../../core/records/records.ts";
import { instant } from "../../core/time.ts";
import { MemoryRecords } from "../../storage/memory/memory-records.ts";
import { Reading } from "../support/journal-reading.ts";
import { BUSY_MS, FIRST_FAILURE_ENDS, runs, seed } from "../support/runs.ts";
import { type Delivery, deliveries, journalOf } from "../support/same-messages.ts";

const FOREVER = { from: instant(0), to: instant(8e15) };
const PLACES = [
  ["e1-DA001", "a21026"],
  ["e1-DA001", "a21002"],
  ["e1-DA001", "a19001"],
  ["e1-B1", "a34001"],
] as const;

/** What stood after all runs: messages that lead nowhere would prove nothing. */
const seen = { findings: 0, incidents: 0, cases: 0, rules: new Set<string>() };
afterAll(() => {
  expect(seen.findings).toBeGreaterThan(4 * runs(300));
  expect(seen.incidents).toBeGreaterThan(1.5 * runs(300));
  expect(seen.cases).toBeGreaterThan(1.5 * runs(300));
  const rules = ["EXCEED-DAY", "EXCEED-HOUR", "FUG-UNREPORTED", "Q01", "Q03", "Q06"];
  expect([...seen.rules].sort()).toEqual(expect.arrayContaining(rules));
});

/** The records after the delivery was judged at its own pace, and killed where it says. */
async function judged(delivery: Delivery, ending: "soon" | "late"): Promise<RecordsView> {
  const records = new MemoryRecords();
  const reading = new Reading(journalOf(delivery, ending), records, { mostRows: delivery.mostRows });
  for (const { entries, after } of delivery.pace) {
    await reading.judge(entries);
    if (after !== "kill") await reading.commit();
    if (after !== "commit") await reading.restart();
  }
  while (await reading.judge(9)) await reading.commit();
  return records;
}

/** Of verdicts, findings and incidents everything but when, by which entry and under which name it was said. */
async function saidBy(records: RecordsView) {
  const verdicts = await Promise.all(
    PLACES.flatMap(([outlet, pollutant]) =>
      (["hour", "day"] as const).map(async (basis) => {
        // That nothing is said any more may be a row or none.
        return (await records.verdicts({ outlet, pollutant, basis, ...FOREVER })).filter(isSaid);
      }),
    ),
  );
  const incidents = await allRows(records.subjects, INCIDENTS, { where: [], order: "newest" });
  const standing = incidents
    .filter((incident) => totalOf(incident.standing) > 0)
    .map(({ track, from, to, standing: counts, highest }) => ({ track, from, to, counts, highest }));
  const findings = (await findingsOf(records)).map(({ id, status, level, value, validity, disputed }) => {
    return { id, status, level, value, validity, disputed };
  });
  const deadlines = await records.dueDeadlines(FOREVER.to, 10_000);
  const asks = deadlines.filter((d) => d.kind === "ask-again").map(({ id }) => id);
  return { verdicts, findings, incidents: standing.sort(byText), asks: asks.sort() };
}

async function findingsOf(records: RecordsView): Promise<readonly Finding[]> {
  const { items } = await records.findings({ limit: 1_000 });
  return items.filter(({ status }) => status !== "withdrawn").sort((a, b) => (a.id < b.id ? -1 : 1));
}

/** Which findings lie in one case, and at which level and in which state it is. */
async function casesOf(records: RecordsView) {
  const cases = await allRows(records.subjects, CASES, { where: [], order: "changed" });
  const byId = new Map(cases.map((row) => [row.id, row]));
  const inCase = new Map<string, string[]>();
  for (const { id, caseId, level, status } of await findingsOf(records)) {
    if (level < "A2" || status === "exempted") continue;
    let own = byId.get(caseId ?? "");
    while (own?.mergedInto != null) own = byId.get(own.mergedInto);
    inCase.set(own?.id ?? "none", [...(inCase.get(own?.id ?? "none") ?? []), id]);
  }
  const living = cases.filter((row) => totalOf(row.standing) > 0 && row.mergedInto === null);
  return {
    unowned: inCase.get("none") ?? [],
    cases: living.map(({ id, state, level, standing }) => ({ findings: inCase.get(id), state, level, standing })).sort(byText),
  };
}

function byText(a: object, b: object): number {
  return JSON.stringify(a) < JSON.stringify(b) ? -1 : 1;
}

// Behaviour
test(
  "the same messages give the same verdicts, findings, incidents and cases, in whatever order and however often they come before the second watermark",
  async () => {
    await fc.assert(
      fc.asyncProperty(deliveries, async ({ first, second }) => {
        const [one, other] = [await judged(first, "soon"), await judged(second, "soon")];
        const [said, cases] = [await saidBy(one), await casesOf(one)];

        expect(await saidBy(other)).toEqual(said);
        expect(await casesOf(other)).toEqual(cases);
        expect(cases.unowned).toEqual([]);
        seen.findings += said.findings.length;
        seen.incidents += said.incidents.length;
        seen.cases += cases.cases.length;
        for (const { id } of said.findings) seen.rules.add(id.split(":")[2] ?? "");
      }),
      { numRuns: runs(300), seed: seed(20_261_130), endOnFailure: FIRST_FAILURE_ENDS },
    );
  },
  BUSY_MS,
);

test(
  "they give the same verdicts, findings and incidents after every watermark, too",
  async () => {
    await fc.assert(
      fc.asyncProperty(deliveries, async ({ first, second }) => {
        const said = await saidBy(await judged(first, "late"));

        expect(await saidBy(await judged(second, "late"))).toEqual(said);
        // The half-month runs on, and is asked again with each day.
        expect(said.asks.filter((id) => !id.includes("|half-month|"))).toEqual([]);
      }),
      { numRuns: runs(300), seed: seed(20_261_201), endOnFailure: FIRST_FAILURE_ENDS },
    );
  },
  BUSY_MS,
);
