import {
  type FluxParameterLike,
  flux,
  fluxDateTime,
  fluxExpression,
  fluxString,
  InfluxDB,
  type ParameterizedQuery,
  type QueryApi,
} from "@influxdata/influxdb-client";
import { StoreUnavailableError } from "../../core/failures.ts";
import type { SeriesPoint } from "../../core/readings/outline.ts";
import type { Basis } from "../../core/readings/reading.ts";
import type { SeriesQuery } from "../../core/readings/series.ts";
import { DAY, formatIso, type Instant, instant, parseIso } from "../../core/time.ts";
import { influxTrouble } from "../influx-trouble.ts";
import { READING } from "./influx-points.ts";
import type { InfluxSeriesOptions } from "./influx-series.ts";
import { askInfluxQl } from "./influxql-points.ts";
import { strictTransport } from "./strict-transport.ts";

type Key = Omit<SeriesQuery, "from" | "to">;

/** What is in force in a block of time. */
export interface PeriodSums {
  readonly periods: number;
  /** The revisions of all of them together: less wherever a correction is missing. */
  readonly revisions: number;
}

/** What the long-term store has of each block. */
export interface BlockSums {
  /** By the start of each block; none for a block of which it has nothing. */
  sumsByBlock(key: Key, span: BlockSpan): Promise<ReadonlyMap<number, PeriodSums>>;
}

/** Blocks that lie on the grid of their length. */
export interface BlockSpan {
  readonly from: number;
  readonly to: number;
  readonly blockMs: number;
}

interface Piece {
  readonly points: readonly SeriesPoint[];
  readonly readTo: Instant;
}

/** Old readings in InfluxDB. */
export interface InfluxHistory extends BlockSums {
  /** What is in force, by time, some at a time. @throws StoreUnavailableError when it cannot be asked */
  pieces(query: SeriesQuery): AsyncGenerator<Piece>;
}

/** How much time is asked for at once: some ten thousand values. */
const PIECE_MS: Readonly<Record<Basis, number>> = { realtime: 2 * DAY, minute: 60 * DAY, hour: 1_000 * DAY, day: 30_000 * DAY };
const TIMEOUT_MS = 10_000;
const DRAWN = ["value", "converted", "flag", "revision", "parts"].map((field) => `r._field == "${field}"`).join(" or ");

export interface InfluxHistoryOptions extends InfluxSeriesOptions {
  /** False for a server that is known not to understand InfluxQL; tried when left out. */
  readonly influxQl?: boolean;
}

export function createInfluxHistory(options: InfluxHistoryOptions): InfluxHistory {
  const { url, token, org, timeoutMs = TIMEOUT_MS } = options;
  const transport = strictTransport(new InfluxDB({ url, token, timeout: timeoutMs }).transport);
  const queries = new InfluxDB({ url, token, transport }).getQueryApi(org);
  const of = (key: Key, { from, to }: { readonly from: number; readonly to: number }): FluxParameterLike => {
    const source = flux`from(bucket: ${fluxString(options.bucket)})
      |> range(start: ${fluxDateTime(formatIso(instant(from)))}, stop: ${fluxDateTime(formatIso(instant(to)))})
      |> filter(fn: (r) => r._measurement == ${READING} and r.outlet == ${key.outlet} and r.pollutant == ${key.pollutant} and r.basis == ${key.basis})`;
    return fluxExpression(String(source));
  };
  const inFlux = async (query: SeriesQuery): Promise<readonly SeriesPoint[]> => {
    const rows = await ask<PointColumns>(
      queries,
      flux`${of(query, query)} |> filter(fn: (r) => ${fluxExpression(DRAWN)})
        |> pivot(rowKey: ["_time"], columnKey: ["_field"], valueColumn: "_value")
        |> keep(columns: ["_time", "value", "converted", "flag", "revision", "parts"])`,
    );
    return rows.map(toPoint);
  };
  let knowsInfluxQl = options.influxQl ?? true;
  const inInfluxQl = async (query: SeriesQuery): Promise<readonly SeriesPoint[] | undefined> => {
    if (!knowsInfluxQl) return undefined;
    const points = await orUnavailable(askInfluxQl(transport, options.bucket, query));
    knowsInfluxQl = points !== undefined;
    return points;
  };
  /** The revisions of what is in force, which every point has, by the start of each block. */
  const aggregated = async (key: Key, span: BlockSpan, by: "count" | "sum"): Promise<ReadonlyMap<number, number>> => {
    const every = fluxExpression(`${span.blockMs}ms`);
    const rows = await ask<{ readonly _time: string; readonly _value: number }>(
      queries,
      flux`${of(key, span)} |> filter(fn: (r) => r._field == "revision")
        |> aggregateWindow(every: ${every}, fn: ${fluxExpression(by)}, createEmpty: false, timeSrc: "_start")`,
    );
    return new Map(rows.map(({ _time, _value }) => [parseIso(_time) ?? 0, Number(_value)]));
  };
  return {
    async sumsByBlock(key, span) {
      const [periods, revisions] = [await aggregated(key, span, "count"), await aggregated(key, span, "sum")];
      return new Map([...periods].map(([start, count]) => [start, { periods: count, revisions: revisions.get(start) ?? 0 }]));
    },
    async *pieces(query) {
      const step = PIECE_MS[query.basis];
      for (let from: number = query.from; from < query.to; ) {
        const to = Math.min(query.to, from + step);
        const piece = { ...query, from: instant(from), to: instant(to) };
        const found = (await inInfluxQl(piece)) ?? (await inFlux(piece));
        // InfluxDB 1.8 gives the end of a range as well, against its documentation.
        const points = found.filter(({ at }) => at >= from && at < to);
        yield { points: points.sort((a, b) => a.at - b.at), readTo: instant(to) };
        from = to;
      }
    },
  };
}

interface PointColumns {
  readonly _time: string;
  readonly value: number;
  readonly converted?: number | null;
  readonly flag: string;
  readonly revision: number;
  readonly parts?: string;
}

function toPoint({ _time, value, converted, flag, revision, parts = "" }: PointColumns): SeriesPoint {
  // A point that is written again keeps the fields that the new one does not have: `parts` says which still count.
  const isConverted = parts.split(",").includes("converted");
  const at = instant(parseIso(_time) ?? 0);
  return { at, value: Number(value), ...(isConverted && { converted: Number(converted) }), flag, revision: Number(revision) };
}

function ask<Row>(queries: QueryApi, query: ParameterizedQuery): Promise<Row[]> {
  return orUnavailable(queries.collectRows<Row>(query));
}

async function orUnavailable<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (cause) {
    throw new StoreUnavailableError("InfluxDB did not answer the query", { cause, trouble: influxTrouble(cause) });
  }
}
