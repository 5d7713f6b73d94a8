import { expect, test } from "vitest";
import type { DeclaredEmission } from "../../core/judging/declared-emission.ts";
import { HOUR, MINUTE, plus } from "../../core/time.ts";
import { at, HOUR_START } from "../../tests/support/hour-facts.ts";
import { considerDeclarations } from "./consider-declarations.ts";

const EMISSION = { outlet: "e1-B1", pollutant: "a34001", period: { start: HOUR_START, end: plus(HOUR_START, HOUR) } };
const DAY_BEFORE = at("2026-11-22T08:00:00+08:00");

/** Consented to the day before, from minute to minute of the hour. */
function consent(from: number, to: number, over: Partial<DeclaredEmission> = {}): DeclaredEmission {
  return {
    id: `declaration:${from}-${to}`,
    outlets: ["e1-B1"],
    pollutants: ["a34001"],
    from: plus(HOUR_START, from * MINUTE),
    to: plus(HOUR_START, to * MINUTE),
    state: "consented",
    submittedAt: DAY_BEFORE,
    decidedAt: DAY_BEFORE,
    ...over,
  };
}

function standing(...declarations: readonly DeclaredEmission[]) {
  return considerDeclarations(declarations, EMISSION).standing;
}

test("nothing declared is unreported", () => {
  expect(considerDeclarations([], EMISSION)).toEqual({ standing: "unreported", considered: [] });
});

// Behaviour
test("consents that abut within the hour cover it together, in whatever order they stand", () => {
  const [first, second] = [consent(-120, 30), consent(30, 240)];

  expect(standing(first, second)).toBe("consented");
  expect(considerDeclarations([second, first], EMISSION)).toMatchObject({
    standing: "consented",
    considered: [
      { id: second.id, covers: true },
      { id: first.id, covers: true },
    ],
  });
});

test("overlapping windows cover together, one inside another adds nothing", () => {
  expect(standing(consent(0, 40), consent(10, 20), consent(35, 60))).toBe("consented");
  expect(standing(consent(0, 40), consent(10, 20))).toBe("unreported");
});

test("a minute between two consents leaves the hour uncovered, and each says that its window does not hold it", () => {
  const considered = considerDeclarations([consent(0, 30), consent(31, 60)], EMISSION);

  expect(considered.standing).toBe("unreported");
  expect(considered.considered).toMatchObject([
    { covers: false, why: { code: "period-outside", facts: { from: HOUR_START, to: plus(HOUR_START, 30 * MINUTE) } } },
    { covers: false, why: { code: "period-outside" } },
  ]);
});

// Behaviour
test("consent counts from when it was given: for its own part of the hour, not for what ran before", () => {
  const at0820 = plus(HOUR_START, 20 * MINUTE);

  expect(standing(consent(-60, 30), consent(30, 60, { decidedAt: at0820 }))).toBe("consented");
  expect(standing(consent(-60, 60, { decidedAt: at0820 }))).toBe("unreported");
  expect(standing(consent(-60, 10), consent(10, 60, { decidedAt: at0820 }))).toBe("unreported");
});

test("a part that is consented to and a part that waits for its answer are pending together", () => {
  const waiting = { state: "submitted", decidedAt: null } as const;

  expect(standing(consent(0, 30), consent(30, 60, waiting))).toBe("pending");
  expect(standing(consent(0, 30), consent(40, 60, waiting))).toBe("unreported");
  expect(standing(consent(0, 60), consent(0, 60, waiting))).toBe("consented");
});

test("a window that ends when the hour begins, or begins when it ends, lies beside it", () => {
  const why = (declaration: DeclaredEmission) => considerDeclarations([declaration], EMISSION).considered[0]?.why.code;

  expect(why(consent(-60, 0))).toBe("period-outside");
  expect(why(consent(60, 120))).toBe("period-outside");
});
