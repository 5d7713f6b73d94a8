import { afterEach, beforeEach, expect, test } from "vitest";
import { DECLARATIONS } from "../../../cases/declaration/declaration-collection.ts";
import { MINUTE } from "../../../core/time.ts";
import { type ApiFixture, aMessage, startApi, twoPlants } from "../../../tests/support/api-fixture.ts";
import { aCase, aDeclaration, caseWrites, T0 } from "../../../tests/support/records-facts.ts";

let fixture: ApiFixture;
beforeEach(async () => {
  fixture = await startApi();
  const clock = { at: T0, kind: "triage", source: { code: "default", facts: {} } } as const;
  await fixture.commit({
    registries: [{ seq: 1, at: T0, registry: twoPlants() }],
    subjects: [
      ...caseWrites(
        aCase("signal", { cell: "g2-1", enterprise: "e1", state: "signal" }),
        aCase("late", { cell: "g2-1", enterprise: "e1", state: "reported", overdue: true, deadline: clock }),
        aCase("elsewhere", { cell: "g2-2", enterprise: "e2", state: "reported" }),
        aCase("closed", { cell: "g2-1", enterprise: "e1", state: "closed", deadline: clock }),
        aCase("archived", { cell: "g2-1", enterprise: "e1", state: "archived", deadline: null }),
      ),
      { collection: DECLARATIONS, row: aDeclaration("d1", { enterprise: "e1", state: "submitted" }) },
      { collection: DECLARATIONS, row: aDeclaration("d2", { enterprise: "e1", state: "refused" }) },
    ],
  });
  const rejections = [{ reason: "no-time", detail: { code: "time-missing", facts: { field: "at" } } }] as const;
  await fixture.intake.apply([{ ...aMessage(1, "e1-DA001", 1), readings: [], rejections }, aMessage(2, "e1-DA001", 1)], 2);
});
afterEach(() => fixture.api.close());

const needsOf = async (who: Parameters<ApiFixture["as"]>[0]) =>
  (await fixture.as(who, "GET", "/api/v1/needs")).json<Record<string, Record<string, number>>>();

// Behaviour
test("one answer says how much waits for a role: what its steps are open for, and closed cases whose clock runs, too", async () => {
  fixture.pass(11 * MINUTE);

  expect(await needsOf({ roles: ["duty-desk"] })).toEqual({
    cases: { waiting: 4, overdue: 1, leads: 1 },
    declarations: { waiting: 1 },
    quarantine: { waiting: 1 },
    devices: { waiting: 1 },
  });
});

test("a street is told of its own cases, and of no devices or messages", async () => {
  expect(await needsOf({ roles: ["street-officer"], cells: ["g2-1"] })).toEqual({
    cases: { waiting: 2, overdue: 1, leads: 1 },
    declarations: { waiting: 0 },
  });
});

test("nothing waits for somebody who only looks on", async () => {
  expect(await needsOf({ roles: ["leader"] })).toEqual({
    cases: { waiting: 0, overdue: 0, leads: 0 },
    declarations: { waiting: 0 },
  });
});

test("of two districts each bureau is told what waits in its own, and of no quarantine, which is one for all", async () => {
  const registry = twoPlants();
  const other = { id: "h1", level: 1, parent: null, kind: "district", division: "410198", name: "另一区" } as const;
  await fixture.commit({ registries: [{ seq: 2, at: T0, registry: { ...registry, cells: [...registry.cells, other] } }] });

  expect(await needsOf({ roles: ["bureau-staff"], cells: ["g1"] })).toMatchObject({ declarations: { waiting: 1 } });
  expect(await needsOf({ roles: ["bureau-staff"], cells: ["h1"] })).toEqual({
    cases: { waiting: 0, overdue: 0, leads: 0 },
    declarations: { waiting: 0 },
    devices: { waiting: 0 },
  });
});

test("the quarantine is counted up to a thousand rows", async () => {
  const rejections = Array.from({ length: 1_200 }, (_, i) => ({
    reason: "unknown-factor" as const,
    detail: { code: "no-channel" as const, facts: { factor: `f${i}`, st: null, mn: "SIM1" } },
  }));
  await fixture.intake.apply([{ ...aMessage(3, "e1-DA001", 1), readings: [], rejections }], 3);

  expect((await needsOf({ roles: ["bureau-staff"] }))["quarantine"]).toEqual({ waiting: 1_000 });
});
