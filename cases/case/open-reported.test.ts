import { expect, test } from "vitest";
import { WEEKDAYS_ONLY } from "../../core/casework/working-calendar.ts";
import { ROLES } from "../../core/people/rights.ts";
import { MINUTE, plus } from "../../core/time.ts";
import { aGrid, anActor, NOW } from "../../tests/support/case-facts.ts";
import { openReportedCase, type ReportRequest } from "./open-reported.ts";

function report(over: Partial<ReportRequest["command"]> = {}, open = 0) {
  return openReportedCase({
    command: {
      actor: anActor("community-officer"),
      source: over.actor?.roles.includes("enterprise-specialist") === true ? "enterprise" : "patrol",
      title: "厂区扬尘",
      cell: "g3-a1",
      enterprise: "e1",
      outlet: null,
      description: "北门料堆未覆盖",
      category: "dust",
      ...over,
    },
    index: aGrid(),
    open,
    numberAfter: 12,
    year: "2026",
    now: NOW,
    seq: 88,
    calendar: WEEKDAYS_ONLY,
  });
}

test("who reported stands sealed in the line of the case, and nowhere else", () => {
  const { next, timeline } = (report({ reporter: "sealed" }) as { readonly value: { next: object; timeline: readonly object[] } })
    .value;

  expect(timeline).toMatchObject([{ action: "reported", fields: { reporter: "sealed" } }]);
  expect(JSON.stringify(next)).not.toContain("sealed");
});

test("a report of people opens a case in reported, owned by the second-level cell, with 30 minutes for triage", () => {
  const opened = report();

  expect(opened.ok && opened.value).toMatchObject({
    next: {
      id: "case:report:88",
      number: "410199-2026-0012",
      state: "reported",
      version: 1,
      level: "A2",
      cell: "g2-a",
      enterprise: "e1",
      rule: null,
      deadline: { at: plus(NOW, 30 * MINUTE), kind: "triage" },
    },
    timeline: [{ actor: "user-community-officer", action: "reported", from: null, to: "reported", note: "北门料堆未覆盖" }],
    deadlines: [{ id: "deadline:case:report:88", detail: "triage|due" }],
    usedNumber: true,
  });
});

test("the enterprise of an outlet is filled in", () => {
  const opened = report({ enterprise: null, outlet: "e1-B1" });

  expect(opened.ok && opened.value.next).toMatchObject({ outlet: "e1-B1", enterprise: "e1" });
});

test("a report that names no enterprise and no outlet is of the cell alone", () => {
  const opened = report({ enterprise: null, outlet: null });

  expect(opened.ok && opened.value.next).toMatchObject({ cell: "g2-a", outlet: null, enterprise: null });
});

const MAY = ["enterprise-specialist", "community-officer", "street-officer", "bureau-staff", "duty-desk", "leading-group-office"];

test.each(ROLES)("a %s may report a case, or the report is declined for the role", (role) => {
  const opened = report({ actor: anActor(role) });

  if (MAY.includes(role)) expect(opened.ok).toBe(true);
  else expect(opened).toMatchObject({ ok: false, error: { status: 403, code: "role-not-allowed" } });
});

test.each([
  ["a cell of another street", { cell: "g2-b" }],
  ["a cell above the own one", { cell: "g2-a" }],
  ["another enterprise", { actor: anActor("enterprise-specialist"), enterprise: "e2" }],
  ["a street the enterprise does not lie in", { actor: anActor("enterprise-specialist"), cell: "g2-b" }],
  [
    "an enterprise without a cell",
    { actor: anActor("enterprise-specialist", { enterprise: "e9" }), enterprise: "e9", cell: "g1" },
  ],
])("a report for %s is outside the actor's cells", (_, over) => {
  expect(report(over)).toMatchObject({ ok: false, error: { status: 403, code: "outside-your-cells" } });
});

test("every problem of a report is told with its pointer", () => {
  const refused = report({ actor: anActor("duty-desk"), title: " ", cell: "gone", enterprise: "gone", outlet: "gone" });
  const foreign = report({ outlet: "e2-DA001" });

  expect(refused.ok ? [] : refused.error.errors?.map((e) => [e.pointer, e.code])).toEqual([
    ["/title", "required"],
    ["/cell", "unknown-cell"],
    ["/enterprise", "unknown-enterprise"],
    ["/outlet", "unknown-outlet"],
  ]);
  expect(foreign.ok ? [] : foreign.error.errors).toMatchObject([{ pointer: "/outlet", code: "outlet-of-another-enterprise" }]);
});

const OWN = { source: "enterprise", cell: "g2-a", enterprise: "e1" } as const;

// Behaviour
test("an enterprise reports for itself only, and officers of the grid what they saw or were told", () => {
  const allowedTo = (role: Parameters<typeof anActor>[0], source: ReportRequest["command"]["source"]) =>
    report({ ...OWN, actor: anActor(role, role === "enterprise-specialist" ? {} : { cells: ["g1"] }), source });

  expect(allowedTo("enterprise-specialist", "enterprise").ok).toBe(true);
  for (const source of ["patrol", "hotline", "upper"] as const) {
    expect(allowedTo("enterprise-specialist", source)).toMatchObject({
      error: {
        code: "invalid-fields",
        errors: [{ pointer: "/source", code: "not-allowed-value", facts: { allowed: ["enterprise"] } }],
      },
    });
  }
  expect(allowedTo("community-officer", "enterprise").ok).toBe(false);
  expect(allowedTo("duty-desk", "enterprise").ok).toBe(true);
});

// Behaviour
test("nobody fills the queue of a desk: 20 reports of an account may be open, 500 of a desk's", () => {
  const desk = { actor: anActor("duty-desk", { cells: ["g1"] }) };

  expect(report({}, 19).ok).toBe(true);
  expect(report({}, 20)).toMatchObject({ error: { status: 429, code: "too-many-open-reports", facts: { most: 20 } } });
  expect([report(desk, 499).ok, report(desk, 500).ok]).toEqual([true, false]);
});
