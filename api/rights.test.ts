import { afterAll, beforeAll, expect, test } from "vitest";
import { holds, type Power, ROLES, type Role, rolesWithAny } from "../core/people/rights.ts";
import { type ApiFixture, startApi, twoPlants } from "../tests/support/api-fixture.ts";
import { T0 } from "../tests/support/records-facts.ts";
import { ROUTE_RIGHTS } from "./auth/rights.ts";

let fixture: ApiFixture;
beforeAll(async () => {
  fixture = await startApi();
  await fixture.commit({ registries: [{ seq: 1, at: T0, registry: twoPlants() }] });
});
afterAll(() => fixture.api.close());

/** Answers with a stream that stays open; tried in live.test.ts. */
const STREAM = "GET /api/v1/live";

const guarded = Object.entries(ROUTE_RIGHTS).filter(([, right]) => right !== "public");
const cells = guarded.filter(([route]) => route !== STREAM).flatMap(([route]) => ROLES.map((role) => [route, role] as const));

const ONLOOKERS: readonly Role[] = ["leader", "auditor", "administrator"];

test("each power is held by somebody, and each power that a route asks for is one of the table", () => {
  const asked = [...new Set(guarded.map(([, right]) => right as Power))];

  for (const power of asked) expect(rolesWithAny([power])).not.toEqual([]);
});

test.each(ONLOOKERS)("a %s takes no step, reports and declares nothing, and answers no declaration", (role) => {
  for (const power of ["take-steps", "report-case", "declare", "decide-declaration"] as const) {
    expect(holds([role], power)).toBe(false);
  }
});

test("accounts, the registry and the clock are changed by an administrator only", () => {
  for (const power of ["change-accounts", "change-registry", "move-clock"] as const) {
    expect(rolesWithAny([power])).toEqual(["administrator"]);
  }
});

test("whoever reads everybody's messages, accounts or the audit sits in the district, never in a cell or an enterprise", () => {
  const narrow: readonly Role[] = ["enterprise-specialist", "community-officer", "street-officer", "handling-unit"];

  for (const power of ["see-messages", "see-accounts", "see-audit", "see-registry", "see-reporter"] as const) {
    expect(rolesWithAny([power]).filter((role) => narrow.includes(role))).toEqual([]);
  }
  expect(rolesWithAny(["see-reporter"])).toEqual(["duty-desk"]);
});

test.each(cells)("%s is open to %s exactly when the table of rights gives the role its power", async (route, role) => {
  const [method, path] = route.split(" ") as ["GET" | "POST" | "PUT" | "PATCH" | "DELETE", string];
  const url = path.replace(/:\w+/, "e1-DA001");

  const answer = await fixture.as(
    { roles: [role], cells: ["g1"], enterprise: "e1" },
    method,
    url,
    method === "GET" ? {} : { payload: {} },
  );

  const refused = answer.statusCode === 403 && answer.json<{ code: string }>().code === "role-not-allowed";
  expect(refused).toBe(!holds([role], ROUTE_RIGHTS[route] as Power));
  expect(answer.statusCode).not.toBe(401);
  expect(answer.statusCode).toBeLessThan(500);
});

test.each(guarded.map(([route]) => route))("%s is closed to those who are not logged in", async (route) => {
  const [method, path] = route.split(" ") as ["GET", string];

  for (const headers of [{}, { authorization: "Bearer wrong" }, { cookie: "outfall_session=wrong" }]) {
    const answer = await fixture.api.inject({ method, url: path.replace(/:\w+/, "e1-DA001"), headers });
    expect([answer.statusCode, answer.json<{ code: string }>().code]).toEqual([401, "not-logged-in"]);
  }
});
