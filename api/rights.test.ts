import { afterAll, beforeAll, expect, test } from "vitest";
import { ROLES, type Role } from "../core/people/rights.ts";
import { type ApiFixture, startApi, twoPlants } from "../tests/support/api-fixture.ts";
import { T0 } from "../tests/support/records-facts.ts";
import { ROUTE_RIGHTS } from "./rights.ts";

let fixture: ApiFixture;
beforeAll(async () => {
  fixture = await startApi();
  await fixture.commit({ registries: [{ seq: 1, at: T0, registry: twoPlants() }] });
});
afterAll(() => fixture.api.close());

/** Written down a second time on purpose: a change of a right has to be made in two places. */
const EVERYBODY = ROLES;
const DISTRICT: readonly Role[] = ["bureau-staff", "duty-desk", "leading-group-office", "leader", "auditor", "administrator"];
const CASEWORK: readonly Role[] = [
  "enterprise-specialist",
  "community-officer",
  "street-officer",
  "handling-unit",
  "enforcement-officer",
  "bureau-staff",
  "duty-desk",
  "leading-group-office",
];
const EXPECTED: Readonly<Record<string, readonly Role[]>> = {
  "GET /api/v1/session": EVERYBODY,
  "DELETE /api/v1/session": EVERYBODY,
  "GET /api/v1/users": ["auditor", "administrator"],
  "POST /api/v1/users": ["administrator"],
  "PATCH /api/v1/users/:id": ["administrator"],
  "GET /api/v1/tokens": ["auditor", "administrator"],
  "POST /api/v1/tokens": ["administrator"],
  "DELETE /api/v1/tokens/:id": ["administrator"],
  "GET /api/v1/audit": ["auditor", "administrator"],
  "GET /api/v1/registry": ["bureau-staff", "duty-desk", "leading-group-office", "auditor", "administrator"],
  "PUT /api/v1/registry": ["administrator"],
  "GET /api/v1/registry/health": DISTRICT,
  "GET /api/v1/directory": EVERYBODY,
  "GET /api/v1/outlets": EVERYBODY,
  "GET /api/v1/outlets/:id": EVERYBODY,
  "GET /api/v1/outlets/:id/series": EVERYBODY,
  "GET /api/v1/outlets/:id/budget": EVERYBODY,
  "GET /api/v1/limits": EVERYBODY,
  "GET /api/v1/messages/account": DISTRICT,
  "GET /api/v1/quarantine": DISTRICT,
  "GET /api/v1/quarantine/:id": DISTRICT,
  "POST /api/v1/quarantine/:id/retry": ["bureau-staff", "duty-desk", "administrator"],
  "GET /api/v1/devices": [...DISTRICT, "enterprise-specialist"],
  "GET /api/v1/devices/unknown": DISTRICT,
  "GET /api/v1/devices/refused": DISTRICT,
  "GET /api/v1/devices/:mn": [...DISTRICT, "enterprise-specialist"],
  "GET /api/v1/devices/:mn/commands": [...DISTRICT, "enterprise-specialist"],
  "GET /api/v1/devices/:mn/commands/:id": [...DISTRICT, "enterprise-specialist"],
  "POST /api/v1/devices/:mn/commands": ["bureau-staff", "duty-desk", "administrator"],
  "GET /api/v1/devices/:mn/gaps": [...DISTRICT, "enterprise-specialist"],
  "POST /api/v1/decode": EVERYBODY,
  "GET /api/v1/upstreams": ["bureau-staff", "duty-desk", "leader", "auditor", "administrator"],
  "GET /api/v1/findings": EVERYBODY,
  "GET /api/v1/findings/:id": EVERYBODY,
  "GET /api/v1/cases": EVERYBODY,
  "GET /api/v1/cases/:id": EVERYBODY,
  "POST /api/v1/cases": [...CASEWORK, "administrator"],
  "POST /api/v1/cases/:id/transitions": CASEWORK,
  "GET /api/v1/declarations": EVERYBODY,
  "POST /api/v1/declarations": [...CASEWORK, "administrator"],
  "POST /api/v1/declarations/:id/decision": [...CASEWORK, "administrator"],
  "GET /api/v1/test/clock": EVERYBODY,
  "POST /api/v1/test/clock": ["administrator"],
};
/** Answers with a stream that stays open; tried in live.test.ts. */
const STREAM = "GET /api/v1/live";

const guarded = Object.entries(ROUTE_RIGHTS).filter(([, right]) => right !== "public");
const cells = guarded.filter(([route]) => route !== STREAM).flatMap(([route]) => ROLES.map((role) => [route, role] as const));

test("every route that asks for a log-in is in the matrix", () => {
  expect(guarded.map(([route]) => route).sort()).toEqual([...Object.keys(EXPECTED), STREAM].sort());
});

test.each(cells)("%s is for %s exactly when the matrix says so", async (route, role) => {
  const [method, path] = route.split(" ") as ["GET" | "POST" | "PUT" | "PATCH" | "DELETE", string];
  const url = path.replace(/:\w+/, "e1-DA001");

  const answer = await fixture.as(
    { roles: [role], cells: ["g1"], enterprise: "e1" },
    method,
    url,
    method === "GET" ? {} : { payload: {} },
  );

  const refused = answer.statusCode === 403 && answer.json<{ code: string }>().code === "role-not-allowed";
  expect(refused).toBe(!EXPECTED[route]?.includes(role));
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
