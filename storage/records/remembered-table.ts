import type { Kysely } from "kysely";
import type { RememberedAnswer } from "../../core/people/identity.ts";
import { HOUR, instant } from "../../core/time.ts";
import type { Tables } from "./schema.ts";

/** Twice as long as a key is honoured, so that nothing goes while it may still be asked for. */
export const REMEMBERED_FOR = 48 * HOUR;

/** The answer kept under that key of that actor; how long it counts is the caller's matter. */
export async function loadRemembered(db: Kysely<Tables>, key: string, actor: string): Promise<RememberedAnswer | undefined> {
  const row = await db.selectFrom("remembered").selectAll().where("key", "=", key).where("actor", "=", actor).executeTakeFirst();
  if (row === undefined) return undefined;
  const { etag, ...answer } = row;
  return { ...answer, at: instant(row.at), ...(etag !== null && { etag }) };
}

/**
 * Keeps an answer over an earlier one of the same key and actor, and forgets answers older than `REMEMBERED_FOR` before
 * it.
 */
export async function saveRemembered(trx: Kysely<Tables>, answer: RememberedAnswer): Promise<void> {
  const { key, actor, at, fingerprint, status, body, etag = null } = answer;
  await trx
    .insertInto("remembered")
    .values({ key, actor, at, fingerprint, status, body, etag })
    .onConflict((oc) => oc.columns(["key", "actor"]).doUpdateSet({ at, fingerprint, status, body, etag }))
    .execute();
  await trx
    .deleteFrom("remembered")
    .where("at", "<", at - REMEMBERED_FOR)
    .execute();
}
