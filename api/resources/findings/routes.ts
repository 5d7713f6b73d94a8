import { z } from "zod";
import { mergedInto } from "../../../cases/case/case-beside.ts";
import { livingCase } from "../../../cases/case/living-case.ts";
import { AnyId } from "../../../cases/shared/wire-forms.ts";
import type { SubjectsView } from "../../../core/casework/collection.ts";
import type { Finding } from "../../../core/judging/finding.ts";
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
      const { outlet, caseId, case: alias, ...rest } = request.query;
      const asked = outlet === undefined ? undefined : [outlet];
      const outlets = scope.everything ? asked : (asked ?? [...scope.outlets]).filter((id) => scope.outlets.has(id));
      if (outlets !== undefined && outlets.length === 0) return { items: [], next: null };
      const asOf = caseId ?? alias;
      const caseIds = asOf === undefined ? undefined : (await mergedInto([asOf], records)).get(asOf);
      const page = await records.findings({ ...defined({ ...rest, outlets, caseIds }), limit: rest.limit });
      const items = await withLivingCases(page.items, records.subjects);
      return { items: items.map((finding) => findingToWire(finding, tellingOf(request, index))), next: page.next };
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
      const [living = finding] = await withLivingCases([finding], records.subjects);
      return findingToDetail(living, tellingOf(request, index));
    },
  );
}

/** Findings of a case that was merged go out with the one that goes on in its place. */
async function withLivingCases(findings: readonly Finding[], subjects: Pick<SubjectsView, "get">): Promise<readonly Finding[]> {
  const ids = new Set(findings.flatMap((f) => f.caseId ?? []));
  const living = new Map<string, string>();
  await Promise.all(
    [...ids].map(async (id) => {
      const row = await livingCase(id, subjects);
      if (row !== undefined) living.set(id, row.id);
    }),
  );
  return findings.map((f) => (f.caseId === null ? f : { ...f, caseId: living.get(f.caseId) ?? f.caseId }));
}
