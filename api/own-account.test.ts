import { afterEach, beforeEach, expect, test } from "vitest";
import { DAY, formatIso, MINUTE, plus } from "../core/time.ts";
import { SecretBox } from "../storage/secrets/secret-box.ts";
import { type ApiFixture, startApi } from "../tests/support/api-fixture.ts";
import { T0 } from "../tests/support/records-facts.ts";
import { fromBase32, hotp, totpStep } from "./auth/totp.ts";

const FIRST = "given by somebody";
const OWN = "a river without smoke";
let fixture: ApiFixture;
beforeEach(async () => {
  fixture = await startApi();
  await makeUser("wang", "administrator");
});
afterEach(() => fixture.api.close());

const makeUser = (username: string, role: string) =>
  fixture.as("admin", "POST", "/api/v1/users", { payload: { username, password: FIRST, roles: [role] } });

async function logIn(
  shown: { readonly password?: string; readonly code?: string; readonly username?: string } = {},
  headers = {},
) {
  const payload = { username: "wang", password: OWN, ...shown };
  const answer = await fixture.api.inject({ method: "POST", url: "/api/v1/session", payload, headers });
  return { answer, cookie: `outfall_session=${answer.cookies[0]?.value}` };
}

/** What a browser has now in the place of a cookie that it got before. */
const jar = new Map<string, string>();

/** Asks as a browser does: the answer may exchange its cookie. */
async function ask(cookie: string, method: "GET" | "POST" | "DELETE" | "PATCH", url: string, payload?: object) {
  const answer = await askWith(jar.get(cookie) ?? cookie, method, url, payload);
  const given = answer.cookies.find(({ name }) => name === "outfall_session")?.value;
  if (given !== undefined) jar.set(cookie, `outfall_session=${given}`);
  return answer;
}

const askWith = (cookie: string, method: "GET" | "POST" | "DELETE" | "PATCH", url: string, payload?: object) =>
  fixture.api.inject({ method, url: `/api/v1${url}`, headers: { cookie }, ...(payload !== undefined && { payload }) });

/** Logs in with an own password, changed at the first log-in. */
async function ready(): Promise<string> {
  const { cookie } = await logIn({ password: FIRST });
  await ask(cookie, "POST", "/session/password", { current: FIRST, password: OWN });
  return cookie;
}

// Behaviour
test("whoever has a password that somebody else set changes it before anything else", async () => {
  const { answer, cookie } = await logIn({ password: FIRST });
  expect(answer.json()).toMatchObject({ mustChangePassword: true });
  expect((await ask(cookie, "GET", "/users")).json()).toMatchObject({ status: 403, code: "password-must-change" });

  const changed = await ask(cookie, "POST", "/session/password", { current: FIRST, password: OWN });

  expect(changed.json()).toMatchObject({ mustChangePassword: false });
  expect((await ask(cookie, "GET", "/users")).statusCode).toBe(200);
  expect((await logIn({ password: FIRST })).answer.statusCode).toBe(401);
  expect((await logIn()).answer.statusCode).toBe(200);
});

test("in the demo no password has to be changed", async () => {
  const demo = await startApi({ demo: true });
  await demo.as("admin", "POST", "/api/v1/users", { payload: { username: "wang", password: FIRST, roles: ["leader"] } });
  const payload = { username: "wang", password: FIRST };

  expect((await demo.api.inject({ method: "POST", url: "/api/v1/session", payload })).json()).toMatchObject({
    mustChangePassword: false,
  });
  await demo.api.close();
});

test.each([
  ["password123", "password-common"],
  ["wang2026", "password-own-name"],
  [FIRST, "password-unchanged"],
])("the new password %s is refused as %s, and nothing changes", async (password, why) => {
  const { cookie } = await logIn({ password: FIRST });

  const refused = await ask(cookie, "POST", "/session/password", { current: FIRST, password });

  expect(refused.json()).toMatchObject({ status: 400, code: "password-weak", facts: { why } });
  expect((await logIn({ password: FIRST })).answer.statusCode).toBe(200);
});

test("an account is not made with a password that is guessed first", async () => {
  const made = await fixture.as("admin", "POST", "/api/v1/users", {
    payload: { username: "zhao", password: "12345678", roles: ["leader"] },
  });

  expect(made.json()).toMatchObject({ status: 400, code: "password-weak" });
});

test("the own password is changed with the old one only, and guessing it is slowed down like a log-in", async () => {
  const cookie = await ready();
  const guess = (current: string) => ask(cookie, "POST", "/session/password", { current, password: "another long one" });

  for (let i = 0; i < 5; i += 1) expect((await guess("wrong")).statusCode).toBe(401);
  expect((await guess(OWN)).statusCode).toBe(429);
});

test("a changed password or second factor gives the own session another secret, which lives no longer", async () => {
  const cookie = await ready();
  const before = [jar.get(cookie) ?? ""];
  const { expiresAt } = (await ask(cookie, "GET", "/session")).json();
  await ask(cookie, "POST", "/session/password", { current: OWN, password: "another long one" });
  before.push(jar.get(cookie) ?? "");
  const { secret } = (await ask(cookie, "POST", "/session/second-factor", { password: "another long one" })).json();
  await ask(cookie, "POST", "/session/second-factor/confirmation", { code: hotp(fromBase32(secret), totpStep(T0)) });

  for (const old of before) expect((await askWith(old, "GET", "/session")).statusCode).toBe(401);
  expect((await ask(cookie, "GET", "/session")).json()).toMatchObject({ expiresAt, secondFactor: true });
  expect((await ask(cookie, "GET", "/sessions")).json().items).toHaveLength(1);
});

// Behaviour
test("a changed password ends every other session of the account", async () => {
  const first = await ready();
  const { cookie: second } = await logIn();

  await ask(second, "POST", "/session/password", { current: OWN, password: "another long one" });

  expect((await ask(first, "GET", "/session")).statusCode).toBe(401);
  expect((await ask(second, "GET", "/session")).statusCode).toBe(200);
});

// Behaviour
test("open sessions are listed and ended by their owner, and by nobody else", async () => {
  const own = await ready();
  const { cookie: other } = await logIn({}, { "user-agent": "a phone" });
  await makeUser("zhao", "administrator");
  const zhao = await logIn({ username: "zhao", password: FIRST });
  await ask(zhao.cookie, "POST", "/session/password", { current: FIRST, password: "smoke goes straight up" });

  const { items } = (await ask(own, "GET", "/sessions")).json();
  const phone = items.find((item: { agent: string }) => item.agent === "a phone");
  expect(items).toHaveLength(2);
  expect(phone).toMatchObject({ current: false, address: "127.0.0.1", createdAt: formatIso(T0), lastActAt: formatIso(T0) });
  expect((await ask(zhao.cookie, "DELETE", `/sessions/${phone.id}`)).statusCode).toBe(404);
  expect((await ask(other, "GET", "/session")).statusCode).toBe(200);
  expect((await ask(own, "DELETE", `/sessions/${phone.id}`)).statusCode).toBe(204);
  expect((await ask(other, "GET", "/session")).statusCode).toBe(401);
  expect(JSON.stringify(items)).not.toContain(own.split("=")[1]);
});

/** A second factor that is confirmed; answers with the code of a step. */
async function withSecondFactor(cookie: string) {
  const { secret, uri } = (await ask(cookie, "POST", "/session/second-factor", { password: OWN })).json();
  const codeAt = (steps: number) => hotp(fromBase32(secret), totpStep(T0) + steps);
  await ask(cookie, "POST", "/session/second-factor/confirmation", { code: codeAt(0) });
  return { uri, codeAt };
}

// Behaviour
test("with a second factor a log-in asks for a code after the right password, and takes each code once", async () => {
  const { codeAt, uri } = await withSecondFactor(await ready());
  expect(uri).toMatch(/^otpauth:\/\/totp\/Outfall:wang\?secret=[A-Z2-7]{32}&/);
  const codeOf = async (shown: object) => (await logIn(shown)).answer.json().code;

  expect(await codeOf({ password: "wrong", code: codeAt(1) })).toBe("wrong-credentials");
  expect(await codeOf({})).toBe("second-factor-needed");
  expect(await codeOf({ code: codeAt(0) })).toBe("wrong-code");
  const { answer } = await logIn({ code: codeAt(1) });
  expect([answer.statusCode, answer.json().secondFactor]).toEqual([200, true]);
  expect(await codeOf({ code: codeAt(1) })).toBe("wrong-code");
});

test("guessing codes is slowed down like guessing passwords", async () => {
  const { codeAt } = await withSecondFactor(await ready());
  for (let i = 0; i < 5; i += 1) await logIn({ code: "000000" });

  expect((await logIn({ code: codeAt(1) })).answer.statusCode).toBe(429);
});

test("a second factor that was begun and not confirmed is not asked for, and a wrong code confirms nothing", async () => {
  const cookie = await ready();
  expect((await ask(cookie, "POST", "/session/second-factor", { password: "wrong" })).statusCode).toBe(401);
  await ask(cookie, "POST", "/session/second-factor", { password: OWN });
  const wrong = await ask(cookie, "POST", "/session/second-factor/confirmation", { code: "000000" });

  expect([wrong.statusCode, wrong.json().code]).toEqual([401, "wrong-code"]);
  expect((await logIn()).answer.json()).toMatchObject({ secondFactor: false });
});

test("whoever has an account may have a second factor, not administrators alone", async () => {
  await makeUser("zhao", "leader");
  const { cookie } = await logIn({ username: "zhao", password: FIRST });
  await ask(cookie, "POST", "/session/password", { current: FIRST, password: OWN });

  await withSecondFactor(cookie);

  expect((await logIn({ username: "zhao" })).answer.json().code).toBe("second-factor-needed");
});

test("the second factor is taken off with a code by its owner, or by another administrator", async () => {
  const cookie = await ready();
  const { codeAt } = await withSecondFactor(cookie);
  const off = await ask(cookie, "POST", "/session/second-factor/removal", { password: OWN, code: codeAt(1) });
  expect(off.json()).toMatchObject({ secondFactor: false });

  await withSecondFactor(cookie);
  const user = await fixture.identity.userByName("wang");
  const taken = await fixture.as("admin", "PATCH", `/api/v1/users/${user?.id}`, { payload: { secondFactor: null } });
  expect(taken.json()).toMatchObject({ secondFactor: false });
});

test("a token has no account of its own to change", async () => {
  const answer = await fixture.as({ roles: ["leader"] }, "POST", "/api/v1/session/password", {
    payload: { current: "x", password: "a long new one" },
  });

  expect(answer.json()).toMatchObject({ status: 409, code: "session-needed" });
  expect((await fixture.as("admin", "GET", "/api/v1/sessions")).json()).toEqual({ items: [], next: null });
});

// Behaviour
test("a token ends after 365 days unless it says otherwise, shows its last use, and ends with its maker", async () => {
  const cookie = await ready();
  const made = (await ask(cookie, "POST", "/tokens", { name: "screen", roles: ["leader"] })).json();
  const second = await fixture.api.inject({
    ...{ method: "GET", url: "/api/v1/session", headers: { authorization: `Bearer ${made.token}` } },
  });
  expect(second.statusCode).toBe(200);
  const listed = (await ask(cookie, "GET", "/tokens")).json().items[0];
  expect(listed).toMatchObject({ expiresAt: formatIso(plus(T0, 365 * DAY)), lastUsedAt: formatIso(T0) });

  const user = await fixture.identity.userByName("wang");
  if (user === undefined) throw new Error("no user");
  const use = async (token: string) =>
    (await fixture.api.inject({ url: "/api/v1/session", headers: { authorization: `Bearer ${token}` } })).statusCode;
  await fixture.identity.saveUser({ ...user, roles: ["leader"] });
  expect(await use(made.token)).toBe(401);
  await fixture.identity.saveUser({ ...user, disabled: true });
  expect(await use(made.token)).toBe(401);
  await fixture.identity.saveUser(user);
  expect(await use(made.token)).toBe(200);
  fixture.pass(365 * DAY);
  expect(await use(made.token)).toBe(401);
});

test("a token that a token made ends with it", async () => {
  const cookie = await ready();
  const first = (await ask(cookie, "POST", "/tokens", { name: "first", roles: ["administrator"] })).json();
  const authorization = `Bearer ${first.token}`;
  const payload = { name: "second", roles: ["leader"] };
  const second = (
    await fixture.api.inject({ method: "POST", url: "/api/v1/tokens", headers: { authorization }, payload })
  ).json();
  const use = async () =>
    (await fixture.api.inject({ url: "/api/v1/session", headers: { authorization: `Bearer ${second.token}` } })).statusCode;

  expect(await use()).toBe(200);
  await ask(cookie, "DELETE", `/tokens/${first.id}`);
  expect(await use()).toBe(401);
});

// Behaviour
test("refusals of rights are lines of the audit with the address, at most ten a minute of one address and code", async () => {
  const leader = { roles: ["leader"] } as const;
  await fixture.as(leader, "GET", "/api/v1/tokens?limit=5", { remoteAddress: "203.0.113.9" });
  await fixture.as({ roles: ["enterprise-specialist"] }, "GET", "/api/v1/outlets/e9-DA001");
  for (let i = 0; i < 15; i += 1) await fixture.api.inject({ url: "/api/v1/users", headers: { authorization: "Bearer guess" } });
  await fixture.api.inject({ url: "/api/v1/session" });
  const refusals = async () =>
    (await fixture.identity.audit(100)).filter(({ action }) => action === "request.refused").toReversed();

  const lines = await refusals();
  expect(lines.map(({ subject }) => subject).slice(0, 3)).toEqual([
    "GET /api/v1/tokens",
    "GET /api/v1/outlets/e9-DA001",
    "GET /api/v1/users",
  ]);
  expect(lines).toHaveLength(12);
  expect(JSON.parse(lines[0]?.detail ?? "")).toEqual({ code: "role-not-allowed", address: "203.0.113.9" });
  expect(lines[2]?.actor).toBe("nobody");
  fixture.pass(MINUTE);
  await fixture.api.inject({ url: "/api/v1/users", headers: { authorization: "Bearer guess" } });
  expect(JSON.parse((await refusals()).at(-1)?.detail ?? "")).toMatchObject({ code: "not-logged-in", more: 5 });
});

test("a second factor that was sealed with another key refuses the log-in and breaks nothing", async () => {
  await withSecondFactor(await ready());
  const user = await fixture.identity.userByName("wang");
  if (user?.secondFactor == null) throw new Error("no second factor");
  const secret = new SecretBox(Buffer.alloc(32, 8)).seal("OTHER");
  await fixture.identity.saveUser({ ...user, secondFactor: { ...user.secondFactor, secret } });

  const { answer } = await logIn({ code: "123456" });

  expect([answer.statusCode, answer.json().code]).toEqual([401, "wrong-code"]);
});
