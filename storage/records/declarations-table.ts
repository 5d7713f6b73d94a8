import type { Kysely } from "kysely";
import type { Page } from "../../core/casework/collection.ts";
import type { Declaration } from "../../core/casework/declaration.ts";
import type { DeclarationFilter } from "../../core/judging/records.ts";
import { decodeCursor, pageOf } from "./page-cursor.ts";
import { lastByKey, rowBatches } from "./row-batches.ts";
import type { Tables } from "./schema.ts";

/** Writes declarations over those with the same id, together with the outlets they name. */
export async function saveDeclarations(trx: Kysely<Tables>, declarations: readonly Declaration[]): Promise<void> {
  for (const batch of rowBatches(lastByKey(declarations, (d) => d.id))) {
    await trx
      .insertInto("declarations")
      .values(batch.map(declarationToRow))
      .onConflict((oc) =>
        oc.column("id").doUpdateSet((eb) => ({
          submitted_at: eb.ref("excluded.submitted_at"),
          enterprise: eb.ref("excluded.enterprise"),
          state: eb.ref("excluded.state"),
          document: eb.ref("excluded.document"),
        })),
      )
      .execute();
    const ids = batch.map((d) => d.id);
    await trx.deleteFrom("declaration_outlets").where("declaration_id", "in", ids).execute();
    for (const outlets of rowBatches(batch.flatMap(declarationToOutletRows))) {
      await trx.insertInto("declaration_outlets").values(outlets).execute();
    }
  }
}

/** One declaration, if it exists. */
export async function loadDeclaration(db: Kysely<Tables>, id: string): Promise<Declaration | undefined> {
  const row = await db.selectFrom("declarations").select("document").where("id", "=", id).executeTakeFirst();
  return row === undefined ? undefined : rowToDeclaration(row);
}

/**
 * A page of the declarations that pass every filter given, newest submitted first, then by id downwards. An empty list as a filter lets
 * nothing pass.
 * @throws BadCursorError
 */
export async function listDeclarations(db: Kysely<Tables>, filter: DeclarationFilter): Promise<Page<Declaration>> {
  const { outlet } = filter;
  if (filter.enterprises?.length === 0 || filter.states?.length === 0) return { items: [], next: null };
  let query = db.selectFrom("declarations").select(["id", "submitted_at", "document"]);
  if (filter.enterprises !== undefined) query = query.where("enterprise", "in", filter.enterprises);
  if (filter.states !== undefined) query = query.where("state", "in", filter.states);
  if (outlet !== undefined) query = query.where("id", "in", idsThatName(db, outlet));
  if (filter.cursor !== undefined) {
    const { at, id } = decodeCursor(filter.cursor);
    query = query.where((eb) => eb(eb.refTuple("submitted_at", "id"), "<", eb.tuple(at, id)));
  }
  const rows = await query
    .orderBy("submitted_at", "desc")
    .orderBy("id", "desc")
    .limit(filter.limit + 1)
    .execute();
  return pageOf(rows, filter.limit, { endOf: (row) => ({ at: row.submitted_at, id: row.id }), itemOf: rowToDeclaration });
}

/** Every declaration that names the outlet, oldest submitted first. */
export async function loadDeclarationsOf(db: Kysely<Tables>, outlet: string): Promise<readonly Declaration[]> {
  const rows = await db
    .selectFrom("declarations")
    .select("document")
    .where("id", "in", idsThatName(db, outlet))
    .orderBy("submitted_at")
    .orderBy("id")
    .execute();
  return rows.map(rowToDeclaration);
}

function idsThatName(db: Kysely<Tables>, outlet: string) {
  return db.selectFrom("declaration_outlets").select("declaration_id").where("outlet", "=", outlet);
}

function declarationToRow(declaration: Declaration): Tables["declarations"] {
  return {
    id: declaration.id,
    submitted_at: declaration.submittedAt,
    enterprise: declaration.enterprise,
    state: declaration.state,
    document: JSON.stringify(declaration),
  };
}

function declarationToOutletRows(declaration: Declaration): readonly Tables["declaration_outlets"][] {
  return [...new Set(declaration.outlets)].map((outlet) => ({ declaration_id: declaration.id, outlet }));
}

function rowToDeclaration(row: { readonly document: string }): Declaration {
  return JSON.parse(row.document) as Declaration;
}
