import { OUTLET_STATES, type OutletState } from "../../../core/judging/outlet-state.ts";
import { formatIso, type Instant } from "../../../core/time.ts";
import { type Api, type ApiContext, viewOf } from "../../context/api-context.ts";
import { pageOfAll } from "../../http/scoped-page.ts";
import { consentedNow, groupByOutlet, outletsAsked, verdictsNow } from "../outlets/outlet-facts.ts";
import { type BoardRow, byUrgency, isNamed, rowsOfOutlet, rowToWire } from "./board-rows.ts";
import { BoardOut, BoardQuery, type BoardWire } from "./schema.ts";

/** Everything the live page shows, in one answer. */
export function boardRoutes(app: Api, context: ApiContext): void {
  const { intake, records, clock } = context.deps;

  app.get(
    "/api/v1/board",
    {
      schema: {
        summary:
          "Every pollutant with a limit now: its state and why, what is left of the hour, and its last hour; the most urgent first",
        tags: ["outlets"],
        querystring: BoardQuery,
        response: { 200: BoardOut },
      },
    },
    async (request) => {
      const { scope, index } = await viewOf(request, context);
      const { state, q } = request.query;
      const outlets = outletsAsked(request.query, { scope, index });
      const latest = groupByOutlet(await intake.latest(outlets.map((o) => o.id)));
      const now = clock.now();
      const found = await Promise.all(
        outlets.map(async (outlet) => {
          const verdicts = await verdictsNow(outlet, index, { now, records });
          const consented = await consentedNow(outlet, index, { now, records });
          return rowsOfOutlet(outlet, index, { latest: latest.get(outlet.id) ?? [], verdicts, consented, now, intake });
        }),
      );
      const rows = found.flat().sort(byUrgency);
      const wanted = rows.filter(
        (row) => (state === undefined || state.includes(row.state)) && (q === undefined || q === "" || isNamed(row, q, index)),
      );
      const page = pageOfAll(wanted, request.query);
      const newest = [...latest.values()].flat().reduce<Instant | null>((a, { at }) => (a === null || at > a ? at : a), null);
      return {
        items: await Promise.all(page.items.map((row) => rowToWire(row, index, { now, intake }))),
        next: page.next,
        counts: countsOf(rows),
        newestAt: newest === null ? null : formatIso(newest),
      };
    },
  );
}

function countsOf(rows: readonly BoardRow[]): BoardWire["counts"] {
  const count = (state: OutletState): number => rows.filter((row) => row.state === state).length;
  const byState = Object.fromEntries(OUTLET_STATES.map((state) => [state, count(state)])) as Record<OutletState, number>;
  return { ...byState, total: rows.length };
}
