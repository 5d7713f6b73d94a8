import type { Kysely } from "kysely";
import type { AuditEntry } from "../../core/people/identity.ts";
import { instant } from "../../core/time.ts";
import { type AuditLine, auditHash, CHAIN_START, canonicalAuditLine } from "./audit-chain.ts";
import type { Tables } from "./schema.ts";

const LINES_PER_LOOK = 1000;

/**
 * Adds a line to the end of the chain. In a write transaction: the first statement keeps other writers waiting, so that
 * no two lines follow one.
 */
export async function appendAuditLine(trx: Kysely<Tables>, line: Omit<AuditLine, "id">): Promise<void> {
  const head = await trx
    .updateTable("audit_head")
    .set((eb) => ({ last_line: eb("last_line", "+", 1) }))
    .where("id", "=", 1)
    .returning(["last_line", "last_hash"])
    .executeTakeFirstOrThrow();
  const document = canonicalAuditLine({ ...line, id: head.last_line });
  const hash = auditHash(head.last_hash, document);
  await trx.insertInto("audit").values({ id: head.last_line, document, hash }).execute();
  await trx.updateTable("audit_head").set({ last_hash: hash }).where("id", "=", 1).execute();
}

/** Lines before line `before` (all when undefined), newest first. */
export async function loadAudit(db: Kysely<Tables>, limit: number, before?: number): Promise<readonly AuditEntry[]> {
  let query = db.selectFrom("audit").selectAll().orderBy("id", "desc").limit(limit);
  if (before !== undefined) query = query.where("id", "<", before);
  return (await query.execute()).map(rowToEntry);
}

/**
 * Recomputes the chain from the start. Returns the first line that was changed, or that follows a line that was
 * removed; a stand-in for the first missing line when the end was removed; `undefined` when all is as it was written.
 */
export async function verifyAuditChain(db: Kysely<Tables>): Promise<AuditEntry | undefined> {
  const head = await db.selectFrom("audit_head").selectAll().where("id", "=", 1).executeTakeFirstOrThrow();
  let last: Tables["audit"] = { id: 0, document: "", hash: CHAIN_START };
  for (;;) {
    const rows = await nextLines(db, last.id, head.last_line);
    for (const row of rows) {
      if (row.hash !== auditHash(last.hash, row.document)) return rowToEntry(row);
      last = row;
    }
    if (rows.length < LINES_PER_LOOK) break;
  }
  if (last.id < head.last_line) return missingLine(last.id + 1);
  return last.hash === head.last_hash ? undefined : rowToEntry(last);
}

function nextLines(db: Kysely<Tables>, after: number, upTo: number): Promise<readonly Tables["audit"][]> {
  return db
    .selectFrom("audit")
    .selectAll()
    .where("id", ">", after)
    .where("id", "<=", upTo)
    .orderBy("id")
    .limit(LINES_PER_LOOK)
    .execute();
}

/** Nothing is known any more of a line that was removed but its number. */
function missingLine(id: number): AuditEntry {
  return { id, at: instant(0), actor: "", action: "missing", subject: "", detail: "", hash: "" };
}

/** The columns say which line it is and how it is chained, whatever was written into the text since. */
function rowToEntry(row: Tables["audit"]): AuditEntry {
  return { ...(JSON.parse(row.document) as AuditLine), id: row.id, hash: row.hash };
}
