import { expect, test } from "vitest";
import { WEEKDAYS_ONLY } from "../../core/casework/working-calendar.ts";
import type { Actor } from "../../core/people/actor.ts";
import { ROLES } from "../../core/people/rights.ts";
import { aGrid, anActor, NOW, twoDistricts } from "../../tests/support/case-facts.ts";
import { at } from "../../tests/support/hour-facts.ts";
import { type Answer, decideDeclaration, type Submission, submitDeclaration } from "./decide-declaration.ts";
import type { Declaration } from "./declaration.ts";

const CONTEXT = { index: aGrid(), now: NOW, seq: 5, calendar: WEEKDAYS_ONLY };

type Submitted = Submission & { readonly actor: Actor };
type Answered = Answer & { readonly actor: Actor };

function submit(over: Partial<Submitted> = {}) {
  const command: Submitted = {
    actor: anActor("enterprise-specialist"),
    enterprise: "e1",
    outlets: ["e1-B1"],
    pollutants: ["a34001"],
    cause: "maintenance",
    from: at("2026-11-24T08:00:00+08:00"),
    to: at("2026-11-24T12:00:00+08:00"),
    measures: "洒水",
    note: "",
    ...over,
  };
  return submitDeclaration(command, CONTEXT);
}

function submitted(over: Partial<Declaration> = {}): Declaration {
  const result = submit();
  if (!result.ok) throw new Error(result.error.code);
  return { ...result.value, ...over };
}

function answer(declaration: Declaration, over: Partial<Answered> = {}, context = CONTEXT) {
  const actor: Actor = anActor("bureau-staff");
  const command: Answered = {
    actor,
    decision: "consent",
    reason: "",
    ...over,
  };
  return decideDeclaration(declaration, command, context);
}

test("a declaration is submitted with its answer due within 4 working hours", () => {
  expect(submitted()).toMatchObject({
    id: "declaration:5",
    state: "submitted",
    submittedAt: NOW,
    submittedBy: "user-enterprise-specialist",
    answerDueAt: at("2026-11-23T15:05:00+08:00"),
    decidedAt: null,
    decidedBy: null,
  });
});

test.each(ROLES)("a %s may declare only as the enterprise itself or as the bureau", (role) => {
  const result = submit({ actor: anActor(role) });

  if (role === "enterprise-specialist" || role === "bureau-staff") expect(result.ok).toBe(true);
  else expect(result).toMatchObject({ ok: false, error: { status: 403, code: "role-not-allowed" } });
});

test("nobody declares for another enterprise", () => {
  const actor = anActor("enterprise-specialist", { enterprise: "e2" });

  expect(submit({ actor })).toMatchObject({ ok: false, error: { status: 403, code: "outside-your-cells" } });
});

const FROM = at("2026-11-24T08:00:00+08:00");

test.each([
  ["without outlets", { outlets: [] }, "/outlets", "required"],
  ["without pollutants", { pollutants: [] }, "/pollutants", "required"],
  ["with an outlet of another enterprise", { outlets: ["e1-B1", "e2-DA001"] }, "/outlets/1", "outlet-of-another-enterprise"],
  ["that ends when it begins", { to: FROM }, "/to", "window-empty"],
  ["one millisecond longer than 31 days", { to: at("2026-12-25T08:00:00.001+08:00") }, "/to", "window-too-long"],
  [
    "of an unknown enterprise",
    { actor: anActor("bureau-staff"), enterprise: "gone", outlets: ["e1-B1"] },
    "/enterprise",
    "unknown-enterprise",
  ],
])("a declaration %s is refused", (_, over, pointer, code) => {
  const result = submit(over);

  expect(result.ok ? [] : result.error.errors).toContainEqual(expect.objectContaining({ pointer, code }));
});

test("a window of exactly 31 days is accepted", () => {
  expect(submit({ to: at("2026-12-25T08:00:00+08:00") }).ok).toBe(true);
});

// Behaviour
test("nobody answers the own declaration, by whatever account of the own", () => {
  const clerk = anActor("bureau-staff", { id: "user-1", person: "p1" });
  const made = submit({ actor: clerk });
  if (!made.ok) throw new Error(made.error.code);
  const answered = (actor: Actor) => decideDeclaration(made.value, { decision: "consent", reason: "", actor }, CONTEXT);

  for (const own of [clerk, anActor("duty-desk", { id: "user-2", person: "p1" })]) {
    expect(answered(own)).toMatchObject({ ok: false, error: { status: 409, code: "own-declaration" } });
  }
  expect(answered(anActor("bureau-staff", { id: "user-3", person: "p3" })).ok).toBe(true);
});

test("consent counts from when it is given", () => {
  const now = at("2026-11-24T07:00:00+08:00");

  expect(answer(submitted(), {}, { ...CONTEXT, now })).toMatchObject({
    ok: true,
    value: { state: "consented", decidedAt: now, decidedBy: "user-bureau-staff" },
  });
});

test.each([
  ["consent", "consented"],
  ["refuse", "refused"],
  ["return", "returned"],
] as const)("to %s keeps the reason", (decision, state) => {
  expect(answer(submitted(), { decision, reason: "措施不足" })).toMatchObject({ ok: true, value: { state, reason: "措施不足" } });
});

test.each(["consented", "refused", "returned"] as const)("a declaration that was %s is not answered again", (state) => {
  expect(answer(submitted({ state }))).toMatchObject({ ok: false, error: { status: 409, code: "already-decided" } });
});

test.each(ROLES)("a %s may answer a declaration only for the bureau", (role) => {
  const result = answer(submitted(), { actor: anActor(role) });

  if (["bureau-staff", "duty-desk", "leading-group-office"].includes(role)) expect(result.ok).toBe(true);
  else expect(result).toMatchObject({ ok: false, error: { status: 403, code: "role-not-allowed" } });
});

test("a bureau's member answers for the whole own district and for no other", () => {
  const colleague = anActor("bureau-staff", { cells: ["g2-b"] });
  const elsewhere = anActor("bureau-staff", { cells: ["h2"] });
  const index = twoDistricts();

  expect(answer(submitted(), { actor: colleague }, { ...CONTEXT, index })).toMatchObject({ ok: true });
  expect(answer(submitted(), { actor: elsewhere }, { ...CONTEXT, index })).toMatchObject({
    ok: false,
    error: { status: 403, code: "outside-your-cells" },
  });
});
