import { z } from "zod";
import { isInForce } from "../../../core/judging/limit.ts";
import { type Api, type ApiContext, viewOf } from "../../api-context.ts";
import { AnyId, InstantIn, pageOf } from "../../http/primitives.ts";
import { pageOfAll } from "../../http/scoped-page.ts";
import { seesOutlet } from "../../scope.ts";

const LimitQuery = z.strictObject({
  outlet: AnyId.optional(),
  pollutant: AnyId.optional(),
  at: InstantIn.optional(),
  limit: z.coerce.number().int().min(1).max(1000).default(100),
  cursor: z.string().min(1).max(500).optional(),
});

/** A limit as the registry has it. */
export const LimitOut = z.object({
  id: z.string(),
  outlet: z.string(),
  pollutant: z.string(),
  basis: z.string(),
  comparator: z.enum(["<=", ">=", "range"]),
  value: z.number().optional(),
  min: z.number().optional(),
  max: z.number().optional(),
  unit: z.string(),
  validFrom: z.string(),
  validTo: z.string().nullable(),
  source: z.string(),
  confidence: z.string(),
  converted: z.boolean().optional(),
  oxygenReference: z.number().optional(),
});

/** The limits that were in force at a time. */
export function limitRoutes(app: Api, context: ApiContext): void {
  app.get(
    "/api/v1/limits",
    {
      schema: {
        summary: "Limits in force at a time (now when left out)",
        tags: ["limits"],
        querystring: LimitQuery,
        response: { 200: pageOf(LimitOut) },
      },
    },
    async (request) => {
      const { scope, index } = await viewOf(request, context);
      const { outlet, pollutant } = request.query;
      const at = request.query.at ?? context.deps.clock.now();
      const rows = index.registry.limits.filter(
        (l) =>
          seesOutlet(scope, l.outlet) &&
          isInForce(l, at) &&
          (outlet === undefined || l.outlet === outlet) &&
          (pollutant === undefined || l.pollutant === pollutant),
      );
      const page = pageOfAll(rows, request.query);
      return { items: [...page.items], next: page.next };
    },
  );
}
