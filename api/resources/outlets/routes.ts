import { z } from "zod";
import { AnyId } from "../../../cases/shared/wire-forms.ts";
import type { Outlet } from "../../../core/registry/registry.ts";
import { type Api, type ApiContext, type View, viewOf } from "../../context/api-context.ts";
import { seesOutlet } from "../../context/scope.ts";
import { problem } from "../../http/api-problem.ts";
import { namelessTelling } from "../../http/language.ts";
import { pageOf } from "../../http/primitives.ts";
import { pageOfAll } from "../../http/scoped-page.ts";
import { outletBudget } from "./budget.ts";
import { emptySeries, lookAround } from "./empty-series.ts";
import { groupByOutlet, outletsAsked, standingNow } from "./outlet-facts.ts";
import { BudgetOut, OutletOut, OutletQuery, SeriesOut, SeriesQuery } from "./schema.ts";
import { readSeries, seriesToWire } from "./series.ts";
import { outletToWire } from "./wire.ts";

const OutletParams = z.object({ id: AnyId });

/** Outlets with their newest values, their series, and what is left of the running hour. */
export function outletRoutes(app: Api, context: ApiContext): void {
  listRoutes(app, context);
  chartRoutes(app, context);
}

function listRoutes(app: Api, context: ApiContext): void {
  const { intake, records, clock } = context.deps;

  app.get(
    "/api/v1/outlets",
    { schema: { summary: "Outlets now", tags: ["outlets"], querystring: OutletQuery, response: { 200: pageOf(OutletOut) } } },
    async (request) => {
      const { scope, index } = await viewOf(request, context);
      const page = pageOfAll(outletsAsked(request.query, { scope, index }), request.query);
      const latest = groupByOutlet(await intake.latest(page.items.map((o) => o.id)));
      const now = clock.now();
      const of = await standingNow(page.items, index, { now, records });
      const items = page.items.map((outlet) =>
        outletToWire(outlet, index, { latest: latest.get(outlet.id) ?? [], ...of(outlet), now }),
      );
      return { items, next: page.next };
    },
  );

  app.get(
    "/api/v1/outlets/:id",
    { schema: { summary: "One outlet now", tags: ["outlets"], params: OutletParams, response: { 200: OutletOut } } },
    async (request) => {
      const view = await viewOf(request, context);
      const outlet = visibleOutlet(request.params.id, view);
      const now = clock.now();
      const of = await standingNow([outlet], view.index, { now, records });
      return outletToWire(outlet, view.index, { latest: await intake.latest([outlet.id]), ...of(outlet), now });
    },
  );
}

function chartRoutes(app: Api, context: ApiContext): void {
  const { intake, clock } = context.deps;

  app.get(
    "/api/v1/outlets/:id/series",
    {
      schema: {
        summary: "Readings of a pollutant; from inclusive, to exclusive",
        tags: ["outlets"],
        params: OutletParams,
        querystring: SeriesQuery,
        response: { 200: SeriesOut },
      },
    },
    async (request, reply) => {
      const view = await viewOf(request, context);
      const outlet = visibleOutlet(request.params.id, view);
      const query = { ...request.query, outlet: outlet.id };
      const found = await readSeries(query, context.deps, () => !reply.raw.destroyed);
      const { index } = view;
      const about = { index, now: clock.now(), missingBefore: found.missing?.before ?? null };
      const isEmpty = found.outline.points.length === 0;
      const empty = isEmpty ? emptySeries(query, { ...about, ...(await lookAround(query, context.deps)) }) : undefined;
      return seriesToWire(query, found, { index, telling: namelessTelling(request), empty });
    },
  );

  app.get(
    "/api/v1/outlets/:id/budget",
    {
      schema: {
        summary: "What is left of the running hour or day before its mean passes the limit",
        tags: ["outlets"],
        params: OutletParams,
        response: { 200: BudgetOut },
      },
    },
    async (request) => {
      const view = await viewOf(request, context);
      return outletBudget(visibleOutlet(request.params.id, view), view.index, { now: clock.now(), intake });
    },
  );
}

function visibleOutlet(id: string, { scope, index }: View): Outlet {
  const outlet = index.outletById.get(id);
  if (outlet === undefined || !seesOutlet(scope, id)) throw problem("not-found");
  return outlet;
}
