import { z } from "zod";
import { AnyId } from "../../../cases/shared/wire-forms.ts";
import { type BeijingDate, type Instant, instant, type Period, startOfBeijingDate } from "../../../core/time.ts";
import { periodAt, periodsOver } from "../../../rules/sums/calendar-periods.ts";
import { forecastFrom } from "../../../rules/sums/mass-totals.ts";
import { completeUpTo } from "../../../rules/sums/rates.ts";
import { type Api, type ApiContext, type View, viewOf } from "../../context/api-context.ts";
import { seesOutlet } from "../../context/scope.ts";
import { problem } from "../../http/api-problem.ts";
import { pageOfAll } from "../../http/scoped-page.ts";
import { outletsAsked } from "../outlets/outlet-facts.ts";
import { countOutlets } from "./count-hours.ts";
import { annualMasses, massItems, massOfOutlets } from "./mass.ts";
import { openHours } from "./open-hours.ts";
import { ratesItems } from "./rates-items.ts";
import { HoursQuery, MassOut, MassQuery, OpenedHoursOut, RatesOut, RatesQuery } from "./schema.ts";

/** What hours come to: rates of transmission and validity, and emitted mass. */
export function sumRoutes(app: Api, context: ApiContext): void {
  ratesRoute(app, context);
  massRoute(app, context);
  hoursRoute(app, context);
}

function ratesRoute(app: Api, context: ApiContext): void {
  app.get(
    "/api/v1/rates",
    {
      schema: {
        summary: "Rates of transmission and validity by days, months or quarters, as they were and after back-fill",
        tags: ["sums"],
        querystring: RatesQuery,
        response: { 200: RatesOut },
      },
    },
    async (request) => {
      const view = await viewOf(request, context);
      const { by, period, cell, outlet, enterprise } = request.query;
      const seen = outletsAsked({ outlet, enterprise, cell }, view);
      const periods = periodsOver(period, spanOf(request.query)).filter(({ start }) => start < completeUpTo(view.now));
      const answers = [];
      for (const one of periods) answers.push({ period: one, ...(await countOutlets(seen, one, readingOf(view, context))) });
      const items = answers.flatMap((a) => ratesItems(a.byOutlet, { outlets: seen, by, period: a.period, view }));
      const page = pageOfAll(items, request.query);
      return { items: [...page.items], next: page.next, waiting: answers.some((a) => a.isWaiting) };
    },
  );
}

function massRoute(app: Api, context: ApiContext): void {
  app.get(
    "/api/v1/mass",
    {
      schema: {
        summary: "What was emitted, in kg, by hours, days, months, quarters or years; the running year against the permit",
        tags: ["sums"],
        querystring: MassQuery,
        response: { 200: MassOut },
      },
    },
    async (request) => {
      const view = await viewOf(request, context);
      const { pollutant, period, enterprise } = request.query;
      const outlets = outletsAsked(request.query, view);
      if (outlets.length === 0) throw problem("not-found");
      const reading = readingOf(view, context);
      const isWanted = (one: { readonly pollutant: string }): boolean => pollutant === undefined || one.pollutant === pollutant;
      const asked = await massOfOutlets(outlets, wholePeriods(period, spanOf(request.query)), reading);
      const items = massItems(asked.series.filter(isWanted), period);
      const year = await massOfOutlets(outlets, forecastSpan(view.now), reading);
      const whole = view.index.registry.enterprises.find(({ id }) => id === enterprise && request.query.outlet === undefined);
      const annual = [...annualMasses(year.series.filter(isWanted), whole, view.now)];
      const page = pageOfAll(items, request.query);
      return { items: [...page.items], next: page.next, annual, waiting: asked.isWaiting || year.isWaiting };
    },
  );
}

function hoursRoute(app: Api, context: ApiContext): void {
  app.get(
    "/api/v1/outlets/:id/hours",
    {
      schema: {
        summary: "The hours that rates and masses of an outlet are made of",
        tags: ["sums"],
        params: z.object({ id: AnyId }),
        querystring: HoursQuery,
        response: { 200: OpenedHoursOut },
      },
    },
    async (request) => {
      const view = await viewOf(request, context);
      const outlet = view.index.outletById.get(request.params.id);
      if (outlet === undefined || !seesOutlet(view.scope, outlet.id)) throw problem("not-found");
      const { pollutant } = request.query;
      return {
        items: [...(await openHours(outlet, spanOf(request.query), { ...readingOf(view, context), pollutant }))],
        next: null,
      };
    },
  );
}

function readingOf({ index, now }: View, { deps }: ApiContext) {
  return { records: deps.records, index, now };
}

function spanOf({ from, to }: { readonly from: BeijingDate; readonly to: BeijingDate }): Period {
  return { start: startOfBeijingDate(from), end: startOfBeijingDate(to) };
}

/** A month of which a day is asked for is told whole. */
function wholePeriods(period: Parameters<typeof periodAt>[0], { start, end }: Period): Period {
  return { start: periodAt(period, start).start, end: periodAt(period, instant(end - 1)).end };
}

/** The running year, and the days before it that its forecast looks back to. */
function forecastSpan(now: Instant): Period {
  const upTo = completeUpTo(now);
  const year = periodAt("year", instant(upTo - 1));
  return { start: instant(Math.min(year.start, forecastFrom(upTo))), end: year.end };
}
