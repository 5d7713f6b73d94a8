import { expect, test } from "vitest";
import { WEEKDAYS_ONLY } from "../../core/casework/working-calendar.ts";
import { aCase, aFinding, aGrid, anActor, NOW } from "../../tests/support/case-facts.ts";
import { caseworkReader } from "../../tests/support/casework-reader.ts";
import type { Case } from "./case.ts";
import { TRANSITION } from "./transition-command.ts";
import type { StepAsked } from "./transition-request.ts";

const INDEX = aGrid();
const DESK = anActor("duty-desk");

function read(sent: object): StepAsked {
  const parsed = TRANSITION.body.safeParse(sent);
  if (!parsed.success) throw new Error("the step is not read");
  return parsed.data;
}

function problemsOf(row: Case, sent: object): readonly string[] {
  const problems = TRANSITION.problemsOf?.({ row, body: read(sent), actor: DESK, index: INDEX }) ?? [];
  return problems.map((p) => `${p.pointer} ${p.code}`);
}

async function take(row: Case, sent: object) {
  const moment = { now: NOW, seq: 77, index: INDEX, calendar: WEEKDAYS_ONLY };
  const asked = { row, body: read(sent), actor: DESK, moment };
  const reader = caseworkReader([], [aFinding({ status: "confirmed", level: "A3" })]);
  return TRANSITION.decide(asked, await TRANSITION.needs(asked, reader));
}

test("what a step asks for stands beside it and is kept as text; a note left out is empty", () => {
  expect(read({ to: "dispatched", version: 5, unit: " u-unit ", hours: 4 })).toEqual({
    to: "dispatched",
    version: 5,
    note: "",
    fields: { unit: "u-unit", hours: "4" },
  });
});

test.each([
  ["with its offset", "2026-11-30T18:00:00+08:00", []],
  ["without an offset", "2026-11-30T18:00:00", ["/until time-without-offset"]],
  ["that is none", "tomorrow", ["/until not-a-time"]],
  ["that is blank", "", []],
])("a step that asks for an instant is sent one %s", (_what, until, problems) => {
  expect(problemsOf(aCase("handling"), { to: "pending", version: 5, until })).toEqual(problems);
});

test.each([
  ["that asks for none", aCase("handling"), { to: "transferred", unit: "tomorrow" }],
  ["that leaves the instant out", aCase("handling"), { to: "pending" }],
  ["that the case cannot take", aCase("signal"), { to: "pending", until: "tomorrow" }],
])("no time is looked for in a step %s", (_which, row, sent) => {
  expect(problemsOf(row, { version: 5, ...sent })).toEqual([]);
});

test("a step that is taken writes the case", async () => {
  expect(await take(aCase("accepted"), { to: "dispatched", version: 5, unit: "u-unit" })).toMatchObject({
    ok: true,
    value: { id: "case:1", writes: [{ row: { state: "dispatched", version: 6, assignee: "u-unit" } }], counters: {} },
  });
});

test("a step looks at the findings of the case: one of A3 asks for a second person", async () => {
  const row = aCase("signal", { standing: { A2: 0, A3: 1, A4: 0 } });

  expect(await take(row, { to: "dismissed", version: 5, note: "误报" })).toMatchObject({
    ok: true,
    value: { writes: [{ row: { state: "signal", version: 6, pending: { to: "dismissed" } } }] },
  });
});

test("a field that the step does not name is refused by its name before the step reaches the journal", () => {
  const sent = { version: 5, unit: "u-unit", secondPerson: "p2", assignee: "p1" };

  expect(problemsOf(aCase("signal"), { to: "reported", ...sent })).toEqual([
    "/unit unknown-field",
    "/secondPerson unknown-field",
    "/assignee unknown-field",
  ]);
  expect(problemsOf(aCase("accepted"), { to: "dispatched", version: 5, unit: "u-unit" })).toEqual([]);
});
