import type { Kysely } from "kysely";
import type { Token, User } from "../../core/people/identity.ts";
import type { Instant } from "../../core/time.ts";
import type { Documents } from "../documents.ts";
import type { Tables } from "./schema.ts";

/** All users by name. */
export async function loadUsers(db: Kysely<Tables>, documents: Documents): Promise<readonly User[]> {
  const rows = await db.selectFrom("users").select("document").orderBy("username").execute();
  return rows.map((row) => documents.read("document/user", row.document));
}

/** One user, if there is one. */
export async function loadUser(db: Kysely<Tables>, documents: Documents, id: string): Promise<User | undefined> {
  const row = await db.selectFrom("users").select("document").where("id", "=", id).executeTakeFirst();
  return row === undefined ? undefined : documents.read("document/user", row.document);
}

/** The user of that name, to the letter. */
export async function loadUserByName(db: Kysely<Tables>, documents: Documents, username: string): Promise<User | undefined> {
  const row = await db.selectFrom("users").select("document").where("username", "=", username).executeTakeFirst();
  return row === undefined ? undefined : documents.read("document/user", row.document);
}

/** Writes a new user; false, and nothing is written, when another user has that name. */
export async function addUser(trx: Kysely<Tables>, documents: Documents, user: User): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await trx
    .insertInto("users")
    .values({ id: user.id, username: user.username, document: documents.write("document/user", user) })
    .onConflict((oc) => oc.column("username").doNothing())
    .executeTakeFirstOrThrow();
  return numInsertedOrUpdatedRows === 1n;
}

/** Writes the user over the one with the same id. @throws when another user has that name. */
export async function saveUser(trx: Kysely<Tables>, documents: Documents, user: User): Promise<void> {
  await trx
    .insertInto("users")
    .values({ id: user.id, username: user.username, document: documents.write("document/user", user) })
    .onConflict((oc) =>
      oc.column("id").doUpdateSet((eb) => ({ username: eb.ref("excluded.username"), document: eb.ref("excluded.document") })),
    )
    .execute();
}

/** Changes a user as it is now; one that changes meanwhile is looked at again. */
export async function changeUser(
  trx: Kysely<Tables>,
  documents: Documents,
  { id, change }: { readonly id: string; readonly change: (user: User) => User | undefined },
): Promise<User | undefined> {
  for (;;) {
    const row = await trx.selectFrom("users").select("document").where("id", "=", id).executeTakeFirst();
    const user: User | undefined = row && documents.read("document/user", row.document);
    const changed = user && change(user);
    if (row === undefined || changed === undefined) return undefined;
    const done = await trx
      .updateTable("users")
      .set({ username: changed.username, document: documents.write("document/user", changed) })
      .where("id", "=", id)
      .where("document", "=", row.document)
      .executeTakeFirstOrThrow();
    if (done.numUpdatedRows > 0n) return changed;
  }
}

/** All tokens by id. */
export async function loadTokens(db: Kysely<Tables>, documents: Documents): Promise<readonly Token[]> {
  const rows = await db.selectFrom("tokens").select("document").orderBy("id").execute();
  return rows.map((row) => documents.read("document/token", row.document));
}

/** One token, if there is one. */
export async function loadToken(db: Kysely<Tables>, documents: Documents, id: string): Promise<Token | undefined> {
  const row = await db.selectFrom("tokens").select("document").where("id", "=", id).executeTakeFirst();
  return row === undefined ? undefined : documents.read("document/token", row.document);
}

/** Notes when a token was used last; one that was withdrawn meanwhile stays withdrawn. */
export async function touchToken(
  trx: Kysely<Tables>,
  documents: Documents,
  used: { readonly id: string; readonly at: Instant },
): Promise<void> {
  const token = await loadToken(trx, documents, used.id);
  if (token === undefined) return;
  const document = documents.write("document/token", { ...token, lastUsedAt: used.at });
  await trx.updateTable("tokens").set({ document }).where("id", "=", used.id).execute();
}

/** The token whose secret has that hash. */
export async function loadTokenByHash(db: Kysely<Tables>, documents: Documents, secretHash: string): Promise<Token | undefined> {
  const row = await db.selectFrom("tokens").select("document").where("secret_hash", "=", secretHash).executeTakeFirst();
  return row === undefined ? undefined : documents.read("document/token", row.document);
}

/** Writes the token over the one with the same id. */
export async function saveToken(trx: Kysely<Tables>, documents: Documents, token: Token): Promise<void> {
  await trx
    .insertInto("tokens")
    .values({ id: token.id, secret_hash: token.secretHash, document: documents.write("document/token", token) })
    .onConflict((oc) =>
      oc
        .column("id")
        .doUpdateSet((eb) => ({ secret_hash: eb.ref("excluded.secret_hash"), document: eb.ref("excluded.document") })),
    )
    .execute();
}

/** Removes the token; false when there is none of that id. */
export async function deleteToken(trx: Kysely<Tables>, id: string): Promise<boolean> {
  const { numDeletedRows } = await trx.deleteFrom("tokens").where("id", "=", id).executeTakeFirstOrThrow();
  return numDeletedRows > 0n;
}
