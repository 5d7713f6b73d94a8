import type { Kysely } from "kysely";
import type { Session } from "../../core/people/identity.ts";
import { type Instant, instant } from "../../core/time.ts";
import type { Tables } from "./schema.ts";

/** The session, expired or not. */
export async function loadSession(db: Kysely<Tables>, id: string): Promise<Session | undefined> {
  const row = await db.selectFrom("sessions").selectAll().where("id", "=", id).executeTakeFirst();
  return row && rowToSession(row);
}

/** The sessions of a user, expired or not, the oldest first. */
export async function loadSessionsOf(db: Kysely<Tables>, userId: string): Promise<readonly Session[]> {
  const rows = await db
    .selectFrom("sessions")
    .selectAll()
    .where("user_id", "=", userId)
    .orderBy("created_at")
    .orderBy("id")
    .execute();
  return rows.map(rowToSession);
}

function rowToSession({ id, user_id, created_at, expires_at, address, agent }: Tables["sessions"]): Session {
  return { id, userId: user_id, createdAt: instant(created_at), expiresAt: instant(expires_at), address, agent };
}

function sessionToRow({ id, userId, createdAt, expiresAt, address, agent }: Session): Tables["sessions"] {
  return { id, user_id: userId, created_at: createdAt, expires_at: expiresAt, address, agent };
}

/** Writes the session over the one with the same id. */
export async function saveSession(trx: Kysely<Tables>, session: Session): Promise<void> {
  const row = sessionToRow(session);
  await trx
    .insertInto("sessions")
    .values(row)
    .onConflict((oc) => oc.column("id").doUpdateSet(row))
    .execute();
}

/** Writes the session over the one of that id; false when that has ended. */
export async function replaceSession(trx: Kysely<Tables>, id: string, session: Session): Promise<boolean> {
  const { numUpdatedRows } = await trx
    .updateTable("sessions")
    .set(sessionToRow(session))
    .where("id", "=", id)
    .executeTakeFirstOrThrow();
  return numUpdatedRows > 0n;
}

/** Ends one session; it may have ended before. */
export async function deleteSession(trx: Kysely<Tables>, id: string): Promise<void> {
  await trx.deleteFrom("sessions").where("id", "=", id).execute();
}

/** Ends all sessions of a user but one, where one is named. */
export async function deleteSessionsOf(trx: Kysely<Tables>, userId: string, butId = ""): Promise<void> {
  await trx.deleteFrom("sessions").where("user_id", "=", userId).where("id", "<>", butId).execute();
}

/** Removes sessions with `expiresAt < before`. */
export async function deleteSessionsExpired(trx: Kysely<Tables>, before: Instant): Promise<void> {
  await trx.deleteFrom("sessions").where("expires_at", "<", before).execute();
}
