import { describe, expect, test } from "vitest";
import type { AuditEntry, IdentityStore, RememberedAnswer } from "../../core/people/identity.ts";
import { HOUR, plus } from "../../core/time.ts";
import { aSession, aToken, aUser, T0 } from "../support/records-facts.ts";

/** What every identity store promises. `open` gives an empty one; its owner closes it and cleans up. */
export function identityContract(name: string, open: () => Promise<IdentityStore>): void {
  describe(`identities in ${name}`, () => {
    usersContract(open);
    tokenUseContract(open);
    sessionsContract(open);
    replacedSessionsContract(open);
    auditContract(open);
    rememberedContract(open);
  });
}

/** A line of the audit as the API writes it. */
export function anAuditLine(subject: string): Omit<AuditEntry, "id" | "hash"> {
  return { at: T0, actor: "u1", action: "case-transition", subject, detail: '{"to":"closed","note":"已办结\u0000"}' };
}

function usersContract(open: () => Promise<IdentityStore>): void {
  test("a user comes back as saved, by id and by name", async () => {
    const store = await open();
    await store.saveUser(aUser("u2"));
    await store.saveUser(aUser("u1"));

    expect(await store.user("u1")).toEqual(aUser("u1"));
    expect(await store.userByName("name-of-u2")).toEqual(aUser("u2"));
    expect((await store.users()).map((user) => user.id)).toEqual(["u1", "u2"]);
    expect(await store.user("u3")).toBeUndefined();
    expect(await store.userByName("NAME-OF-U1")).toBeUndefined();
  });

  test("saving a user again changes it, its name included", async () => {
    const store = await open();
    await store.saveUser(aUser("u1"));

    await store.saveUser(aUser("u1", { username: "new-name", disabled: true }));

    expect(await store.userByName("name-of-u1")).toBeUndefined();
    expect((await store.userByName("new-name"))?.disabled).toBe(true);
    expect(await store.users()).toHaveLength(1);
  });

  test("changes of a user that are made at once all count, and one that gives none changes nothing", async () => {
    const store = await open();
    await store.saveUser(aUser("u1"));

    await Promise.all([
      store.changeUser("u1", (user) => ({ ...user, disabled: true })),
      store.changeUser("u1", (user) => ({ ...user, username: "new-name" })),
    ]);

    expect(await store.userByName("new-name")).toEqual(aUser("u1", { username: "new-name", disabled: true }));
    expect(await store.changeUser("u1", () => undefined)).toBeUndefined();
    expect(await store.changeUser("u2", (user) => user)).toBeUndefined();
    expect(await store.users()).toEqual([aUser("u1", { username: "new-name", disabled: true })]);
  });

  test("two users cannot have the same name", async () => {
    const store = await open();
    await store.saveUser(aUser("u1"));

    await expect(store.saveUser(aUser("u2", { username: "name-of-u1" }))).rejects.toThrow();

    expect(await store.users()).toEqual([aUser("u1")]);
  });

  test("of several users of one name that are added at once, one is", async () => {
    const store = await open();
    const added = ["u1", "u2", "u3"].map((id) => store.addUser(aUser(id, { username: "desk" })));

    expect((await Promise.all(added)).filter((isAdded) => isAdded)).toHaveLength(1);
    expect(await store.users()).toHaveLength(1);
    expect(await store.addUser(aUser("u4"))).toBe(true);
    expect(await store.user("u4")).toEqual(aUser("u4"));
  });

  test("of changes that are made at once and depend on what they find, each finds the one before", async () => {
    const store = await open();
    await store.saveUser(aUser("u1", { cells: [] }));
    const take = (cell: string) =>
      store.changeUser("u1", (user) => (user.cells.length > 0 ? undefined : { ...user, cells: [cell] }));

    const taken = (await Promise.all(["a", "b", "c", "d"].map(take))).filter((user) => user !== undefined);

    expect(taken).toHaveLength(1);
    expect(await store.user("u1")).toEqual(taken[0]);
  });

  test("a user does not get the name of another by a change", async () => {
    const store = await open();
    await store.saveUser(aUser("u1"));
    await store.saveUser(aUser("u2"));

    await expect(store.changeUser("u2", (user) => ({ ...user, username: "name-of-u1" }))).rejects.toThrow();

    expect(await store.user("u2")).toEqual(aUser("u2"));
  });

  test("a token is found by the hash of its secret until it is deleted", async () => {
    const store = await open();
    await store.saveToken(aToken("t1"));
    await store.saveToken(aToken("t2", { expiresAt: plus(T0, HOUR) }));

    expect(await store.tokenByHash("hash-of-t2")).toEqual(aToken("t2", { expiresAt: plus(T0, HOUR) }));
    expect(await store.deleteToken("t2")).toBe(true);
    expect(await store.deleteToken("t2")).toBe(false);
    expect(await store.tokenByHash("hash-of-t2")).toBeUndefined();
    expect(await store.tokens()).toEqual([aToken("t1")]);
  });
}

function tokenUseContract(open: () => Promise<IdentityStore>): void {
  test("the last use of a token is noted, and a token that was withdrawn stays withdrawn", async () => {
    const store = await open();
    await store.saveToken(aToken("t1"));

    await store.touchToken("t1", plus(T0, HOUR));
    const used = await store.token("t1");
    await store.deleteToken("t1");
    await store.touchToken("t1", plus(T0, 2 * HOUR));

    expect(used).toEqual(aToken("t1", { lastUsedAt: plus(T0, HOUR) }));
    expect(await store.token("t1")).toBeUndefined();
    expect(await store.tokens()).toEqual([]);
  });
}

function sessionsContract(open: () => Promise<IdentityStore>): void {
  test("a session lasts until it is deleted; deleting it again is no mistake", async () => {
    const store = await open();
    await store.saveSession(aSession("s1"));
    const saved = await store.session("s1");

    await store.deleteSession("s1");
    await store.deleteSession("s1");

    expect(saved).toEqual(aSession("s1"));
    expect(await store.session("s1")).toBeUndefined();
  });

  test("all sessions of one user end together and those of others go on", async () => {
    const store = await open();
    await store.saveSession(aSession("s1"));
    await store.saveSession(aSession("s2"));
    await store.saveSession(aSession("s3", { userId: "u2" }));

    await store.deleteSessionsOf("u1");

    expect(await store.session("s1")).toBeUndefined();
    expect(await store.session("s2")).toBeUndefined();
    expect(await store.session("s3")).toBeDefined();
  });

  test("the sessions of one user are listed, the oldest first, and all but one can be ended", async () => {
    const store = await open();
    const agent = "Mozilla/5.0";
    await store.saveSession(aSession("s2", { createdAt: plus(T0, 1), address: "2001:db8::1", agent }));
    await store.saveSession(aSession("s1"));
    await store.saveSession(aSession("s3", { userId: "u2" }));

    const listed = await store.sessionsOf("u1");
    await store.deleteSessionsOf("u1", "s2");

    expect(listed).toEqual([aSession("s1"), aSession("s2", { createdAt: plus(T0, 1), address: "2001:db8::1", agent })]);
    expect((await store.sessionsOf("u1")).map(({ id }) => id)).toEqual(["s2"]);
    expect(await store.session("s3")).toBeDefined();
  });

  test("sessions that end before the given time go, one that ends at it stays", async () => {
    const store = await open();
    await store.saveSession(aSession("over", { expiresAt: plus(T0, -1) }));
    await store.saveSession(aSession("running", { expiresAt: T0 }));

    await store.expireSessions(T0);

    expect(await store.session("over")).toBeUndefined();
    expect(await store.session("running")).toBeDefined();
  });

  test("saving a session again moves its end", async () => {
    const store = await open();
    await store.saveSession(aSession("s1"));

    await store.saveSession(aSession("s1", { expiresAt: plus(T0, 9 * HOUR) }));

    expect((await store.session("s1"))?.expiresAt).toBe(plus(T0, 9 * HOUR));
  });
}

function replacedSessionsContract(open: () => Promise<IdentityStore>): void {
  test("a session takes the place of the one that is named, and of none that has ended", async () => {
    const store = await open();
    await store.saveSession(aSession("s1"));
    const later = aSession("s1", { expiresAt: plus(T0, 9 * HOUR) });
    const renamed = { ...later, id: "s2" };

    expect(await store.replaceSession("s1", later)).toBe(true);
    expect(await store.session("s1")).toEqual(later);
    expect(await store.replaceSession("s1", renamed)).toBe(true);
    expect(await store.replaceSession("s1", later)).toBe(false);

    expect(await store.sessionsOf("u1")).toEqual([renamed]);
  });

  test("of two that replace one session at once, one does", async () => {
    const store = await open();
    await store.saveSession(aSession("s1"));

    const done = await Promise.all(["s2", "s3"].map((id) => store.replaceSession("s1", aSession(id))));

    expect(done.toSorted()).toEqual([false, true]);
    expect(await store.sessionsOf("u1")).toHaveLength(1);
  });
}

function auditContract(open: () => Promise<IdentityStore>): void {
  test("audit lines come newest first, in pages, to the letter", async () => {
    const store = await open();
    for (const subject of ["a", "b", "c"]) await store.appendAudit(anAuditLine(subject));

    const newest = await store.audit(2);
    const older = await store.audit(2, newest.at(-1)?.id);

    expect(newest.map((line) => line.subject)).toEqual(["c", "b"]);
    expect(older.map((line) => line.subject)).toEqual(["a"]);
    expect(older[0]).toMatchObject(anAuditLine("a"));
  });

  test("equal audit lines have different hashes, since each hash covers the one before", async () => {
    const store = await open();
    await store.appendAudit(anAuditLine("a"));
    await store.appendAudit(anAuditLine("a"));

    const hashes = (await store.audit(10)).map((line) => line.hash);

    expect(new Set(hashes).size).toBe(2);
    expect(hashes.every((hash) => /^[0-9a-f]{64}$/.test(hash))).toBe(true);
  });

  test("an audit as it was written is found whole, an empty one too", async () => {
    const store = await open();
    const whenEmpty = await store.verifyAudit();
    await Promise.all(["a", "b", "c", "d"].map((subject) => store.appendAudit(anAuditLine(subject))));

    expect(whenEmpty).toBeUndefined();
    expect(await store.verifyAudit()).toBeUndefined();
    expect((await store.audit(10)).map((line) => line.id)).toEqual([4, 3, 2, 1]);
  });
}

function rememberedContract(open: () => Promise<IdentityStore>): void {
  const answer: RememberedAnswer = { key: "k1", actor: "u1", fingerprint: "f", status: 201, body: '{"id":"d1"}', at: T0 };

  test("an answer is remembered for its key and its actor only", async () => {
    const store = await open();

    await store.remember(answer);
    await store.remember({ ...answer, key: "k3", etag: '"7"' });

    expect(await store.remembered("k1", "u1")).toEqual(answer);
    expect(await store.remembered("k3", "u1")).toEqual({ ...answer, key: "k3", etag: '"7"' });
    expect(await store.remembered("k1", "u2")).toBeUndefined();
    expect(await store.remembered("k2", "u1")).toBeUndefined();
  });

  test("answers older than 48 hours are forgotten when a new one is remembered", async () => {
    const store = await open();
    await store.remember(answer);
    await store.remember({ ...answer, key: "k2", at: plus(T0, 1) });

    await store.remember({ ...answer, key: "k3", at: plus(T0, 48 * HOUR + 1) });

    expect(await store.remembered("k1", "u1")).toBeUndefined();
    expect(await store.remembered("k2", "u1")).toBeDefined();
    expect(await store.remembered("k3", "u1")).toBeDefined();
  });
}
