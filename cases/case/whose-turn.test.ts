import fc from "fast-check";
import { expect, test } from "vitest";
import { passes, testsOf } from "../../core/casework/row-filter.ts";
import { holdsAny, ROLES, rolesWithAny } from "../../core/people/rights.ts";
import { ALL_ACTORS, aCase, aGrid, anActor, NOW, twoDistricts } from "../../tests/support/case-facts.ts";
import { stepsOpenTo } from "./allowed-steps.ts";
import { CASE_STATES, type Case, type CaseState } from "./case.ts";
import { CASES } from "./case-collection.ts";
import { isMine, isOpen, mayTake, mineWhere, nextStepOf, whyNotMine } from "./whose-turn.ts";

const GRID = aGrid();
const CLOCK = { at: NOW, kind: "archive", source: { code: "default", facts: {} } } as const;

test("the community officer has a step for a case in check, which the grid makes the officer's own", () => {
  const officer = anActor("community-officer");

  expect(isMine(aCase("check"), officer, { index: GRID })).toBe(true);
  expect(isMine(aCase("check"), anActor("community-officer", { cells: ["g3-a2"] }), { index: GRID })).toBe(false);
});

// Whose turn it is, written by hand from the state table of the regulation: one role of each that may act.
const TURN: Readonly<Record<CaseState, (typeof ROLES)[number]>> = {
  signal: "enterprise-specialist",
  reported: "street-officer",
  check: "community-officer",
  rejected: "street-officer",
  accepted: "bureau-staff",
  dispatched: "handling-unit",
  returned: "duty-desk",
  handling: "enforcement-officer",
  pending: "handling-unit",
  transferred: "handling-unit",
  joint: "leading-group-office",
  filed: "enforcement-officer",
  result: "community-officer",
  verify: "street-officer",
  closed: "handling-unit",
  feedback: "bureau-staff",
  archived: "duty-desk",
  reopened: "bureau-staff",
  dismissed: "duty-desk",
};

test.each(CASE_STATES)("in %s it is the turn of whoever acts there by the state table, and never of a leader", (state) => {
  expect(isMine(aCase(state), anActor(TURN[state]), { index: GRID })).toBe(true);
  expect(isMine(aCase(state), anActor("leader"), { index: GRID })).toBe(false);
});

test("a case is also the turn of the one in whose hands it is, though the role takes no step now", () => {
  const unit = anActor("handling-unit", { person: "p3" });

  expect(isMine(aCase("accepted"), unit, { index: GRID })).toBe(false);
  // A unit that is called like a person is still no person.
  expect(isMine(aCase("accepted", { assignee: "p3" }), unit, { index: GRID })).toBe(false);
  expect(isMine(aCase("verify", { handler: unit.id }), unit, { index: GRID })).toBe(true);
});

test.each([
  ["closed", true],
  ["feedback", true],
  ["dismissed", true],
] as const)("a case that is %s is open while its clock runs and not after", (state, whileItRuns) => {
  expect(isOpen(aCase(state, { deadline: CLOCK }))).toBe(whileItRuns);
  expect(isOpen(aCase(state))).toBe(false);
});

test("a case that is not settled is open without a clock, an archived one is not", () => {
  expect(isOpen(aCase("pending"))).toBe(true);
  expect(isOpen(aCase("archived"))).toBe(false);
});

const actors = fc.record({
  roles: fc.subarray([...ROLES], { minLength: 1, maxLength: 3 }),
  cells: fc.subarray(["g1", "g2-a", "g2-b", "g3-a1", "h1", "h2"], { maxLength: 2 }),
  enterprise: fc.constantFrom(null, "e1", "e2", "e8"),
  person: fc.constantFrom(null, "p1"),
});
const cases = fc.record({
  state: fc.constantFrom(...CASE_STATES),
  cell: fc.constantFrom("g1", "g2-a", "g2-b", "h2"),
  enterprise: fc.constantFrom(null, "e1", "e2", "e8", "e9"),
  assignee: fc.constantFrom(null, "u-unit", "p1"),
  handler: fc.constantFrom(null, "p1", "p2", "user-x"),
  returns: fc.constantFrom(0, 1),
  extensions: fc.constantFrom(0, 1, 2),
  mergedInto: fc.constantFrom(null, null, null, "case:2"),
});

test("a case that goes on in another is nobody's turn, and no step is open to it", () => {
  const merged = aCase("archived", { mergedInto: "case:2", assignee: "p3" });

  expect(isMine(merged, anActor("bureau-staff", { person: "p3" }), { index: GRID })).toBe(false);
  expect(stepsOpenTo(merged)).toEqual([]);
  expect(stepsOpenTo(aCase("archived")).map((step) => step.to)).toEqual(["reopened"]);
});

// Behaviour
test("the store finds exactly the cases of which each one says that it is the reader's turn", () => {
  fc.assert(
    fc.property(actors, cases, fc.boolean(), (who, what, two) => {
      const index = two ? twoDistricts() : GRID;
      const actor = { ...anActor("leader"), ...who, id: "user-x" };
      const { state, ...over } = what;
      const current: Case = aCase(state, over);

      const found = passes(CASES, current, testsOf(CASES, mineWhere(actor, { index })));

      expect(found).toBe(isMine(current, actor, { index }));
    }),
    { numRuns: 2_000 },
  );
});

test("every step is open to at least one role", () => {
  for (const state of CASE_STATES)
    for (const { powers } of stepsOpenTo(aCase(state))) expect(rolesWithAny(powers)).not.toEqual([]);
});

// Behaviour
test("a step that is not the reader's says why, exactly where the step would be declined", () => {
  for (const actor of ALL_ACTORS) {
    for (const state of CASE_STATES) {
      const current = aCase(state, { handler: actor.id });
      for (const step of stepsOpenTo(current)) {
        const why = whyNotMine(step, actor, { current, index: GRID });

        expect(why === null).toBe(mayTake(step, actor, { current, index: GRID }));
        if (why === "role-not-allowed") expect(holdsAny(actor.roles, step.powers)).toBe(false);
        if (why === "same-person") expect(["verify", "closed"]).toContain(step.to);
      }
    }
  }
  const elsewhere = anActor("street-officer", { cells: ["g2-b"] });
  const [step] = stepsOpenTo(aCase("reported"));
  expect(step && whyNotMine(step, elsewhere, { current: aCase("reported"), index: GRID })).toBe("outside-your-cells");
});

// Behaviour
test("the case waits for whom its usual next step asks, and for nobody once nothing is to do", () => {
  const next = (state: CaseState, over: Partial<Case> = {}) => nextStepOf(aCase(state, over))?.to;

  expect(next("signal")).toBe("reported");
  expect(next("reported")).toBe("accepted");
  expect(next("verify")).toBe("closed");
  expect(next("rejected", { deadline: CLOCK })).toBe("archived");
  expect(next("rejected")).toBeUndefined();
  expect(next("archived")).toBeUndefined();
  expect(next("handling", { mergedInto: "case:2" })).toBeUndefined();
});
