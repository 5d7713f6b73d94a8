import type { Kysely } from "kysely";
import type { Session } from "../../core/people/identity.ts";
import { type Instant, instant } from "../../core/time.ts";
import type { Tables } from "./schema.ts";

/** The session, expired or not. */
export async function loadSession(db: Kysely<Tables>, id: string): Promise<Session | undefined> {
  const row = await db.selectFrom("sessions").selectAll().where("id", "=", id).executeTakeFirst();
  if (row === undefined) return undefined;
  return { id: row.id, userId: row.user_id, createdAt: instant(row.created_at), expiresAt: instant(row.expires_at) };
}

/** Writes the session over the one with the same id. */
export async function saveSession(trx: Kysely<Tables>, session: Session): Promise<void> {
  const { id, userId, createdAt, expiresAt } = session;
  await trx
    .insertInto("sessions")
    .values({ id, user_id: userId, created_at: createdAt, expires_at: expiresAt })
    .onConflict((oc) => oc.column("id").doUpdateSet({ user_id: userId, created_at: createdAt, expires_at: expiresAt }))
    .execute();
}

/** Ends one session; it may have ended before. */
export async function deleteSession(trx: Kysely<Tables>, id: string): Promise<void> {
  await trx.deleteFrom("sessions").where("id", "=", id).execute();
}

/** Ends all sessions of a user. */
export async function deleteSessionsOf(trx: Kysely<Tables>, userId: string): Promise<void> {
  await trx.deleteFrom("sessions").where("user_id", "=", userId).execute();
}

/** Removes sessions with `expiresAt < before`. */
export async function deleteSessionsExpired(trx: Kysely<Tables>, before: Instant): Promise<void> {
  await trx.deleteFrom("sessions").where("expires_at", "<", before).execute();
}
