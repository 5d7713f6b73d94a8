import { afterEach, beforeEach, expect, test } from "vitest";
import { type ApiFixture, startApi } from "../tests/support/api-fixture.ts";
import { T0 } from "../tests/support/records-facts.ts";
import { fromBase32, hotp, totpStep } from "./auth/totp.ts";

const PASSWORD = "a river without smoke";
let fixture: ApiFixture;
beforeEach(async () => {
  // In the demo nobody has to change a password that somebody else gave.
  fixture = await startApi({ demo: true });
  const payload = { username: "wang", password: PASSWORD, roles: ["leader"] };
  await fixture.as("admin", "POST", "/api/v1/users", { payload });
});
afterEach(() => fixture.api.close());

async function logIn(): Promise<string> {
  const payload = { username: "wang", password: PASSWORD };
  const answer = await fixture.api.inject({ method: "POST", url: "/api/v1/session", payload });
  return `outfall_session=${answer.cookies[0]?.value}`;
}

const ask = (cookie: string, method: "GET" | "POST" | "DELETE", path: string, payload?: object) =>
  fixture.api.inject({
    method,
    url: `/api/v1/${path}`,
    headers: { cookie },
    ...(payload !== undefined && { payload }),
  });

test("whoever ends the own session in the list of sessions is logged out, and the browser forgets it", async () => {
  const cookie = await logIn();
  const { items } = (await ask(cookie, "GET", "sessions")).json<{ items: { id: string; current: boolean }[] }>();
  expect(items).toMatchObject([{ current: true }]);

  const ended = await ask(cookie, "DELETE", `sessions/${items[0]?.id}`);

  expect(ended.statusCode).toBe(204);
  expect(ended.cookies).toMatchObject([{ name: "outfall_session", value: "" }]);
  expect((await ask(cookie, "GET", "session")).statusCode).toBe(401);
});

test("a second factor is confirmed after it was begun, and once; then no other one is begun", async () => {
  const cookie = await logIn();
  const confirm = (shown: string, code: string) => ask(shown, "POST", "session/second-factor/confirmation", { code });
  expect((await confirm(cookie, "123456")).json<unknown>()).toMatchObject({ code: "second-factor-not-begun" });
  const begun = await ask(cookie, "POST", "session/second-factor", { password: PASSWORD });
  const code = hotp(fromBase32(begun.json<{ secret: string }>().secret), totpStep(T0));

  const confirmed = await confirm(cookie, code);
  const next = `outfall_session=${confirmed.cookies[0]?.value}`;

  expect(confirmed.json<unknown>()).toMatchObject({ secondFactor: true });
  expect((await confirm(next, code)).json<unknown>()).toMatchObject({ code: "second-factor-on" });
  const again = await ask(next, "POST", "session/second-factor", { password: PASSWORD });
  expect(again.json<unknown>()).toMatchObject({ code: "second-factor-on" });
});

test("refusals of a thousand other addresses make room: the eleventh of the first address has a line again", async () => {
  const refuse = (remoteAddress: string) =>
    fixture.api.inject({ url: "/api/v1/users", headers: { authorization: "Bearer guess" }, remoteAddress });
  const linesOf = async (address: string) =>
    (await fixture.identity.audit(2_000)).filter(({ detail }) => detail.includes(`"${address}"`)).length;
  for (let i = 0; i < 11; i += 1) await refuse("203.0.113.9");
  expect(await linesOf("203.0.113.9")).toBe(10);

  for (let i = 0; i < 1_000; i += 1) await refuse(`10.0.${Math.floor(i / 250)}.${i % 250}`);
  await refuse("203.0.113.9");

  expect(await linesOf("203.0.113.9")).toBe(11);
});

// Behaviour
test("the first words of each role of an account are shown until they are put away, in every session of it, and a token has none", async () => {
  const cookie = await logIn();
  const shown = async (own: string) => (await ask(own, "GET", "session")).json<{ welcome: string[] }>().welcome;
  const before = await shown(cookie);

  const foreign = await ask(cookie, "POST", "session/welcome", { role: "administrator" });
  const away = await ask(cookie, "POST", "session/welcome", { role: "leader" });

  expect(before).toEqual(["leader"]);
  expect(foreign.json<unknown>()).toMatchObject({ welcome: ["leader"] });
  expect(away.json<unknown>()).toMatchObject({ welcome: [] });
  expect(await shown(await logIn())).toEqual([]);
  const { items } = (await fixture.as("admin", "GET", "/api/v1/users")).json<{ items: { id: string; username: string }[] }>();
  const id = items.find(({ username }) => username === "wang")?.id;
  await fixture.as("admin", "PATCH", `/api/v1/users/${id}`, { payload: { roles: ["leader", "auditor"] } });
  expect(await shown(await logIn())).toEqual(["auditor"]);
  expect((await fixture.as("admin", "GET", "/api/v1/session")).json<unknown>()).toMatchObject({ welcome: [] });
  expect((await fixture.as("admin", "POST", "/api/v1/session/welcome", { payload: { role: "leader" } })).statusCode).toBe(409);
});
