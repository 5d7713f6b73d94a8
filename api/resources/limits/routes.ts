import { READINGS_OF_LIMIT } from "../../../core/judging/outlet-state.ts";
import { isInForceWithin } from "../../../core/registry/limit.ts";
import { plus } from "../../../core/time.ts";
import { type Api, type ApiContext, viewOf } from "../../context/api-context.ts";
import { seesOutlet } from "../../context/scope.ts";
import { isShown } from "../../context/shown-limits.ts";
import { pageOf } from "../../http/primitives.ts";
import { pageOfAll } from "../../http/scoped-page.ts";
import { LimitOut, LimitQuery } from "./schema.ts";

/** The limits that were in force at a time: rows that may not judge at their outlet are none. */
export function limitRoutes(app: Api, context: ApiContext): void {
  app.get(
    "/api/v1/limits",
    {
      schema: {
        summary: "Limits in force at a time (now when left out), or at some time of a span",
        tags: ["limits"],
        querystring: LimitQuery,
        response: { 200: pageOf(LimitOut) },
      },
    },
    async (request) => {
      const { scope, index } = await viewOf(request, context);
      const { outlet, pollutant, from, to } = request.query;
      const at = request.query.at ?? context.deps.clock.now();
      const span = { from: from ?? at, to: to ?? plus(at, 1) };
      const rows = index.limits.filter(
        (l) =>
          seesOutlet(scope, l.outlet) &&
          isInForceWithin(l, span) &&
          isShown(index, l) &&
          (outlet === undefined || l.outlet === outlet) &&
          (pollutant === undefined || l.pollutant === pollutant),
      );
      const page = pageOfAll(rows, request.query);
      return { items: page.items.map((l) => ({ ...l, readingBasis: READINGS_OF_LIMIT[l.basis] })), next: page.next };
    },
  );
}
