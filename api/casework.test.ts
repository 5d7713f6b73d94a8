import { afterAll, beforeAll, expect, test } from "vitest";
import type { CaseState } from "../cases/case/case.ts";
import type { Registry } from "../core/registry/registry.ts";
import { HOUR, plus } from "../core/time.ts";
import { type ApiFixture, startApi, twoPlants } from "../tests/support/api-fixture.ts";
import { aCase, aDeclaration, aTimelineLine, caseWrites, declarationWrites, T0 } from "../tests/support/records-facts.ts";

const DUE = { at: plus(T0, HOUR), kind: "check", source: { code: "default", facts: {} } } as const;
const LATER = { ...DUE, at: plus(T0, 100 * HOUR) };
const OFFICER = { roles: ["community-officer"], cells: ["g3-1"] } as const;
const BUREAU = { roles: ["bureau-staff"], cells: ["g2-1"] } as const;

/** The two plants again, the second in a district of its own. */
function twoDistricts(): Registry {
  const registry = twoPlants();
  const other = { id: "h1", level: 1, parent: null, kind: "district", division: "410198", name: "另一区" } as const;
  const cells = registry.cells.map((c) => (c.id === "g2-2" ? { ...c, parent: "h1" } : c));
  return { ...registry, cells: [...cells, other] };
}

const ofPlant = (n: 1 | 2) => ({ cell: `g2-${n}`, enterprise: `e${n}`, outlet: `e${n}-DA001` });
const inState = (state: CaseState, over = {}) => aCase(`case:${state}`, { ...ofPlant(1), state, ...over });

let fixture: ApiFixture;
beforeAll(async () => {
  fixture = await startApi();
  await fixture.commit({
    registries: [{ seq: 1, at: T0, registry: twoDistricts() }],
    subjects: [
      ...caseWrites(
        inState("check", { deadline: DUE, title: { code: "reported", facts: { text: "异味" } } }),
        inState("closed", { deadline: LATER, changedAt: plus(T0, 1) }),
        inState("archived", { changedAt: plus(T0, 2) }),
        aCase("case:elsewhere", { ...ofPlant(2), state: "check", supervised: true, rule: "FUG-UNREPORTED" }),
      ),
      ...declarationWrites(
        aDeclaration("d1", { state: "consented", decidedBy: "demo-bureau", decidedByName: "演示乙", decidedAt: T0 }),
        aDeclaration("d2", { enterprise: "e2", outlets: ["e2-DA001"] }),
      ),
    ],
    timeline: [
      aTimelineLine("case:check", 0, {
        actor: "engine",
        actorName: "",
        action: "escalated",
        from: "check",
        to: "check",
        said: { code: "next-level", facts: { ...DUE, after: 4 } },
      }),
    ],
  });
});
afterAll(() => fixture.api.close());

async function idsOf(who: Parameters<ApiFixture["as"]>[0], query: string): Promise<readonly string[]> {
  const answer = await fixture.as(who, "GET", `/api/v1/cases?${query}`);
  return answer.json<{ items: { id: string }[] }>().items.map((item) => item.id);
}

// Behaviour
test("a closed case whose clock still runs is open, an archived one is not", async () => {
  expect(await idsOf(BUREAU, "open=true")).toEqual(["case:closed", "case:check"]);
  expect(await idsOf(BUREAU, "open=false")).toEqual(["case:archived"]);
});

test("a case in check is the community officer's turn, in the list, on the case and in the counts", async () => {
  const one = (await fixture.as(OFFICER, "GET", "/api/v1/cases/case:check")).json();
  const counts = (await fixture.as(OFFICER, "GET", "/api/v1/cases/counts")).json();

  expect(await idsOf(OFFICER, "mine=true")).toEqual(["case:check"]);
  expect(one).toMatchObject({
    mine: true,
    open: true,
    allowed: [{ to: "accepted", mine: true }, { mine: true }, { mine: true }],
  });
  expect(counts).toMatchObject({ total: { all: 3, open: 2, mine: 1 } });
});

test("the counts are of what the reader may see, whole and by cell, and follow the filters of the list", async () => {
  const counts = (await fixture.as("admin", "GET", "/api/v1/cases/counts")).json();
  const ofOne = (await fixture.as("admin", "GET", "/api/v1/cases/counts?cell=g2-2")).json();

  expect(counts).toEqual({
    total: { all: 4, open: 3, mine: 0, soon: 1, overdue: 0, supervised: 1, undeclared: 1, leads: 0 },
    by: {
      "g2-1": { all: 3, open: 2, soon: 1 },
      "g2-2": { all: 1, open: 1, supervised: 1, undeclared: 1 },
    },
  });
  expect(ofOne).toMatchObject({ total: { all: 1, supervised: 1 } });
});

test("the most urgent case comes first when the list is asked for by urgency", async () => {
  expect(await idsOf(BUREAU, "sort=urgent")).toEqual(["case:check", "case:closed", "case:archived"]);
});

// Behaviour
test("of two districts a member of the bureau sees the own one, and nothing when bound to none", async () => {
  const nobody = { roles: ["bureau-staff"] } as const;

  expect(await idsOf(BUREAU, "")).not.toContain("case:elsewhere");
  expect(await idsOf({ roles: ["leader"], cells: ["h1"] }, "")).toEqual(["case:elsewhere"]);
  expect(await idsOf(nobody, "")).toEqual([]);
  expect((await fixture.as(nobody, "GET", "/api/v1/declarations")).json()).toEqual({ items: [], next: null });
  expect((await fixture.as(BUREAU, "GET", "/api/v1/cases/case:elsewhere")).statusCode).toBe(404);
  expect((await fixture.as(BUREAU, "GET", "/api/v1/declarations/d2")).statusCode).toBe(404);
});

test("what stands beside an id is its name, and an escalation says who did what in the language of the reader", async () => {
  const zh = (await fixture.as(BUREAU, "GET", "/api/v1/cases/case:check")).json();
  const en = (await fixture.as(BUREAU, "GET", "/api/v1/cases/case:check?lang=en")).json();

  expect(zh).toMatchObject({
    cell: "g2-1",
    cellName: "街道1环境保护监管片区",
    enterpriseName: "演示水泥厂",
    deadlineSource: "平台默认时限",
    timeline: [{ actorName: "规则引擎", actionName: "超时升级", code: "next-level" }],
  });
  expect(zh.timeline[0].note).toBe("超时 4 个工作小时，上升一级网格（时限 2026-11-23 09:00，平台默认时限）");
  expect(en).toMatchObject({ title: "异味", timeline: [{ actorName: "Rules engine", actionName: "Escalated" }] });
  expect(JSON.stringify([zh, en])).not.toContain("[D]");
});

test("a declaration names who answered it, its enterprise and its outlets", async () => {
  const answer = await fixture.as(BUREAU, "GET", "/api/v1/declarations/d1");

  expect(answer.json()).toMatchObject({
    decidedByName: "演示乙",
    enterpriseName: "演示水泥厂",
    outletNames: ["窑尾"],
  });
});

test("a filter that the subject does not have, and an order that it does not have, are refused", async () => {
  for (const query of ["outlets=1", "sort=random", "mine=false", "limit=0"]) {
    expect((await fixture.as(BUREAU, "GET", `/api/v1/cases?${query}`)).json()).toMatchObject({ code: "invalid-query" });
  }
  expect((await fixture.as(BUREAU, "GET", "/api/v1/cases?cursor=nonsense")).json()).toMatchObject({ code: "invalid-cursor" });
});

test("an engine that does not say what it made, or names what is not there, is our mistake and told as such", async () => {
  const payload = { enterprise: "e1", outlets: ["e1-DA001"], pollutants: ["a34001"], cause: "maintenance", measures: "洒水" };
  const times = { from: "2026-11-24T08:00:00+08:00", to: "2026-11-24T12:00:00+08:00" };
  const declare = () =>
    fixture.as({ roles: ["enterprise-specialist"], enterprise: "e1" }, "POST", "/api/v1/declarations", {
      payload: { ...payload, ...times },
    });
  fixture.answers.push({ seq: 8, ok: true, result: {} }, { seq: 9, ok: true, result: { id: "d-nowhere" } });

  const answers = [await declare(), await declare()];

  expect(answers.map((answer) => [answer.statusCode, answer.json().code])).toEqual([
    [500, "internal"],
    [500, "internal"],
  ]);
  expect(answers.map((answer) => answer.body).join()).not.toContain("engine");
});
