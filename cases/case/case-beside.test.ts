import { expect, test } from "vitest";
import { HOUR, type Instant, plus } from "../../core/time.ts";
import { MemoryRecords } from "../../storage/memory/memory-records.ts";
import { aFinding } from "../../tests/support/case-facts.ts";
import { FindingsDesk } from "../../tests/support/findings-desk.ts";
import { aBatch } from "../../tests/support/records-facts.ts";
import type { Case } from "./case.ts";
import { besideListed, besideOne } from "./case-beside.ts";
import { CASES } from "./case-collection.ts";

const { outlet, pollutant, period } = aFinding();

function hour(n: number) {
  const start = plus(period.start, n * HOUR);
  return aFinding({ id: `h${n}`, period: { start, end: plus(start, HOUR) } });
}

function verdict(start: Instant) {
  return {
    outlet,
    pollutant,
    start,
    verdict: "compliant",
    validity: "valid",
    basis: "hour",
    value: 1,
    limitId: null,
    limitValue: null,
  } as const;
}

/** Records in which these findings made their cases and the first two hours of the next day were compliant. */
async function recordsAfter(findings: readonly ReturnType<typeof hour>[], history = false) {
  const desk = new FindingsDesk();
  for (const finding of findings) {
    desk.now = plus(desk.now, 1);
    await desk.happen(finding, "opened", history);
  }
  const records = new MemoryRecords();
  const verdicts = [verdict(plus(period.end, 50 * HOUR)), verdict(plus(period.end, 51 * HOUR))];
  await records.commit(aBatch(1, { findings: [...desk.findings.values()], verdicts }));
  const lookUp = {
    subjects: desk.rows,
    findingIds: records.findingIds.bind(records),
    verdicts: records.verdicts.bind(records),
  };
  return { desk, lookUp };
}

test("a case goes out with its incidents, the newest first, and whether their alarms are on", async () => {
  const { desk, lookUp } = await recordsAfter([hour(0), hour(2)]);
  const [row] = await desk.cases();
  if (row === undefined) throw new Error("there is no case");

  expect(await besideOne(row, lookUp)).toMatchObject({
    findings: ["h2", "h0"],
    findingCount: 2,
    incidents: [
      {
        ...{ id: "incident:h0", outlet, pollutant, family: "exceedance", standing: 2, level: "A2" },
        highest: { value: 230.5, unit: "mg/m3", multiple: null },
        alarm: { on: false, endedAt: new Date(period.end + 52 * HOUR).toISOString() },
      },
    ],
    incidentCount: 1,
    mergedIntoNumber: null,
  });
});

test("an alarm without two compliant hours after it is on; history has none, nor a highest value where none was measured", async () => {
  const late = await recordsAfter([hour(60)]);
  const [row] = await late.desk.cases();
  const old = await recordsAfter([hour(-900)], true);
  const [imported] = await old.desk.cases();
  if (row === undefined || imported === undefined) throw new Error("there are no cases");

  expect(await besideOne(row, late.lookUp)).toMatchObject({ incidents: [{ alarm: { on: true, endedAt: null } }] });
  expect(await besideOne(imported, old.lookUp)).toMatchObject({ incidents: [{ alarm: null }] });
});

test("a case has the findings of those that go on in it, over two mergers; each of these says where it goes on", async () => {
  const { desk, lookUp } = await recordsAfter([hour(0), hour(80), hour(120), hour(100), hour(40), hour(20), hour(60)]);
  const rows = await desk.cases();

  const listed = await besideListed(rows, lookUp);

  expect(rows.map((row) => [row.id, row.mergedInto])).toEqual([
    ["case:h0", null],
    ["case:h80", "case:h0"],
    ["case:h120", "case:h80"],
    ["case:h40", "case:h0"],
  ]);
  expect(listed.get("case:h0")).toEqual({ findings: ["h120", "h100", "h80", "h60", "h40", "h20", "h0"], findingCount: 7 });
  expect(listed.get("case:h120")).toEqual({ findings: ["h120"], findingCount: 1 });
  expect(await besideOne(rows[0] as Case, lookUp)).toMatchObject({ findingCount: 7, incidents: [{ standing: 7 }] });
  const merged = await desk.rows.get(CASES, "case:h120");
  if (merged === undefined) throw new Error("there is no case");
  expect(await besideOne(merged, lookUp)).toMatchObject({ incidents: [], mergedIntoNumber: "410199-2026-0002" });
});

test("of very many incidents the newest hundred go out, beside how many there are", async () => {
  const { desk, lookUp } = await recordsAfter(
    Array.from({ length: 103 }, (_, i) => hour(-2_000 - i * 48)),
    true,
  );
  const [row] = await desk.cases();
  if (row === undefined) throw new Error("there is no case");

  const beside = (await besideOne(row, lookUp)) as { incidents: readonly { id: string }[]; incidentCount: number };

  expect([beside.incidents.length, beside.incidentCount, beside.incidents[0]?.id]).toEqual([100, 103, "incident:h-2000"]);
});
