import { expect, test } from "vitest";
import type { Deadline } from "../../core/casework/deadline.ts";
import { WEEKDAYS_ONLY } from "../../core/casework/working-calendar.ts";
import { HOUR, type Instant, plus } from "../../core/time.ts";
import { aCase } from "../../tests/support/case-facts.ts";
import { at } from "../../tests/support/hour-facts.ts";
import type { Case } from "./case.ts";
import { deadlineRow } from "./case-decision.ts";
import { decideOnCaseDeadline } from "./decide-on-deadline.ts";

function overdueFrom(due: Instant): { readonly current: Case; readonly row: Deadline } {
  const deadline = { at: due, kind: "triage", source: { code: "default", facts: {} } } as const;
  return { current: aCase("reported", { deadline }), row: deadlineRow("case:1", deadline) };
}

/** Runs every row at its own time, as a tick does. */
function climb(due: Instant) {
  const start = overdueFrom(due);
  let current = start.current;
  let row: Deadline | undefined = start.row;
  const steps: { at: Instant; action: string | undefined }[] = [];
  while (row !== undefined) {
    const decision = decideOnCaseDeadline(current, row, { now: row.at, seq: 9, calendar: WEEKDAYS_ONLY });
    if (decision === undefined) throw new Error(`row ${row.detail} was refused`);
    steps.push({ at: row.at, action: decision.timeline[0]?.action });
    current = decision.next;
    row = decision.deadlines[0];
  }
  return { current, steps };
}

test("an overdue stage escalates: overdue, next level after 4 working hours, supervised after 24 hours, leading group after 48", () => {
  const due = at("2026-11-23T09:00:00+08:00");
  const { current, steps } = climb(due);

  expect(steps).toEqual([
    { at: due, action: "overdue" },
    { at: at("2026-11-23T15:00:00+08:00"), action: "escalated" },
    { at: plus(due, 24 * HOUR), action: "supervised" },
    { at: plus(due, 48 * HOUR), action: "escalated-to-leading-group" },
  ]);
  expect(current).toMatchObject({ state: "reported", overdue: true, supervised: true, escalation: 2, version: 9 });
});

test("each step is noted with the clock that ran out and how long ago", () => {
  const { current, row } = overdueFrom(at("2026-11-23T09:00:00+08:00"));
  const clock = { kind: "triage", at: row.at, source: { code: "default", facts: {} } };
  const noteAt = (hours: number, step: string) => {
    const due = { ...row, at: plus(row.at, hours * HOUR), detail: `triage|${step}` };
    return decideOnCaseDeadline(current, due, { now: due.at, seq: 9, calendar: WEEKDAYS_ONLY })?.timeline;
  };

  expect(noteAt(0, "due")).toMatchObject([{ actor: "engine", note: "", said: { code: "overdue", facts: clock } }]);
  expect(noteAt(6, "upgrade")).toMatchObject([{ said: { code: "next-level", facts: { ...clock, after: 4 } } }]);
  expect(noteAt(24, "supervise")).toMatchObject([{ said: { code: "supervised", facts: { ...clock, after: 24 } } }]);
  expect(noteAt(48, "leading-group")).toMatchObject([{ said: { code: "leading-group", facts: { ...clock, after: 48 } } }]);
});

test("over a weekend the natural hours pass before the working hours do", () => {
  const { steps } = climb(at("2026-11-27T17:30:00+08:00"));

  expect(steps.map((r) => r.action)).toEqual(["overdue", "supervised", "escalated-to-leading-group", "escalated"]);
  expect(steps[3]?.at).toBe(at("2026-11-30T11:30:00+08:00"));
});

test("the last step of the escalation clears the row", () => {
  const { current, row } = overdueFrom(at("2026-11-23T09:00:00+08:00"));
  const last = { ...row, at: plus(row.at, 48 * HOUR), detail: "triage|leading-group" };

  expect(decideOnCaseDeadline(current, last, { now: last.at, seq: 9, calendar: WEEKDAYS_ONLY })).toMatchObject({
    deadlines: [],
    cleared: ["deadline:case:1"],
  });
});

test("a row of a stage that the case has left, a row before its time and an unknown step change nothing", () => {
  const { current, row } = overdueFrom(at("2026-11-23T09:00:00+08:00"));
  const moved = aCase("check", { deadline: { at: row.at, kind: "check", source: { code: "default", facts: {} } } });

  expect(decideOnCaseDeadline(moved, row, { now: row.at, seq: 9, calendar: WEEKDAYS_ONLY })).toBeUndefined();
  expect(decideOnCaseDeadline(aCase("archived"), row, { now: row.at, seq: 9, calendar: WEEKDAYS_ONLY })).toBeUndefined();
  expect(decideOnCaseDeadline(current, row, { now: plus(row.at, -1), seq: 9, calendar: WEEKDAYS_ONLY })).toBeUndefined();
  expect(
    decideOnCaseDeadline(current, { ...row, detail: "triage|elsewhere" }, { now: row.at, seq: 9, calendar: WEEKDAYS_ONLY }),
  ).toBeUndefined();
});

test("a row of an earlier round through the same state changes nothing", () => {
  const { row } = overdueFrom(at("2026-11-23T09:00:00+08:00"));
  const { current } = overdueFrom(at("2026-11-24T09:00:00+08:00"));

  expect(
    decideOnCaseDeadline(current, row, { now: at("2026-11-25T09:00:00+08:00"), seq: 9, calendar: WEEKDAYS_ONLY }),
  ).toBeUndefined();
});
