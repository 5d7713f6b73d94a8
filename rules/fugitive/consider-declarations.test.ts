import { expect, test } from "vitest";
import {
  type DeclaredEmission,
  NO_STATEMENTS,
  type OrderedControl,
  type ReportedAccident,
  type Statements,
} from "../../core/judging/declared-emission.ts";
import { DAY, HOUR, MINUTE, plus } from "../../core/time.ts";
import { at, HOUR_START } from "../../tests/support/hour-facts.ts";
import { considerDeclarations } from "./consider-declarations.ts";
import type { Emission } from "./weigh-declaration.ts";

const HOUR_END = plus(HOUR_START, HOUR);
const EMISSION: Emission = {
  outlet: "e1-B1",
  pollutant: "a34001",
  period: { start: HOUR_START, end: HOUR_END },
  beganBy: HOUR_END,
};
const DAY_BEFORE = at("2026-11-22T08:00:00+08:00");
const minute = (of: number) => plus(HOUR_START, of * MINUTE);

/** Consented to the day before, from minute to minute of the hour. */
function consent(from: number, to: number, over: Partial<DeclaredEmission> = {}): DeclaredEmission {
  return {
    id: `declaration:${from}-${to}`,
    outlets: ["e1-B1"],
    pollutants: ["a34001"],
    from: minute(from),
    to: minute(to),
    state: "consented",
    submittedAt: DAY_BEFORE,
    decidedAt: DAY_BEFORE,
    ...over,
  };
}

/** Began with the hour, reported 50 minutes later. */
function accident(over: Partial<ReportedAccident> = {}): ReportedAccident {
  const reported = { reportedAt: minute(50), dueAt: HOUR_END };
  return { id: "accident:1", outlets: ["e1-B1"], from: HOUR_START, to: plus(HOUR_START, DAY), ...reported, ...over };
}

function control(over: Partial<OrderedControl> = {}): OrderedControl {
  return { id: "control-order:1", level: "orange", from: HOUR_START, to: HOUR_END, share: 0.5, ...over };
}

function consider(statements: Partial<Statements>, emission = EMISSION) {
  return considerDeclarations({ ...NO_STATEMENTS, ...statements }, emission);
}

function standing(...declarations: readonly DeclaredEmission[]) {
  return consider({ declarations }).standing;
}

const REFUSED = consent(-60, 180, { state: "refused" });
const WAITING = { state: "submitted", decidedAt: null } as const;

// The rows of the table, in its words and its order.
test("consent granted, inside window and area and pollutants: consented", () => {
  expect(standing(consent(-120, 240))).toBe("consented");
});

test("consent granted, window overrun: beyond consent, until a day after the window", () => {
  expect(standing(consent(-120, 0))).toBe("beyond-consent");
  expect(standing(consent(-120, 59))).toBe("beyond-consent");
  expect(standing(consent(-3_000, -24 * 60 + 1))).toBe("beyond-consent");
  expect(standing(consent(-3_000, -24 * 60))).toBe("unreported");
  expect(standing(consent(60 + 24 * 60 - 1, 9_000))).toBe("beyond-consent");
  expect(standing(consent(60 + 24 * 60, 9_000))).toBe("unreported");
});

test("consent granted, other area: beyond consent", () => {
  const east = consent(-120, 240, { outlets: ["e1-B2"] });

  expect(standing(east)).toBe("beyond-consent");
  expect(consider({ declarations: [east] }).considered).toMatchObject([{ covers: false, why: { code: "beyond-place" } }]);
});

test("consent granted, other pollutant: beyond consent; another place as well is another matter", () => {
  const other = consent(-120, 240, { pollutants: ["a24088"] });

  expect(standing(other)).toBe("beyond-consent");
  expect(consider({ declarations: [other] }).considered[0]?.why.code).toBe("beyond-pollutant");
  expect(standing({ ...other, outlets: ["e1-B2"] })).toBe("unreported");
});

test("request pending: pending; if refused, unreported", () => {
  expect(standing(consent(-60, 240, WAITING))).toBe("pending");
  expect(standing(consent(-60, 240, { state: "refused", decidedAt: minute(30) }))).toBe("unreported");
});

test("refused: against the refusal, also when an accident is reported or the request is repeated", () => {
  expect(standing(REFUSED)).toBe("against-refusal");
  expect(standing(REFUSED, consent(-60, 240, WAITING))).toBe("against-refusal");
  expect(consider({ declarations: [REFUSED], accidents: [accident()] })).toMatchObject({
    standing: "against-refusal",
    considered: [{ why: { code: "refused-before", facts: { decidedAt: DAY_BEFORE } } }, { covers: false }],
  });
  expect(standing(REFUSED, consent(-60, 240))).toBe("consented");
});

test("none, accident report filed within the configured limit after start: accident", () => {
  expect(consider({ accidents: [accident()] })).toMatchObject({
    standing: "accident",
    considered: [{ id: "accident:1", covers: true, why: { code: "accident-in-time" } }],
  });
  expect(consider({ accidents: [accident({ reportedAt: HOUR_END })] }).standing).toBe("accident");
});

test("none, report filed late: late, and it counts whether it was said while the emission went on", () => {
  const late = accident({ from: minute(-90), reportedAt: minute(20), dueAt: minute(-30) });
  const after = consider({ accidents: [accident({ reportedAt: plus(HOUR_END, 1) })] });
  const declared = consider({ declarations: [consent(-60, 240, { ...WAITING, submittedAt: minute(30) })] });

  expect(consider({ accidents: [late] })).toMatchObject({ standing: "late-report", isSaidInIt: true });
  expect(after).toMatchObject({ standing: "late-report", isSaidInIt: false, considered: [{ why: { code: "accident-late" } }] });
  expect(declared).toMatchObject({
    standing: "late-report",
    isSaidInIt: true,
    considered: [{ why: { code: "submitted-late" } }],
  });
});

test("none at all: unreported", () => {
  expect(consider({})).toEqual({ standing: "unreported", isSaidInIt: false, isControlled: false, considered: [] });
});

test("any of the above during control: an order that is in force for a moment of it", () => {
  const isControlled = (order: OrderedControl) => consider({ orders: [order] }).isControlled;

  expect(isControlled(control())).toBe(true);
  expect(isControlled(control({ to: plus(HOUR_START, 1) }))).toBe(true);
  expect(isControlled(control({ to: HOUR_START }))).toBe(false);
  expect(isControlled(control({ from: HOUR_END, to: plus(HOUR_END, 1) }))).toBe(false);
  expect(consider({ orders: [control(), control({ id: "c2", to: HOUR_START })] }).considered).toMatchObject([
    { covers: false, why: { code: "controlled", facts: { level: "orange", share: 0.5 } } },
    { covers: false, why: { code: "period-outside" } },
  ]);
});

// Behaviour
test("what was decided after an emission began does not reach back: neither consent nor refusal", () => {
  const within = { decidedAt: minute(1) };

  expect(standing(consent(-60, 240, within))).toBe("unreported");
  expect(standing(consent(-60, 240, { state: "refused", ...within }))).toBe("unreported");
  expect(standing(consent(-60, 240, { state: "refused", decidedAt: null }))).toBe("unreported");
  expect(standing(consent(-60, 240, { ...within, submittedAt: minute(1) }))).toBe("late-report");
});

test("a near miss is one of a consent that was given before the emission began", () => {
  const elsewhere = { outlets: ["e1-B2"] };

  expect(standing(consent(-60, 240, { ...elsewhere, decidedAt: minute(1) }))).toBe("unreported");
  expect(standing(consent(-60, 240, { ...elsewhere, decidedAt: null }))).toBe("unreported");
  expect(standing(consent(-60, 240, { ...elsewhere, ...WAITING }))).toBe("unreported");
});

test.each([
  ["of another place", { outlets: ["e1-B2"] }, "other-outlet"],
  ["that began after the emission", { from: plus(HOUR_END, 1) }, "accident-later"],
  ["that was over", { to: HOUR_START }, "accident-over"],
])("an accident %s covers nothing, and says why", (_, over, code) => {
  expect(consider({ accidents: [accident(over)] })).toMatchObject({
    standing: "unreported",
    considered: [{ covers: false, why: { code } }],
  });
});

test("an accident that began within the evidence's first minutes covers it; evidence from before stays uncovered", () => {
  const seen: Emission = { ...EMISSION, period: { start: minute(10), end: HOUR_END }, beganBy: minute(20) };
  const began = (at: number) => consider({ accidents: [accident({ from: minute(at), dueAt: minute(at + 60) })] }, seen).standing;

  expect([began(15), began(20), began(21)]).toEqual(["accident", "accident", "unreported"]);
});

test("past a bypass everything leaves: a declaration of it covers whatever pollutant it names", () => {
  const { considered, ...found } = consider(
    { declarations: [consent(-60, 240, { pollutants: ["a21026"] })] },
    { ...EMISSION, pollutant: null },
  );

  expect(found.standing).toBe("consented");
  expect(considered).toHaveLength(1);
});

// Behaviour
test("consents that abut within the hour cover it together, in whatever order they stand", () => {
  const [first, second] = [consent(-120, 30), consent(30, 240)];

  expect(standing(first, second)).toBe("consented");
  expect(consider({ declarations: [second, first] })).toMatchObject({
    standing: "consented",
    considered: [
      { id: second.id, covers: true },
      { id: first.id, covers: true },
    ],
  });
});

test("overlapping windows cover together, one inside another adds nothing", () => {
  expect(standing(consent(0, 40), consent(10, 20), consent(35, 60))).toBe("consented");
  expect(standing(consent(0, 40), consent(10, 20))).toBe("beyond-consent");
});

test("a minute between two consents is beyond them, and each says that its window does not hold it", () => {
  const considered = consider({ declarations: [consent(0, 30), consent(31, 60)] });

  expect(considered.standing).toBe("beyond-consent");
  expect(considered.considered).toMatchObject([
    { covers: false, why: { code: "beyond-window", facts: { from: HOUR_START, to: minute(30) } } },
    { covers: false, why: { code: "beyond-window" } },
  ]);
});

// Behaviour
test("consent counts from when it was given: for its own part of the hour, not for what ran before", () => {
  const at0820 = plus(HOUR_START, 20 * MINUTE);

  expect(standing(consent(-60, 30), consent(30, 60, { decidedAt: at0820 }))).toBe("consented");
  expect(standing(consent(-60, 60, { decidedAt: at0820 }))).toBe("unreported");
  expect(standing(consent(-60, 10), consent(10, 60, { decidedAt: at0820 }))).toBe("beyond-consent");
});

test("a part that is consented to and a part that waits for its answer are pending together", () => {
  expect(standing(consent(0, 30), consent(30, 60, WAITING))).toBe("pending");
  expect(standing(consent(0, 30), consent(40, 60, WAITING))).toBe("beyond-consent");
  expect(standing(consent(0, 60), consent(0, 60, WAITING))).toBe("consented");
});

test("a request beside the emission is none of it: its window ends when the hour begins, or begins when it ends", () => {
  const why = (declaration: DeclaredEmission) => consider({ declarations: [declaration] }).considered[0]?.why.code;

  expect(why(consent(-60, 0, WAITING))).toBe("period-outside");
  expect(why(consent(60, 120, WAITING))).toBe("period-outside");
});
