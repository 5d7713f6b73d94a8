import { formatIso } from "../../../core/time.ts";
import type { Api, ApiContext } from "../../context/api-context.ts";
import { AuditPage, AuditQuery } from "./schema.ts";

/** Who did what, chained by hash. */
export function auditRoutes(app: Api, context: ApiContext): void {
  app.get(
    "/api/v1/audit",
    { schema: { summary: "Audit, newest first", tags: ["audit"], querystring: AuditQuery, response: { 200: AuditPage } } },
    async (request) => {
      const { limit, cursor } = request.query;
      const rows = await context.deps.identity.audit(limit, cursor === undefined ? undefined : Number(cursor));
      const last = rows.at(-1);
      return {
        items: rows.map((row) => ({ ...row, at: formatIso(row.at) })),
        next: rows.length < limit || last === undefined ? null : String(last.id),
      };
    },
  );
}
