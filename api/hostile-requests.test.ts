import { afterAll, beforeAll, expect, test } from "vitest";
import { type ApiFixture, startApi, twoPlants } from "../tests/support/api-fixture.ts";
import { T0 } from "../tests/support/records-facts.ts";

let fixture: ApiFixture;
beforeAll(async () => {
  fixture = await startApi();
  await fixture.commit({ registries: [{ seq: 1, at: T0, registry: twoPlants() }] });
});
afterAll(() => fixture.api.close());

const A_DAY = "from=2026-11-22T00:00:00Z&to=2026-11-23T00:00:00Z";

test.each([
  "/api/v1/findings/a%00b",
  "/api/v1/cases/a%00b",
  "/api/v1/findings?outlet=a%00b",
  "/api/v1/findings?case=a%00b",
  "/api/v1/cases?cell=a%00b",
  `/api/v1/outlets/e1-DA001/series?pollutant=a%00&basis=hour&${A_DAY}`,
])("the address %s, which no database takes, is refused as a mistake of the caller", async (url) => {
  const answer = await fixture.as("admin", "GET", url);

  expect(answer.statusCode).toBe(400);
  expect(answer.json<{ errors: object[] }>().errors).toMatchObject([{ code: "unwritable-text" }]);
});

test.each(["a\u0000b", "\ud800"])(
  "the text %j, which no database takes, is refused in a body with a pointer to it",
  async (name) => {
    const answer = await fixture.as("admin", "POST", "/api/v1/tokens", { payload: { name, roles: ["auditor"] } });

    expect(answer.statusCode).toBe(400);
    expect(answer.json<{ errors: object[] }>().errors).toMatchObject([{ pointer: "/name", code: "unwritable-text" }]);
  },
);

test.each(["findings", "cases", "declarations", "quarantine", "outlets", "users", "tokens", "limits"])(
  "a cursor that is not one of ours is refused by the list of %s",
  async (list) => {
    for (const cursor of ["zzz", "eyJhIjoxfQ", "-1"]) {
      expect((await fixture.as("admin", "GET", `/api/v1/${list}?cursor=${cursor}`)).statusCode).toBe(400);
    }
  },
);

test("users and tokens are read page by page", async () => {
  for (const name of ["a", "b", "c"]) {
    await fixture.as("admin", "POST", "/api/v1/tokens", { payload: { name, roles: ["auditor"] } });
  }
  type Page = { items: object[]; next: string | null };

  const first = (await fixture.as("admin", "GET", "/api/v1/tokens?limit=1")).json<Page>();
  const rest = (await fixture.as("admin", "GET", `/api/v1/tokens?cursor=${first.next}`)).json<Page>();
  const whole = (await fixture.as("admin", "GET", "/api/v1/tokens")).json<Page>();

  expect([...first.items, ...rest.items]).toEqual(whole.items);
  expect([first.items.length, rest.next]).toEqual([1, null]);
});
