import { expect, test } from "vitest";
import type { TimelineEntry } from "../../core/casework/timeline.ts";
import { findingFacts } from "../../core/judging/finding-facts.ts";
import type { Actor } from "../../core/people/actor.ts";
import { reachOf } from "../../core/people/reach.ts";
import { aCase, aFinding, aGrid, anActor, NOW } from "../../tests/support/case-facts.ts";
import { at } from "../../tests/support/hour-facts.ts";
import type { Case } from "./case.ts";
import { type CaseDetailWire, type CaseWire, caseWriterFor } from "./case-wire.ts";

const GRID = aGrid();

function writerFor(actor: Actor) {
  const open = (sealed: string): string | undefined => (sealed.startsWith("sealed ") ? sealed.slice(7) : undefined);
  return caseWriterFor({ actor, index: GRID, reach: reachOf(actor, GRID), now: NOW, open });
}

function line(over: Partial<TimelineEntry> = {}): TimelineEntry {
  const by = { actor: "engine", actorName: "", action: "opened", from: null, to: "signal", note: "" };
  return { subject: "case:1", index: 0, at: NOW, seq: 7, ...by, ...over };
}

const CLERK = anActor("duty-desk");
const REPORTED_BY = line({ action: "reported", note: "扬尘", fields: { reporter: "sealed 张三", category: "dust" } });

test("a case that a finding opened goes out with the period of that finding and its running clock", () => {
  const deadline = {
    at: at("2026-11-23T11:05:00+08:00"),
    kind: "explain",
    source: { code: "law", facts: { provision: "6" } },
  } as const;
  const row = aCase("signal", { title: { code: "finding", facts: findingFacts(aFinding()) }, deadline });

  expect(writerFor(CLERK).toWire(row)).toMatchObject({
    titleCode: "finding",
    period: { start: "2026-11-23T00:00:00.000Z", end: "2026-11-23T01:00:00.000Z" },
    deadline: "2026-11-23T03:05:00.000Z",
    deadlineKind: "explain",
    deadlineSourceCode: "law",
    openedAt: "2026-11-23T01:05:00.000Z",
    open: true,
  });
});

test("a case that people reported has no period, and a settled one no clock", () => {
  expect(writerFor(CLERK).toWire(aCase("archived"))).toMatchObject({
    titleCode: "reported",
    titleFacts: { text: "窑尾 SO₂" },
    period: null,
    deadline: null,
    deadlineKind: null,
    deadlineSourceCode: null,
    open: false,
  });
});

test("what only decisions need of a case does not go out", () => {
  const wire = writerFor(CLERK).toWire(aCase("handling", { returns: 1, extensions: 1, heldFrom: "check" }));

  for (const field of ["returns", "extensions", "heldFrom", "lastFindingAt"]) expect(wire).not.toHaveProperty(field);
});

test("a step that waits for its second person goes out with who asked first, to whoever may see people", () => {
  const row = aCase("handling", { pending: { to: "dismissed", by: "user-1", person: "p1" } });
  const stranger = anActor("enterprise-specialist", { roles: [] });

  expect(writerFor(CLERK).toWire(row)).toMatchObject({ pending: { to: "dismissed", by: "user-1" } });
  expect(writerFor(stranger).toWire(row)).toMatchObject({ pending: { to: "dismissed", by: "" } });
});

test("one case names each step that may come next, its roles and fields, and whether it is the reader's own", () => {
  const officer = anActor("community-officer");
  const detail = writerFor(officer).toDetail(aCase("reported"), []) as { readonly allowed: readonly object[] };

  expect(detail.allowed).toMatchObject([
    { to: "check", fields: [], twoPersons: false, mine: true },
    { to: "rejected", fields: [{ name: "note", type: "text", required: true }], mine: false },
    { to: "accepted", fields: [], mine: false },
  ]);
});

test("what the engine noted goes out as a code with its facts, what people did without one", () => {
  const said = { code: "raised-by-level", facts: { level: "A3" } };
  const { timeline } = writerFor(CLERK).toDetail(aCase("reported"), [line({ said }), line({ index: 1 })]) as {
    readonly timeline: readonly object[];
  };

  expect(timeline).toMatchObject([
    { index: 0, at: "2026-11-23T01:05:00.000Z", code: "raised-by-level", facts: { level: "A3" }, fields: {} },
    { index: 1, code: null, facts: {}, fields: {} },
  ]);
});

test.each([
  ["duty-desk", { reporter: "张三", category: "dust" }],
  ["street-officer", { category: "dust" }],
  ["enterprise-specialist", { category: "dust" }],
] as const)("of who reported a case the %s is told no more than the role may know", (role, fields) => {
  const detail = writerFor(anActor(role)).toDetail(aCase("reported"), [REPORTED_BY]);

  expect(detail).toMatchObject({ timeline: [{ note: "扬尘" }] });
  expect((detail as { readonly timeline: readonly { readonly fields: object }[] }).timeline[0]?.fields).toEqual(fields);
});

test("a reporter that cannot be opened is not shown at all", () => {
  const sealedElsewhere = line({ action: "reported", fields: { reporter: "s1:of:another:key" } });

  expect(writerFor(anActor("duty-desk")).toDetail(aCase("reported"), [sealedElsewhere])).toMatchObject({
    timeline: [{ fields: {} }],
  });
});

test("a line that names nobody who reported it names nobody to the accepting desk either", () => {
  const detail = writerFor(CLERK).toDetail(aCase("reported"), [line({ fields: { unit: "u-unit" } })]);

  expect((detail as { readonly timeline: readonly { readonly fields: object }[] }).timeline[0]?.fields).toEqual({
    unit: "u-unit",
  });
});

test.each([
  ["community-officer", { secondPerson: "p2", reason: "no-basis" }],
  ["external-supervisor", { reason: "no-basis" }],
] as const)("of who went along the %s is told no more than the role may know", (role, fields) => {
  const went = line({ action: "dismissed", fields: { secondPerson: "p2", reason: "no-basis" } });

  expect(writerFor(anActor(role)).toDetail(aCase("dismissed"), [went])).toHaveProperty("timeline.0.fields", fields);
});

// Behaviour
test("where a reader cannot act, each step of a case says whose it is, by role and cell, unit or enterprise, and why", () => {
  const detail = (row: Case, actor: Actor) => writerFor(actor).toDetail(row, []) as CaseDetailWire;
  const community = anActor("community-officer");

  const [check, , accepted] = detail(aCase("reported"), community).allowed;
  expect(check).toMatchObject({ to: "check", mine: true, declined: null });
  expect(accepted).toMatchObject({
    to: "accepted",
    mine: false,
    declined: "role-not-allowed",
    holders: [
      { role: "street-officer", place: "g2-a", placeName: "甲街道" },
      { role: "bureau-staff", place: "g1", placeName: "演示区" },
      { role: "duty-desk", place: "g1", placeName: "演示区" },
    ],
  });
  const [handling] = detail(aCase("dispatched", { assignee: "u-unit" }), community).allowed;
  expect(handling?.holders[0]).toEqual({ role: "handling-unit", place: "u-unit", placeName: "执法大队" });
  const desk = anActor("duty-desk");
  const [closed] = detail(aCase("verify", { handler: desk.id }), desk).allowed;
  expect(closed).toMatchObject({ to: "closed", mine: false, declined: "same-person" });
});

test("a case in a list says whom it waits for, and a settled one nobody", () => {
  const turnOf = (row: Case) => (writerFor(CLERK).toWire(row) as CaseWire).turn;

  expect(turnOf(aCase("signal"))[0]).toEqual({ role: "enterprise-specialist", place: "e1", placeName: "e1" });
  expect(turnOf(aCase("verify")).map(({ role }) => role)).toEqual(["bureau-staff", "duty-desk"]);
  expect(turnOf(aCase("archived"))).toEqual([]);
});

test("who asked first for a step of two persons is told that another one has to, and that one has the step", () => {
  const desk = anActor("duty-desk");
  const row = aCase("signal", { level: "A3", pending: { to: "dismissed", by: desk.id, person: null } });
  const dismissed = (actor: Actor) =>
    (writerFor(actor).toDetail(row, []) as CaseDetailWire).allowed.find(({ to }) => to === "dismissed");

  expect(dismissed(desk)).toMatchObject({ mine: false, declined: "second-person-needed" });
  expect(dismissed(anActor("bureau-staff"))).toMatchObject({ mine: true, declined: null });
});
