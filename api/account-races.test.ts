import fc from "fast-check";
import { expect, test } from "vitest";
import type { IdentityStore, Session, User } from "../core/people/identity.ts";
import { HOUR, plus } from "../core/time.ts";
import { MemoryIdentity } from "../storage/memory/memory-identity.ts";
import { SecretBox } from "../storage/secrets/secret-box.ts";
import { ADMIN_TOKEN, startApi } from "../tests/support/api-fixture.ts";
import { aSession, aUser, T0 } from "../tests/support/records-facts.ts";
import { hashPassword, isPassword, sha256 } from "./auth/secrets.ts";
import { fromBase32, hotp, totpStep } from "./auth/totp.ts";

const OLD = "a river without smoke";
const OWN = "smoke goes straight up";
const GIVEN = "what the office gave out";
const OLD_HASH = hashPassword(OLD);
const SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP";

type Request = readonly [
  method: "POST" | "PATCH" | "DELETE",
  url: string,
  payload: object | undefined,
  by: "admin" | "owner" | "nobody",
];
const LOG_IN: Request = ["POST", "/api/v1/session", { username: "wang", password: OLD }, "nobody"];
const LOG_OUT: Request = ["DELETE", "/api/v1/session", undefined, "owner"];
const OWN_PASSWORD: Request = ["POST", "/api/v1/session/password", { current: OLD, password: OWN }, "owner"];
const CONFIRM: Request = [
  "POST",
  "/api/v1/session/second-factor/confirmation",
  { code: hotp(fromBase32(SECRET), totpStep(T0)) },
  "owner",
];
const WELCOME: Request = ["POST", "/api/v1/session/welcome", { role: "leader" }, "owner"];
const DISABLE: Request = ["PATCH", "/api/v1/users/u1", { disabled: true }, "admin"];
const GIVE: Request = ["PATCH", "/api/v1/users/u1", { password: GIVEN }, "admin"];
const RENAME: Request = ["PATCH", "/api/v1/users/u1", { name: "王" }, "admin"];

/** Every call of the store waits for its turn, which the scheduler draws. */
function inTurns(store: MemoryIdentity, scheduler: fc.Scheduler): IdentityStore {
  return new Proxy(store, {
    get: (target, key) => {
      const method: unknown = Reflect.get(target, key, target);
      if (typeof method !== "function") return method;
      return async (...args: unknown[]) => {
        await scheduler.schedule(Promise.resolve(), String(key));
        return method.apply(target, args);
      };
    },
  });
}

/** Sends the requests at once, each step of each in the order that the scheduler draws. */
async function race(scheduler: fc.Scheduler, requests: readonly Request[]) {
  const store = new MemoryIdentity();
  const box = new SecretBox(Buffer.alloc(32, 7));
  const secondFactor = { secret: box.seal(SECRET), isConfirmed: false, lastStep: 0 };
  await store.saveUser(aUser("u1", { username: "wang", passwordHash: await OLD_HASH, roles: ["leader"], secondFactor }));
  await store.saveSession(aSession(sha256("own"), { expiresAt: plus(T0, HOUR / 2) }));
  const { api } = await startApi({ identity: inTurns(store, scheduler) });
  const send = async ([method, url, payload, by]: Request) => {
    const headers = { admin: { authorization: `Bearer ${ADMIN_TOKEN}` }, owner: { cookie: "outfall_session=own" }, nobody: {} }[
      by
    ];
    return (await api.inject({ method, url, headers, ...(payload && { payload }) })).statusCode;
  };
  const statuses = await scheduler.waitFor(Promise.all(requests.map(send)));
  await api.close();
  const user = await store.user("u1");
  if (user === undefined) throw new Error("the account is gone");
  return { statuses, user, sessions: await store.sessionsOf("u1") };
}

/** Tries a set of requests in many orders of their steps. */
async function inAnyOrder(
  requests: readonly Request[],
  holds: (after: { statuses: readonly number[]; user: User; sessions: readonly Session[] }) => void | Promise<void>,
): Promise<void> {
  const property = fc.asyncProperty(fc.scheduler(), async (scheduler) => holds(await race(scheduler, requests)));
  await fc.assert(property, { numRuns: 10 });
}

// Behaviour
test("whatever its owner does at that moment, an account that is disabled stays so, and no session of it is left", async () => {
  await inAnyOrder([LOG_IN, OWN_PASSWORD, DISABLE, WELCOME], ({ statuses, user, sessions }) => {
    expect(statuses[2]).toBe(200);
    expect(user.disabled).toBe(true);
    expect(sessions).toEqual([]);
  });
});

test("the password that an administrator gives counts, whatever the owner changes at that moment", async () => {
  await inAnyOrder([OWN_PASSWORD, CONFIRM, GIVE, LOG_IN], async ({ user, sessions }) => {
    expect(await isPassword(user.passwordHash, GIVEN)).toBe(true);
    expect(user.mustChangePassword).toBe(true);
    expect(sessions).toEqual([]);
  });
});

// Behaviour
test("of administrators that take the administration from one another at once, one is left", async () => {
  const property = fc.asyncProperty(fc.scheduler(), fc.boolean(), async (scheduler, areDisabled) => {
    const store = new MemoryIdentity();
    const names = ["wang", "zhao", "li"];
    const passwordHash = await OLD_HASH;
    for (const id of names) {
      await store.saveUser(aUser(id, { username: id, passwordHash, roles: ["administrator"] }));
      await store.saveSession(aSession(sha256(id), { userId: id, expiresAt: plus(T0, HOUR) }));
    }
    const { api } = await startApi({ identity: inTurns(store, scheduler) });
    const payload = areDisabled ? { disabled: true } : { roles: ["leader"] };
    const take = ([by, from]: readonly [string, string]) =>
      api.inject({ method: "PATCH", url: `/api/v1/users/${from}`, headers: { cookie: `outfall_session=${by}` }, payload });
    const pairs = names.map((by, i) => [by, names[(i + 1) % names.length] ?? ""] as const);

    const answers = await scheduler.waitFor(Promise.all(pairs.map(take)));

    const left = (await store.users()).filter(({ disabled, roles }) => !disabled && roles.includes("administrator"));
    expect(left.length).toBeGreaterThan(0);
    expect(answers.filter(({ statusCode }) => statusCode === 200)).toHaveLength(names.length - left.length);
    await api.close();
  });
  await fc.assert(property, { numRuns: 10 });
});

test("of what an administrator and the owner change at once nothing is lost", async () => {
  await inAnyOrder([RENAME, WELCOME], ({ statuses, user }) => {
    expect(user.name).toBe("王");
    expect(user.welcomed ?? []).toEqual(statuses[1] === 200 ? ["leader"] : []);
  });
});

test("a log-in that was proven by what opens the account no longer leaves no session", async () => {
  for (const change of [OWN_PASSWORD, CONFIRM]) {
    await inAnyOrder([LOG_IN, change], ({ statuses, sessions }) => {
      expect(statuses[1]).toBe(200);
      expect(sessions).toHaveLength(1);
      expect(sessions[0]?.id).not.toBe(sha256("own"));
    });
  }
});

test("a session of which the owner logs out is not brought back by what the page asks meanwhile", async () => {
  await inAnyOrder([WELCOME, LOG_OUT, WELCOME], ({ statuses, sessions }) => {
    expect(statuses[1]).toBe(204);
    expect(sessions).toEqual([]);
  });
});
