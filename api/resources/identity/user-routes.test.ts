import { afterEach, beforeEach, expect, test } from "vitest";
import { type ApiFixture, startApi, twoPlants } from "../../../tests/support/api-fixture.ts";
import { T0 } from "../../../tests/support/records-facts.ts";

let fixture: ApiFixture;
beforeEach(async () => {
  fixture = await startApi();
  await fixture.commit({ registries: [{ seq: 1, at: T0, registry: twoPlants() }] });
});
afterEach(() => fixture.api.close());

const USER = { username: "desk", password: "correct horse", roles: ["street-officer"] };

test("of eight users of one name that are made at once one is made, and seven are told that the name is taken", async () => {
  const made = Array.from({ length: 8 }, () => fixture.as("admin", "POST", "/api/v1/users", { payload: USER }));

  const codes = (await Promise.all(made)).map(({ statusCode }) => statusCode).toSorted();

  expect(codes).toEqual([201, ...Array.from({ length: 7 }, () => 409)]);
});

test.each([
  [{ cells: ["g1", "no-such"] }, "/cells/1", "unknown-cell"],
  [{ enterprise: "no-such" }, "/enterprise", "unknown-enterprise"],
  [{ person: "no-such" }, "/person", "unknown-person"],
])("an account is bound to what is registered, so that no mistyped id gives rights later: %j", async (bound, pointer, code) => {
  const made = await fixture.as("admin", "POST", "/api/v1/users", { payload: { ...USER, username: "other" } });
  const changed = `/api/v1/users/${made.json<{ id: string }>().id}`;
  const answers = [
    await fixture.as("admin", "POST", "/api/v1/users", { payload: { ...USER, ...bound } }),
    await fixture.as("admin", "POST", "/api/v1/tokens", { payload: { name: "t", roles: ["auditor"], ...bound } }),
    await fixture.as("admin", "PATCH", changed, { payload: bound }),
  ];

  for (const answer of answers) {
    expect([answer.statusCode, answer.json()]).toMatchObject([400, { code: "invalid-body", errors: [{ pointer, code }] }]);
  }
});

test("an administrator gives an account another password, not a weak one, and its owner has to change it", async () => {
  const payload = { ...USER, username: "zhao" };
  const { id } = (await fixture.as("admin", "POST", "/api/v1/users", { payload })).json<{ id: string }>();
  const give = (change: object) => fixture.as("admin", "PATCH", `/api/v1/users/${id}`, { payload: change });
  const logIn = (password: string) =>
    fixture.api.inject({ method: "POST", url: "/api/v1/session", payload: { username: "zhao", password } });

  expect((await give({ password: "12345678" })).json<unknown>()).toMatchObject({ status: 400, code: "password-weak" });
  expect((await give({ password: "a river without smoke", name: "赵" })).json<unknown>()).toMatchObject({ name: "赵" });
  expect((await give({ password: "a river without fumes" })).statusCode).toBe(200);

  expect((await logIn(USER.password)).statusCode).toBe(401);
  expect((await logIn("a river without fumes")).json<unknown>()).toMatchObject({ mustChangePassword: true });
});
