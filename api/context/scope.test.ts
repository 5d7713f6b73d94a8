import { afterAll, beforeAll, expect, test } from "vitest";
import type { Case } from "../../cases/case/case.ts";
import type { Role } from "../../core/people/rights.ts";
import { type ApiFixture, startApi, twoPlants } from "../../tests/support/api-fixture.ts";
import { aCase, aDeclaration, aFinding, caseWrites, declarationWrites, T0 } from "../../tests/support/records-facts.ts";

let fixture: ApiFixture;
beforeAll(async () => {
  fixture = await startApi();
  const plants = [1, 2] as const;
  const caseOf = (n: 1 | 2): Case =>
    aCase(`case:${n}`, {
      number: `410199-2026-000${n}`,
      cell: `g2-${n}`,
      enterprise: `e${n}`,
      outlet: `e${n}-DA001`,
      assignee: null,
      handler: null,
    });
  await fixture.commit({
    registries: [{ seq: 1, at: T0, registry: twoPlants() }],
    findings: plants.map((n) => aFinding(`e${n}-DA001:a21026:EXCEED-HOUR:x`, { outlet: `e${n}-DA001`, enterprise: `e${n}` })),
    subjects: [
      ...caseWrites(...plants.map(caseOf)),
      ...declarationWrites(...plants.map((n) => aDeclaration(`d${n}`, { enterprise: `e${n}`, outlets: [`e${n}-DA001`] }))),
    ],
  });
});
afterAll(() => fixture.api.close());

interface Who {
  readonly roles: readonly Role[];
  readonly cells?: readonly string[];
  readonly enterprise?: string;
}

const OF_PLANT_ONE: readonly (readonly [string, Who])[] = [
  ["specialist of plant 1", { roles: ["enterprise-specialist"], enterprise: "e1" }],
  ["officer of community 1", { roles: ["community-officer"], cells: ["g3-1"] }],
  ["officer of street 1", { roles: ["street-officer"], cells: ["g2-1"] }],
  ["enforcement officer of street 1", { roles: ["enforcement-officer"], cells: ["g2-1"] }],
];
const OF_THE_DISTRICT: readonly (readonly [string, Who])[] = [
  ["bureau", { roles: ["bureau-staff"] }],
  ["desk", { roles: ["duty-desk"] }],
  ["leader", { roles: ["leader"] }],
  ["auditor", { roles: ["auditor"] }],
  ["enforcement officer without cells", { roles: ["enforcement-officer"] }],
  ["officer of the whole district", { roles: ["street-officer"], cells: ["g1"] }],
];
const LISTS = ["outlets", "findings", "cases", "declarations"] as const;
const ONE = (n: 1 | 2): readonly string[] => [
  `/api/v1/outlets/e${n}-DA001`,
  `/api/v1/outlets/e${n}-DA001/budget`,
  `/api/v1/findings/${encodeURIComponent(`e${n}-DA001:a21026:EXCEED-HOUR:x`)}`,
  `/api/v1/cases/case:${n}`,
];

test.each(OF_PLANT_ONE)("the %s sees what is of plant 1 and nothing of plant 2", async (_name, who) => {
  for (const list of LISTS) {
    const { items } = (await fixture.as(who, "GET", `/api/v1/${list}`)).json<{ items: { id: string }[] }>();
    expect(items).toHaveLength(1);
    expect(items[0]?.id).toMatch(/^(case:1|d1|e1-DA001.*)$/);
  }
  for (const url of ONE(1)) expect((await fixture.as(who, "GET", url)).statusCode).toBe(200);
  for (const url of ONE(2)) expect((await fixture.as(who, "GET", url)).statusCode).toBe(404);
});

test.each(OF_THE_DISTRICT)("the %s sees both plants", async (_name, who) => {
  for (const list of LISTS) {
    expect((await fixture.as(who, "GET", `/api/v1/${list}`)).json<{ items: unknown[] }>().items).toHaveLength(2);
  }
  for (const url of [...ONE(1), ...ONE(2)]) expect((await fixture.as(who, "GET", url)).statusCode).toBe(200);
});

test("asking for a foreign outlet in a list answers nothing", async () => {
  const who = { roles: ["enterprise-specialist"], enterprise: "e1" } as const;

  const findings = await fixture.as(who, "GET", "/api/v1/findings?outlet=e2-DA001");

  expect(findings.json()).toEqual({ items: [], next: null });
});

test("a step of a case one may not see is not found, and never reaches the engine", async () => {
  const who = { roles: ["street-officer"], cells: ["g2-1"] } as const;

  const answer = await fixture.as(who, "POST", "/api/v1/cases/case:2/transitions", { payload: { to: "check", version: 1 } });

  expect(answer.statusCode).toBe(404);
  expect(fixture.commands).toEqual([]);
});

test("what one may not see does not exist in a declaration or a report either", async () => {
  const who = { roles: ["enterprise-specialist"], enterprise: "e1" } as const;
  const declaration = {
    enterprise: "e2",
    outlets: ["e2-DA001"],
    pollutants: ["a21026"],
    cause: "process",
    from: "2026-11-24T08:00:00+08:00",
    to: "2026-11-24T12:00:00+08:00",
    measures: "喷淋",
  };
  const report = { source: "enterprise", title: "异味", cell: "g2-2", description: "", category: "odour" };

  const declared = await fixture.as(who, "POST", "/api/v1/declarations", { payload: declaration });
  const reported = await fixture.as(who, "POST", "/api/v1/cases", { payload: report });

  expect(declared.json()).toMatchObject({ errors: [{ pointer: "/enterprise" }, { pointer: "/outlets/0" }] });
  expect(reported.json()).toMatchObject({ errors: [{ pointer: "/cell", code: "unknown-cell" }] });
  expect(fixture.commands).toEqual([]);
});

test("a page is filled with what the caller may see, and goes on after it", async () => {
  const who = { roles: ["street-officer"], cells: ["g2-1"] } as const;

  const page = (await fixture.as(who, "GET", "/api/v1/cases?limit=1")).json<{ items: { id: string }[]; next: string | null }>();

  expect(page.items.map((c) => c.id)).toEqual(["case:1"]);
});
