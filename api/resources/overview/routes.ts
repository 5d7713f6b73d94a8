import { CASE_SUBJECT } from "../../../cases/case/case-subject.ts";
import type { Outlet } from "../../../core/registry/registry.ts";
import { type Api, type ApiContext, type View, viewOf } from "../../context/api-context.ts";
import { countsOf } from "../casework/counts.ts";
import { readerOf } from "../casework/subject-reader.ts";
import { groupByOutlet, outletsAsked, standingNow } from "../outlets/outlet-facts.ts";
import { outletToWire } from "../outlets/wire.ts";
import { OverviewOut } from "./schema.ts";
import { figuresByStreet } from "./street-figures.ts";

/** What a leader sees first, in one answer. */
export function overviewRoutes(app: Api, context: ApiContext): void {
  app.get(
    "/api/v1/overview",
    {
      schema: {
        summary: "The district now: what exceeds, what is open and late, what was not declared; in all and by street",
        tags: ["overview"],
        response: { 200: OverviewOut },
      },
    },
    async (request) => {
      const view = await viewOf(request, context);
      const { scope, index } = view;
      const counts = await countsOf(CASE_SUBJECT, {}, { reader: await readerOf(request, context), context });
      const byCell = (name: string): ReadonlyMap<string, number> =>
        new Map(Object.entries(counts.by).map(([cell, figures]) => [cell, figures[name] ?? 0]));
      const streets = index.registry.cells.filter((c) => c.level === 2 && (scope.everything || scope.cells.has(c.id)));
      return figuresByStreet(
        {
          exceeding: await exceedingByCell(view, context),
          open: byCell("open"),
          overdue: byCell("overdue"),
          supervised: byCell("supervised"),
          undeclared: byCell("undeclared"),
        },
        index,
        streets.map((c) => c.id),
      );
    },
  );
}

async function exceedingByCell(view: View, context: ApiContext): Promise<ReadonlyMap<string, number>> {
  const { intake, records, clock } = context.deps;
  const outlets = outletsAsked({}, view);
  const latest = groupByOutlet(await intake.latest(outlets.map((o) => o.id)));
  const now = clock.now();
  const of = await standingNow(outlets, view.index, { now, records });
  const wireOf = (outlet: Outlet) =>
    outletToWire(outlet, view.index, { latest: latest.get(outlet.id) ?? [], ...of(outlet), now });
  const found = new Map<string, number>();
  for (const { state, cell } of outlets.map(wireOf)) {
    if (state === "exceeding" && cell !== null) found.set(cell, (found.get(cell) ?? 0) + 1);
  }
  return found;
}
