import { z } from "zod";
import { AnyId } from "../../../cases/shared/wire-forms.ts";
import type { Api, ApiContext } from "../../context/api-context.ts";
import { viewOf } from "../../context/api-context.ts";
import { seesOutlet } from "../../context/scope.ts";
import { problem } from "../../http/api-problem.ts";
import { tellingOf } from "../../http/language.ts";
import { defined } from "../../http/scoped-page.ts";
import { FindingDetailOut, FindingPage, FindingQuery } from "./schema.ts";
import { findingToDetail, findingToWire } from "./wire.ts";

/** Findings: what the rules found, and why. */
export function findingRoutes(app: Api, context: ApiContext): void {
  const { records } = context.deps;

  app.get(
    "/api/v1/findings",
    {
      schema: {
        summary: "Findings, newest period first",
        tags: ["findings"],
        querystring: FindingQuery,
        response: { 200: FindingPage },
      },
    },
    async (request) => {
      const { scope, index } = await viewOf(request, context);
      const { outlet, case: caseId, ...rest } = request.query;
      const asked = outlet === undefined ? undefined : [outlet];
      const outlets = scope.everything ? asked : (asked ?? [...scope.outlets]).filter((id) => scope.outlets.has(id));
      if (outlets !== undefined && outlets.length === 0) return { items: [], next: null };
      const page = await records.findings({ ...defined({ ...rest, outlets, caseId }), limit: rest.limit });
      return { items: page.items.map((finding) => findingToWire(finding, tellingOf(request, index))), next: page.next };
    },
  );

  app.get(
    "/api/v1/findings/:id",
    {
      schema: {
        summary: "One finding with the steps to its verdict",
        tags: ["findings"],
        params: z.object({ id: AnyId }),
        response: { 200: FindingDetailOut },
      },
    },
    async (request) => {
      const { scope, index } = await viewOf(request, context);
      const finding = await records.finding(request.params.id);
      if (finding === undefined || !seesOutlet(scope, finding.outlet)) throw problem("not-found");
      return findingToDetail(finding, tellingOf(request, index));
    },
  );
}
