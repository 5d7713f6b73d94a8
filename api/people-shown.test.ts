import { afterAll, beforeAll, expect, test } from "vitest";
import type { User } from "../core/people/identity.ts";
import { type ApiFixture, startApi, twoPlants } from "../tests/support/api-fixture.ts";
import { aCase, aDeclaration, aTimelineLine, caseWrites, declarationWrites, T0 } from "../tests/support/records-facts.ts";

const SUPERVISOR = { roles: ["external-supervisor"] } as const;
const BUREAU = { roles: ["bureau-staff"] } as const;
const NAMES = ["张三", "李四", "王五"] as const;

const account = (id: string, over: Partial<User>): User => ({
  id,
  username: id,
  passwordHash: "",
  person: null,
  name: "",
  roles: [],
  cells: [],
  enterprise: null,
  disabled: false,
  createdAt: T0,
  mustChangePassword: false,
  secondFactor: null,
  ...over,
});

let fixture: ApiFixture;
beforeAll(async () => {
  fixture = await startApi();
  await fixture.identity.saveUser(account("u-zhang", { name: "张三", person: "p-zhang", roles: ["enforcement-officer"] }));
  await fixture.identity.saveUser(account("u-li", { name: "李四", roles: ["street-officer"] }));
  const people = [
    { id: "p-zhang", name: "张三", phone: "" },
    { id: "p-wang", name: "王五", phone: "" },
  ];
  const place = { cell: "g2-1", enterprise: "e1", outlet: "e1-DA001", handler: "p-zhang", handlerName: "张三" };
  const step = { action: "result", from: "handling", to: "result" };
  await fixture.commit({
    registries: [{ seq: 1, at: T0, registry: { ...twoPlants(), people } }],
    subjects: [
      ...caseWrites(aCase("case:1", { ...place, state: "result" })),
      ...declarationWrites(
        aDeclaration("d1", { submittedBy: "u-li", submittedByName: "李四" }),
        aDeclaration("d2", { state: "consented", decidedBy: "u-gone", decidedByName: "王五", decidedAt: T0 }),
      ),
    ],
    timeline: [
      aTimelineLine("case:1", 0, { actorName: "" }),
      aTimelineLine("case:1", 1, { ...step, actor: "u-zhang", actorName: "张三", fields: { secondPerson: "p-wang" } }),
    ],
  });
});
afterAll(() => fixture.api.close());

async function answersTo(who: typeof SUPERVISOR | typeof BUREAU): Promise<string> {
  const paths = ["cases", "cases/case:1", "declarations", "declarations/d1", "declarations/d2", "directory"];
  const answers = await Promise.all(paths.map((path) => fixture.as(who, "GET", `/api/v1/${path}`)));
  return answers.map(({ body }) => body).join("\n");
}

// Behaviour
test("an external supervisor reads in which role somebody acted, and no name or id of a person", async () => {
  const told = await answersTo(SUPERVISOR);

  for (const hidden of [...NAMES, "u-zhang", "u-li", "u-gone", "p-zhang", "p-wang"]) expect(told).not.toContain(hidden);
  expect((await fixture.as(SUPERVISOR, "GET", "/api/v1/cases/case:1")).json()).toMatchObject({
    handlerName: "执法人员",
    timeline: [
      { actor: "engine", actorName: "规则引擎" },
      { actor: "", actorName: "执法人员", fields: {} },
    ],
  });
  expect((await fixture.as(SUPERVISOR, "GET", "/api/v1/declarations/d1?lang=en")).json()).toMatchObject({
    submittedByName: "Street officer",
    decidedBy: null,
    decidedByName: null,
  });
});

test("whose account is gone is called staff, where names are not shown", async () => {
  const zh = await fixture.as(SUPERVISOR, "GET", "/api/v1/declarations/d2");
  const en = await fixture.as(SUPERVISOR, "GET", "/api/v1/declarations/d2?lang=en");

  expect([zh.json().decidedByName, en.json().decidedByName]).toEqual(["工作人员", "Staff"]);
});

test("whoever works with people reads their names", async () => {
  const told = await answersTo(BUREAU);

  for (const name of [...NAMES, "u-zhang", "p-wang"]) expect(told).toContain(name);
});
