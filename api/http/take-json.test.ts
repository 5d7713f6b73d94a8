import Fastify from "fastify";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Role } from "../../core/people/rights.ts";
import { type ApiFixture, startApi, twoPlants } from "../../tests/support/api-fixture.ts";
import { T0 } from "../../tests/support/records-facts.ts";
import { takeJson } from "./take-json.ts";

let fixture: ApiFixture;
/** Of somebody who holds every power, so that no route says that the role may not. */
let token: string;
beforeAll(async () => {
  fixture = await startApi();
  await fixture.commit({ registries: [{ seq: 1, at: T0, registry: twoPlants() }] });
  const roles: readonly Role[] = ["administrator", "bureau-staff", "duty-desk", "leading-group-office", "enterprise-specialist"];
  const made = await fixture.as("admin", "POST", "/api/v1/tokens", { payload: { name: "all", roles, enterprise: "e1" } });
  token = made.json<{ token: string }>().token;
});
afterAll(() => fixture.api.close());

/** Every route that takes a body, as the API itself lists them. */
async function routesWithBody(): Promise<readonly (readonly [method: "POST" | "PUT" | "PATCH", path: string])[]> {
  const { paths } = (await fixture.api.inject("/openapi.json")).json<{
    paths: Record<string, Record<string, { requestBody?: object }>>;
  }>();
  return Object.entries(paths).flatMap(([path, methods]) =>
    (["post", "put", "patch"] as const).flatMap((method) =>
      methods[method]?.requestBody === undefined
        ? []
        : [[method.toUpperCase() as "POST", path.replaceAll(/\{\w+\}/g, "x")] as const],
    ),
  );
}

function send(method: "POST" | "PUT" | "PATCH", url: string, payload: Buffer | string) {
  const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" };
  return fixture.api.inject({ method, url, headers, payload });
}

// Behaviour
test("a body that is not UTF-8 is refused by every route and changes nothing", async () => {
  // 验收 in GBK.
  const gbk = Buffer.concat([Buffer.from('{"name":"'), Buffer.from([0xd1, 0xe9, 0xca, 0xd5]), Buffer.from('"}')]);
  const routes = await routesWithBody();

  expect(routes.length).toBeGreaterThan(10);
  for (const [method, url] of routes) {
    const answer = await send(method, url, gbk);
    expect([method, url, answer.statusCode]).toEqual([method, url, 400]);
    expect(answer.json()).toMatchObject({ code: "not-json", errors: [{ code: "not-utf8" }] });
  }
  expect(fixture.commands).toEqual([]);
});

test("a body that is nested deeper than 32 levels is refused by every route before anything walks through it", async () => {
  const nested = (levels: number): string => `${'{"a":'.repeat(levels)}1${"}".repeat(levels)}`;

  for (const [method, url] of await routesWithBody()) {
    const answer = await send(method, url, nested(33));
    expect([method, url, answer.statusCode]).toEqual([method, url, 400]);
    expect(answer.json()).toMatchObject({ code: "invalid-body", errors: [{ code: "too-deep", facts: { most: 32 } }] });
  }
  // 40,000 levels in one list, and brackets in a string, which are no levels.
  expect((await send("PUT", "/api/v1/registry", "[".repeat(40_000))).json()).toMatchObject({ errors: [{ code: "too-deep" }] });
  const name = `\\"${"[".repeat(60)}`;
  expect((await send("POST", "/api/v1/tokens", `{"name":"${name}","roles":["auditor"]}`)).statusCode).toBe(201);
});

test("a body of more values than the memory of the API bears is refused before it is parsed, commas in texts not counted", async () => {
  const app = Fastify();
  takeJson(app, 1);
  app.post("/", async () => "taken");
  const headers = { "content-type": "application/json" };
  const say = async (body: string) => (await app.inject({ method: "POST", url: "/", headers, body })).statusCode;
  const objects = (count: number): string => `[${Array(count).fill("{}").join(",")}]`;

  // Each object counts with the comma before it.
  expect([await say(objects(2_048)), await say(objects(2_049))]).toEqual([200, 400]);
  expect(await say(`["${",".repeat(10_000)}"]`)).toBe(200);
  await app.close();
});

test("a byte order mark before a body is no part of it", async () => {
  expect((await send("POST", "/api/v1/tokens", '\ufeff{"name":"t","roles":["auditor"]}')).statusCode).toBe(201);
});
