import { OUTLET_STATES, type OutletState } from "../../../core/judging/outlet-state.ts";
import { formatIso, type Instant } from "../../../core/time.ts";
import { type Api, type ApiContext, viewOf } from "../../context/api-context.ts";
import { pageOfAll } from "../../http/scoped-page.ts";
import { outletsAsked } from "../outlets/outlet-facts.ts";
import { type BoardRow, isNamed } from "./board-rows.ts";
import { KeptBoard } from "./kept-board.ts";
import { BoardOut, BoardQuery, type BoardRowWire, type BoardWire } from "./schema.ts";

/** Everything the live page shows, in one answer. */
export function boardRoutes(app: Api, context: ApiContext): void {
  const kept = new KeptBoard(context.deps);

  app.get(
    "/api/v1/board",
    {
      serializerCompiler: () => textOfBoard,
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
      const asked = new Set(outletsAsked(request.query, { scope, index }).map(({ id }) => id));
      const board = await kept.now(index);
      const rows = board.rows.filter(({ outlet }) => asked.has(outlet.id));
      const wanted = rows.filter(
        (row) => (state === undefined || state.includes(row.state)) && (q === undefined || q === "" || isNamed(row, q, index)),
      );
      const page = pageOfAll(wanted, request.query);
      const newest = [...asked]
        .flatMap((outlet) => board.latest.get(outlet) ?? [])
        .reduce<Instant | null>((a, { at }) => (a === null || at > a ? at : a), null);
      return {
        items: page.items.map(board.wireOf),
        next: page.next,
        counts: countsOf(rows),
        newestAt: newest === null ? null : formatIso(newest),
      };
    },
  );
}

/** Rows as text, made once for all who look at the same board: in it lies most of what an answer costs. */
const TEXT_BY_ROW = new WeakMap<BoardRowWire, string>();

function textOfBoard({ items, ...about }: BoardWire): string {
  return `{"items":[${items.map(textOfRow).join(",")}],${JSON.stringify(about).slice(1)}`;
}

function textOfRow(row: BoardRowWire): string {
  const text = TEXT_BY_ROW.get(row) ?? JSON.stringify(row);
  TEXT_BY_ROW.set(row, text);
  return text;
}

function countsOf(rows: readonly BoardRow[]): BoardWire["counts"] {
  const counts = { ...NONE, total: rows.length };
  for (const { state } of rows) counts[state] += 1;
  return counts;
}

const NONE = Object.fromEntries(OUTLET_STATES.map((state) => [state, 0])) as Record<OutletState, number>;
