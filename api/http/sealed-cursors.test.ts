import { afterAll, beforeAll, expect, test } from "vitest";
import { type ApiFixture, startApi, twoPlants } from "../../tests/support/api-fixture.ts";
import { T0 } from "../../tests/support/records-facts.ts";

let fixture: ApiFixture;
beforeAll(async () => {
  fixture = await startApi();
  await fixture.commit({ registries: [{ seq: 1, at: T0, registry: twoPlants() }] });
});
afterAll(() => fixture.api.close());

const BUREAU = { roles: ["bureau-staff"] } as const;
const LEADER = { roles: ["leader"] } as const;

/** Bound to the person who asks: each call of `as` with a role makes a token of its own. */
async function tokenOf(who: object): Promise<string> {
  const made = await fixture.as("admin", "POST", "/api/v1/tokens", { payload: { name: "t", ...who } });
  return made.json<{ token: string }>().token;
}
const read = (token: string, url: string) => fixture.api.inject({ url, headers: { authorization: `Bearer ${token}` } });

// Behaviour
test("a cursor is opaque and good only for who asked, for the same list and the same filters", async () => {
  const [bureau, leader] = [await tokenOf(BUREAU), await tokenOf(LEADER)];
  const { next } = (await read(bureau, "/api/v1/outlets?limit=1")).json<{ next: string }>();
  const asked = (token: string, url: string) => read(token, `${url}cursor=${next}`).then(({ statusCode }) => statusCode);

  expect(Buffer.from(next, "base64url").toString("latin1")).not.toMatch(/^"?\d+"?$/);
  expect(await asked(bureau, "/api/v1/outlets?limit=1&")).toBe(200);
  expect(await asked(bureau, "/api/v1/outlets?limit=5&lang=en&")).toBe(200);
  for (const [token, url] of [
    [leader, "/api/v1/outlets?limit=1&"],
    [bureau, "/api/v1/outlets?limit=1&enterprise=e1&"],
    [bureau, "/api/v1/limits?limit=1&"],
  ] as const) {
    expect([url, await asked(token, url)]).toEqual([url, 400]);
  }
});

test.each(["1", "0", "e30", "A".repeat(40), "A".repeat(3_000)])(
  "a cursor that somebody made up is none of ours: %s",
  async (cursor) => {
    const answer = await fixture.as("admin", "GET", `/api/v1/users?cursor=${cursor}`);

    expect([answer.statusCode, answer.json<{ code: string }>().code]).toEqual([400, "invalid-cursor"]);
  },
);

test("two cursors in one question are none of ours", async () => {
  const answer = await fixture.as("admin", "GET", "/api/v1/users?cursor=1&cursor=2");

  expect([answer.statusCode, answer.json<{ code: string }>().code]).toEqual([400, "invalid-cursor"]);
});
