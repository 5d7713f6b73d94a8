import { expect, test } from "vitest";
import type { Deadline } from "../../core/casework/deadline.ts";
import type { FindingChange } from "../../core/casework/subject.ts";
import { WEEKDAYS_ONLY } from "../../core/casework/working-calendar.ts";
import type { Finding } from "../../core/judging/finding.ts";
import { aCase, aFinding, aGrid, NOW } from "../../tests/support/case-facts.ts";
import { caseworkReader } from "../../tests/support/casework-reader.ts";
import { INCIDENTS } from "../incident/incident-collection.ts";
import { STANDING_DAYS } from "../incident/standing-day.ts";
import type { Case } from "./case.ts";
import { CASES } from "./case-collection.ts";
import { CASE_DEADLINE } from "./case-decision.ts";
import { CASE_SUBJECT } from "./case-subject.ts";

const MOMENT = { now: NOW, seq: 42, index: aGrid(), calendar: WEEKDAYS_ONLY };

function readerOf(rows: readonly Case[]) {
  const writes = rows.map((row) => ({ collection: CASES, row }));
  return caseworkReader(writes, [], { "410199-2026": 6 });
}

/** What follows from a changed finding when there is no case yet. */
async function onFinding(finding: Finding, change: FindingChange) {
  const news = { finding, change, history: false };
  const kind = CASE_SUBJECT.findings;
  if (kind === undefined) throw new Error("cases take findings");
  return kind.decide(news, MOMENT, await kind.needs(news, MOMENT, readerOf([])));
}

/** What follows when the clock of `case:1` has run out. */
async function onDeadline(rows: readonly Case[]) {
  const detail = "explain|due";
  const deadline: Deadline = { id: "deadline:case:1", at: NOW, kind: CASE_DEADLINE, subject: "case:1", detail };
  const kind = CASE_SUBJECT.deadlines?.[CASE_DEADLINE];
  if (kind === undefined) throw new Error("cases have deadlines");
  return kind.decide(deadline, MOMENT, await kind.needs(deadline, readerOf(rows)));
}

test("a finding that is alone opens a case, with the next number of its division and year", async () => {
  const effects = await onFinding(aFinding(), "opened");

  expect(effects).toMatchObject({
    id: `case:${aFinding().id}`,
    writes: [{ row: { number: "410199-2026-0007", state: "signal" } }, { collection: STANDING_DAYS }, { collection: INCIDENTS }],
    counters: { "410199-2026": 7 },
  });
});

test("a finding below A2 opens no case", async () => {
  expect(await onFinding(aFinding({ level: "A1" }), "opened")).toBeUndefined();
});

test("a clock that runs out makes its case overdue", async () => {
  const deadline = { at: NOW, kind: "explain", source: { code: "default", facts: {} } } as const;

  expect(await onDeadline([aCase("signal", { deadline })])).toMatchObject({ id: "case:1", writes: [{ row: { overdue: true } }] });
});

test.each([
  ["of a stage that the case has left", [aCase("handling")]],
  ["of a case that is not there", []],
])("nothing follows from a clock %s", async (_of, rows) => {
  expect(await onDeadline(rows)).toBeUndefined();
});
