import { HttpError, type Transport } from "@influxdata/influxdb-client";
import type { SeriesPoint } from "../../core/readings/outline.ts";
import type { SeriesQuery } from "../../core/readings/series.ts";
import { instant } from "../../core/time.ts";
import { READING } from "./influx-points.ts";

type Row = readonly [at: number, value: number, converted: number | null, flag: string, revision: number, parts: string | null];

interface Answer {
  readonly results?: readonly { readonly error?: string; readonly series?: readonly { readonly values: readonly Row[] }[] }[];
}

/**
 * What is in force in a range, by time, asked in InfluxQL: it gives the fields of a point together, where Flux has to
 * turn columns into rows, which takes four times as long. InfluxDB 1 and 2 understand it; `undefined` where a server
 * does not, for instance one whose bucket is no database of that name.
 */
export async function askInfluxQl(
  transport: Transport,
  bucket: string,
  query: SeriesQuery,
): Promise<readonly SeriesPoint[] | undefined> {
  const [db = "", rp] = bucket.split("/");
  const { outlet, pollutant, basis, from, to } = query;
  const q = `SELECT value, converted, flag, revision, parts FROM ${READING}
    WHERE outlet = ${quoted(outlet)} AND pollutant = ${quoted(pollutant)} AND basis = ${quoted(basis)} AND time >= ${from}ms AND time < ${to}ms`;
  const path = `/query?${new URLSearchParams({ db, epoch: "ms", q, ...(rp !== undefined && { rp }) })}`;
  const found = await answerTo(transport, path);
  const [result] = found?.results ?? [];
  if (result === undefined || result.error !== undefined) return undefined;
  return (result.series?.[0]?.values ?? []).map(toPoint);
}

async function answerTo(transport: Transport, path: string): Promise<Answer | undefined> {
  try {
    return (await transport.request(path, "", { method: "GET", headers: { accept: "application/json" } })) as Answer;
  } catch (cause) {
    if (cause instanceof HttpError) return undefined;
    throw cause;
  }
}

function toPoint([at, value, converted, flag, revision, parts]: Row): SeriesPoint {
  // A point that is written again keeps the fields that the new one does not have: `parts` says which still count.
  const isConverted = converted !== null && (parts ?? "").split(",").includes("converted");
  return { at: instant(at), value, ...(isConverted && { converted }), flag, revision };
}

function quoted(text: string): string {
  return `'${text.replaceAll(/[\\']/g, "\\$&")}'`;
}
