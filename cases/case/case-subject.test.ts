import { expect, test } from "vitest";
import type { Deadline } from "../../core/casework/deadline.ts";
import type { FindingChange } from "../../core/casework/subject.ts";
import { WEEKDAYS_ONLY } from "../../core/casework/working-calendar.ts";
import type { Finding } from "../../core/judging/finding.ts";
import { aCase, aFinding, aGrid, NOW } from "../../tests/support/case-facts.ts";
import { caseworkReader } from "../../tests/support/casework-reader.ts";
import type { Case } from "./case.ts";
import { CASES } from "./case-collection.ts";
import { CASE_DEADLINE } from "./case-decision.ts";
import { CASE_SUBJECT } from "./case-subject.ts";

const MOMENT = { now: NOW, seq: 42, index: aGrid(), calendar: WEEKDAYS_ONLY };

function readerOf(rows: readonly Case[], findings: readonly Finding[]) {
  const writes = rows.map((row) => ({ collection: CASES, row }));
  return caseworkReader(writes, findings, { "410199-2026": 6 });
}

/** What follows from a changed finding when these cases and findings are there. */
async function onFinding(finding: Finding, change: FindingChange, rows: readonly Case[] = [], others: readonly Finding[] = []) {
  const news = { finding, change, history: false };
  const kind = CASE_SUBJECT.findings;
  if (kind === undefined) throw new Error("cases take findings");
  return kind.decide(news, MOMENT, await kind.needs(news, MOMENT, readerOf(rows, others)));
}

/** What follows when the clock of `case:1` has run out. */
async function onDeadline(rows: readonly Case[]) {
  const detail = "explain|due";
  const deadline: Deadline = { id: "deadline:case:1", at: NOW, kind: CASE_DEADLINE, subject: "case:1", detail };
  const kind = CASE_SUBJECT.deadlines?.[CASE_DEADLINE];
  if (kind === undefined) throw new Error("cases have deadlines");
  return kind.decide(deadline, MOMENT, await kind.needs(deadline, readerOf(rows, [])));
}

test("a finding without a like case opens one, with the next number of its division and year", async () => {
  const effects = await onFinding(aFinding(), "opened");

  expect(effects).toMatchObject({
    id: `case:${aFinding().id}`,
    writes: [{ row: { number: "410199-2026-0007", state: "signal" } }],
    counters: { "410199-2026": 7 },
  });
});

test("a finding joins a like case, and no number is used for it", async () => {
  const effects = await onFinding(aFinding({ id: "later" }), "opened", [aCase("signal")]);

  expect(effects).toMatchObject({
    id: "case:1",
    writes: [{ row: { number: "410199-2026-0007", findings: [aFinding().id, "later"] } }],
    counters: {},
  });
});

test("a finding below A2 opens no case", async () => {
  expect(await onFinding(aFinding({ level: "A1" }), "opened")).toBeUndefined();
});

test.each([
  ["the other one stands", aFinding({ id: "other" }), "signal"],
  ["the other one fell before", aFinding({ id: "other", status: "withdrawn" }), "dismissed"],
])("a case of two findings of which one falls is dismissed with the last: %s", async (_when, other, state) => {
  const fallen = aFinding({ status: "withdrawn", caseId: "case:1" });
  const effects = await onFinding(fallen, "withdrawn", [aCase("signal", { findings: [fallen.id, "other"] })], [other]);

  expect(effects?.writes).toMatchObject([{ row: { state } }]);
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
