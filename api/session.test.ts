import { afterEach, beforeEach, expect, test } from "vitest";
import { HOUR, MINUTE } from "../core/time.ts";
import { type ApiFixture, startApi, twoPlants } from "../tests/support/api-fixture.ts";
import { T0 } from "../tests/support/records-facts.ts";

let fixture: ApiFixture;
beforeEach(async () => {
  fixture = await startApi();
  await fixture.commit({ registries: [{ seq: 1, at: T0, registry: twoPlants() }] });
  await fixture.as("admin", "POST", "/api/v1/users", {
    payload: { username: "desk", password: "correct horse", roles: ["duty-desk"], cells: ["g1"] },
  });
  await ownPassword(fixture, "desk");
});

/** The account has changed the password that the administrator gave it. */
async function ownPassword({ identity }: ApiFixture, username: string): Promise<void> {
  const user = await identity.userByName(username);
  if (user !== undefined) await identity.saveUser({ ...user, mustChangePassword: false });
}
afterEach(() => fixture.api.close());

const logIn = (password = "correct horse", headers = {}, remoteAddress = "127.0.0.1") =>
  fixture.api.inject({
    method: "POST",
    url: "/api/v1/session",
    payload: { username: "desk", password },
    headers,
    remoteAddress,
  });
const cookieOf = (answer: Awaited<ReturnType<typeof logIn>>) => `outfall_session=${answer.cookies[0]?.value}`;
const whoAmI = (cookie: string) => fixture.api.inject({ url: "/api/v1/session", headers: { cookie } });

test("whoever logs in is told who they are, and gets a cookie that scripts and other sites cannot use", async () => {
  const answer = await logIn();

  expect(answer.json()).toMatchObject({ user: "desk", roles: ["duty-desk"], cells: ["g1"], enterprise: null });
  expect(answer.cookies[0]).toMatchObject({ httpOnly: true, sameSite: "Strict", path: "/", maxAge: 12 * 3600 });
  expect((await whoAmI(cookieOf(answer))).json()).toMatchObject({ user: "desk" });
});

test("a log-in ends the session that the browser still had", async () => {
  const first = cookieOf(await logIn());

  const second = cookieOf(await logIn("correct horse", { cookie: first }));

  expect((await whoAmI(first)).statusCode).toBe(401);
  expect((await whoAmI(second)).statusCode).toBe(200);
});

test("logging out has the browser forget what it kept of our answers", async () => {
  const cookie = cookieOf(await logIn());

  const { headers } = await fixture.api.inject({ method: "DELETE", url: "/api/v1/session", headers: { cookie } });

  expect(headers["clear-site-data"]).toBe('"cache"');
});

test("a log-in is audited with the address and the factors, and so are guesses that nobody looked at", async () => {
  await logIn();
  for (let i = 0; i < 5; i += 1) await logIn("wrong password");
  for (let i = 0; i < 12; i += 1) await logIn();

  const lines = (await fixture.identity.audit(100)).toReversed().map(({ action, detail }) => ({ action, ...JSON.parse(detail) }));

  expect(lines.find(({ action }) => action === "session.log-in")).toMatchObject({ address: "127.0.0.1", factors: ["password"] });
  expect(lines.filter(({ action }) => action === "session.refused")).toHaveLength(5);
  const guesses = lines.filter(({ code }) => code === "too-many-log-ins");
  expect(guesses).toHaveLength(10);
  expect(guesses[0]).toMatchObject({ action: "request.refused", address: "127.0.0.1" });
});

test("a password of 256 characters, of any kind, is taken as it is", async () => {
  const password = `${"河 ".repeat(127)} Z`;
  const made = await fixture.as("admin", "POST", "/api/v1/users", { payload: { username: "long", password, roles: ["leader"] } });
  const as = (text: string) =>
    fixture.api.inject({ method: "POST", url: "/api/v1/session", payload: { username: "long", password: text } });

  expect([password.length, made.statusCode]).toEqual([256, 201]);
  expect((await as(password.trimEnd().slice(0, -1))).statusCode).toBe(401);
  expect((await as(password.toLowerCase())).statusCode).toBe(401);
  expect((await as(password)).statusCode).toBe(200);
});

test("the secret of a session is not what is stored", async () => {
  const secret = (await logIn()).cookies[0]?.value ?? "";

  expect(secret.length).toBeGreaterThanOrEqual(43);
  expect(await fixture.identity.session(secret)).toBeUndefined();
});

test("the cookie is for encrypted connections only when the server listens beyond this machine", async () => {
  const wide = await startApi({ loopbackOnly: false });
  await wide.as("admin", "POST", "/api/v1/users", {
    payload: { username: "desk", password: "correct horse", roles: ["duty-desk"] },
  });

  const answer = await wide.api.inject({
    method: "POST",
    url: "/api/v1/session",
    payload: { username: "desk", password: "correct horse" },
  });

  expect(answer.cookies[0]?.secure).toBe(true);
  await wide.api.close();
});

test("a wrong password and an unknown name get the same answer", async () => {
  const wrong = await logIn("wrong password");
  const unknown = await fixture.api.inject({
    method: "POST",
    url: "/api/v1/session",
    payload: { username: "nobody", password: "wrong password" },
  });

  expect(wrong.statusCode).toBe(401);
  expect(unknown.body).toBe(wrong.body);
});

// Behaviour
test("a session ends an hour after the last act of its owner, and twelve hours after the log-in", async () => {
  const cookie = cookieOf(await logIn());
  const asks = async (times: number, every: number) => {
    const statuses = new Set<number>();
    for (let i = 0; i < times; i += 1) {
      fixture.pass(every);
      statuses.add((await whoAmI(cookie)).statusCode);
    }
    return [...statuses];
  };

  expect(await asks(14, 50 * MINUTE)).toEqual([200]);
  expect(await asks(1, 15 * MINUTE)).toEqual([200]);
  expect(await asks(1, 5 * MINUTE)).toEqual([401]);

  const idle = cookieOf(await logIn());
  fixture.pass(60 * MINUTE);
  expect((await whoAmI(idle)).statusCode).toBe(401);
});

// Behaviour
test("what a page asks by itself renews no session", async () => {
  const cookie = cookieOf(await logIn());
  const headers = { cookie, "x-outfall-background": "1" };
  const ask = async () => (await fixture.api.inject({ url: "/api/v1/session", headers })).statusCode;

  fixture.pass(40 * MINUTE);
  expect(await ask()).toBe(200);
  fixture.pass(20 * MINUTE);
  expect(await ask()).toBe(401);
});

test("logging out ends the session", async () => {
  const cookie = cookieOf(await logIn());

  const out = await fixture.api.inject({
    method: "DELETE",
    url: "/api/v1/session",
    headers: { cookie, "content-type": "application/json" },
  });

  expect(out.statusCode).toBe(204);
  expect((await whoAmI(cookie)).statusCode).toBe(401);
});

test("a new password, other rights or disabling end the user's sessions", async () => {
  const cookie = cookieOf(await logIn());
  const [user] = await fixture.identity.users();

  const change = await fixture.as("admin", "PATCH", `/api/v1/users/${user?.id}`, { payload: { disabled: true } });

  expect(change.statusCode).toBe(200);
  expect((await whoAmI(cookie)).statusCode).toBe(401);
  expect((await logIn()).statusCode).toBe(401);
});

test("after five wrong passwords a name rests for fifteen minutes, even with the right one", async () => {
  for (let i = 0; i < 5; i += 1) expect((await logIn("wrong password")).statusCode).toBe(401);

  const refused = await logIn();

  expect([refused.statusCode, refused.json<{ code: string }>().code]).toEqual([429, "too-many-log-ins"]);
  expect(refused.headers["retry-after"]).toBe("900");
  expect((await logIn("correct horse", {}, "127.0.0.2")).statusCode).toBe(200);
  fixture.pass(15 * MINUTE);
  expect((await logIn()).statusCode).toBe(200);
});

test.each([
  [{ "sec-fetch-site": "cross-site" }, 403],
  [{ "sec-fetch-site": "same-site" }, 403],
  [{ "sec-fetch-site": "same-origin" }, 200],
  [{ origin: "https://evil.example", host: "outfall.example" }, 403],
  [{ origin: "null", host: "outfall.example" }, 403],
  [{ origin: "https://outfall.example", host: "outfall.example" }, 200],
  [{}, 200],
])("a log-in from %j is answered %i", async (headers, status) => {
  expect((await logIn("correct horse", headers)).statusCode).toBe(status);
});

// Behaviour
test("a write with the cookie from another site is refused, a bearer token needs no such check", async () => {
  const cookie = cookieOf(await logIn());
  const evil = { origin: "https://evil.example" };

  const withCookie = await fixture.api.inject({ method: "DELETE", url: "/api/v1/session", headers: { ...evil, cookie } });
  const withToken = await fixture.as({ roles: ["duty-desk"] }, "DELETE", "/api/v1/session", { headers: evil });
  const read = await fixture.api.inject({ url: "/api/v1/session", headers: { ...evil, cookie } });

  expect([withCookie.statusCode, withCookie.json<{ code: string }>().code]).toEqual([403, "cross-site"]);
  expect(withToken.statusCode).toBe(204);
  expect(read.statusCode).toBe(200);
});

test("a token is shown once, kept as a hash, and stops when it expires or is withdrawn", async () => {
  const made = await fixture.as("admin", "POST", "/api/v1/tokens", {
    payload: { name: "screen", roles: ["leader"], expiresAt: "2026-11-23T09:00:00+08:00" },
  });
  const { id, token } = made.json<{ id: string; token: string }>();
  const ask = () => fixture.api.inject({ url: "/api/v1/session", headers: { authorization: `Bearer ${token}` } });

  const list = await fixture.as("admin", "GET", "/api/v1/tokens");
  expect(list.body).not.toContain(token);
  expect(list.body).not.toContain("secretHash");
  expect((await ask()).json()).toMatchObject({ user: `token:${id}`, roles: ["leader"] });
  fixture.pass(HOUR);
  expect((await ask()).statusCode).toBe(401);
  expect((await fixture.as("admin", "DELETE", `/api/v1/tokens/${id}`)).statusCode).toBe(204);
});

test("no answer shows a password or its hash, and the audit neither", async () => {
  await logIn("wrong password");

  const users = await fixture.as("admin", "GET", "/api/v1/users");
  const audit = await fixture.as("admin", "GET", "/api/v1/audit");

  for (const { body } of [users, audit]) expect(body).not.toMatch(/correct horse|wrong password|argon2/);
  expect(audit.json<{ items: { action: string }[] }>().items.map((i) => i.action)).toEqual(["session.refused", "user.make"]);
});

test("a name is given once, and nobody takes away his own administration", async () => {
  const twice = await fixture.as("admin", "POST", "/api/v1/users", {
    payload: { username: "desk", password: "correct horse", roles: ["duty-desk"] },
  });
  await fixture.as("admin", "POST", "/api/v1/users", {
    payload: { username: "root", password: "correct horse", roles: ["administrator"] },
  });
  await ownPassword(fixture, "root");
  const root = await fixture.api.inject({
    method: "POST",
    url: "/api/v1/session",
    payload: { username: "root", password: "correct horse" },
  });
  const own = await fixture.api.inject({
    method: "PATCH",
    url: `/api/v1/users/${root.json<{ id: string }>().id}`,
    payload: { roles: ["leader"] },
    headers: { cookie: cookieOf(root) },
  });

  expect(twice.json()).toMatchObject({ status: 409, code: "username-taken" });
  expect(own.json()).toMatchObject({ status: 409, code: "own-account" });
});

test("the session of a user who is gone, or who was disabled behind its back, proves nobody", async () => {
  const cookie = cookieOf(await logIn());
  const user = await fixture.identity.userByName("desk");
  if (user === undefined) throw new Error("no user");

  await fixture.identity.saveUser({ ...user, disabled: true });
  const disabled = await whoAmI(cookie);

  expect([disabled.statusCode, disabled.json().code]).toEqual([401, "not-logged-in"]);
});
