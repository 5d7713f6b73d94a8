import { expect, test } from "vitest";
import type { Case, Deadline } from "../../core/casework/case.ts";
import { HOUR, type Instant, plus } from "../../core/time.ts";
import { aCase } from "../../tests/support/case-facts.ts";
import { at } from "../../tests/support/hour-facts.ts";
import { deadlineRow } from "./case-decision.ts";
import { decideOnCaseDeadline } from "./decide-on-deadline.ts";

function overdueFrom(due: Instant): { readonly current: Case; readonly row: Deadline } {
  const deadline = { at: due, kind: "triage", source: "默认 [D]" };
  return { current: aCase("reported", { deadline }), row: deadlineRow("case:1", deadline) };
}

/** Runs every row at its own time, as a tick does. */
function climb(due: Instant) {
  const start = overdueFrom(due);
  let current = start.current;
  let row: Deadline | undefined = start.row;
  const rungs: { at: Instant; action: string | undefined }[] = [];
  while (row !== undefined) {
    const decision = decideOnCaseDeadline(current, row, { now: row.at, seq: 9 });
    if (decision === undefined) throw new Error(`row ${row.detail} was refused`);
    rungs.push({ at: row.at, action: decision.timeline[0]?.action });
    current = decision.next;
    row = decision.deadlines[0];
  }
  return { current, rungs };
}

test("an overdue stage climbs the ladder: overdue, next level after 4 working hours, supervised after 24 hours, leading group after 48", () => {
  const due = at("2026-11-23T09:00:00+08:00");
  const { current, rungs } = climb(due);

  expect(rungs).toEqual([
    { at: due, action: "overdue" },
    { at: at("2026-11-23T15:00:00+08:00"), action: "escalated" },
    { at: plus(due, 24 * HOUR), action: "supervised" },
    { at: plus(due, 48 * HOUR), action: "escalated-to-leading-group" },
  ]);
  expect(current).toMatchObject({ state: "reported", overdue: true, supervised: true, escalation: 2, version: 9 });
});

test("over a weekend the natural hours pass before the working hours do", () => {
  const { rungs } = climb(at("2026-11-27T17:30:00+08:00"));

  expect(rungs.map((r) => r.action)).toEqual(["overdue", "supervised", "escalated-to-leading-group", "escalated"]);
  expect(rungs[3]?.at).toBe(at("2026-11-30T11:30:00+08:00"));
});

test("the last rung clears the row", () => {
  const { current, row } = overdueFrom(at("2026-11-23T09:00:00+08:00"));
  const last = { ...row, at: plus(row.at, 48 * HOUR), detail: "triage|leading-group" };

  expect(decideOnCaseDeadline(current, last, { now: last.at, seq: 9 })).toMatchObject({
    deadlines: [],
    cleared: ["deadline:case:1"],
  });
});

test("a row of a stage that the case has left, a row before its time and an unknown rung change nothing", () => {
  const { current, row } = overdueFrom(at("2026-11-23T09:00:00+08:00"));
  const moved = aCase("check", { deadline: { at: row.at, kind: "check", source: "默认 [D]" } });

  expect(decideOnCaseDeadline(moved, row, { now: row.at, seq: 9 })).toBeUndefined();
  expect(decideOnCaseDeadline(aCase("archived"), row, { now: row.at, seq: 9 })).toBeUndefined();
  expect(decideOnCaseDeadline(current, row, { now: plus(row.at, -1), seq: 9 })).toBeUndefined();
  expect(decideOnCaseDeadline(current, { ...row, detail: "triage|elsewhere" }, { now: row.at, seq: 9 })).toBeUndefined();
});

test("a row of an earlier round through the same state changes nothing", () => {
  const { row } = overdueFrom(at("2026-11-23T09:00:00+08:00"));
  const { current } = overdueFrom(at("2026-11-24T09:00:00+08:00"));

  expect(decideOnCaseDeadline(current, row, { now: at("2026-11-25T09:00:00+08:00"), seq: 9 })).toBeUndefined();
});
