import { useMemo } from "react";
import type { ChartModel, Layer } from "../chart/chart-model.ts";
import { comparedPoint, type LinePoint } from "../chart/compared-value.ts";
import { axisTop, limitSteps, limitStepsOfPoints, limitsForBasis } from "../chart/limit-steps.ts";
import { confirmedStarts, type SentenceFacts } from "../chart/verdict-text.ts";
import { fillWithMinutes } from "../format/fine-line.ts";
import { get, list, seriesQuery } from "./client.ts";
import type { Basis, Declaration, Finding, LimitRow, Outlet, Series, SeriesPoint } from "./page-shapes.ts";
import { type Resource, useResource } from "./use-resource.ts";

/** What is to be drawn. */
export interface ChartRequest {
  readonly outlet: Pick<Outlet, "id" | "name" | "enterprise">;
  readonly pollutant: string;
  readonly basis: Basis;
  readonly from: number;
  readonly to: number;
  readonly layers: ReadonlySet<Layer>;
  readonly focus?: { readonly start: number; readonly end: number } | null;
  readonly cases?: ChartModel["cases"];
  readonly refreshMs?: number;
}

export interface ChartData {
  readonly series: Resource<Series>;
  /** What only adds to the chart; its failure leaves the chart standing. */
  readonly limits: Resource<readonly LimitRow[]>;
  readonly findings: Resource<readonly Finding[]>;
  readonly declarations: Resource<readonly Declaration[]>;
  readonly model: ChartModel | undefined;
  readonly facts: SentenceFacts;
}

const NO_CASES: ChartModel["cases"] = [];

/** Asks for everything one chart shows, each part on its own, and puts it together. */
export function useChartData(request: ChartRequest): ChartData {
  const { outlet, pollutant, basis, from, to, layers, focus = null, cases = NO_CASES, refreshMs = 30_000 } = request;
  const id = encodeURIComponent(outlet.id);
  const span = { from, to };
  const key = `${outlet.id}|${pollutant}|${basis}|${from}|${to}`;
  const series = useResource(key, () => get<Series>(`/outlets/${id}/series`, seriesQuery(pollutant, basis, span)), refreshMs);
  const wantsLine = basis === "hour" && layers.has("realtime") && to - from <= 4 * 86_400_000;
  const lineKey = wantsLine ? `line|${key}` : null;
  const line = useResource(lineKey, () => fineLine(outlet.id, pollutant, span), refreshMs);
  const limits = useResource(`limits|${outlet.id}|${pollutant}|${from}|${to}`, () => limitsAround(outlet.id, pollutant, span));
  const findings = useResource(
    `findings|${key}`,
    () => {
      const query = { outlet: outlet.id, from: new Date(from).toISOString(), to: new Date(to).toISOString(), limit: 1000 };
      return list<Finding>("/findings", query).then((p) => p.items.filter((f) => f.pollutant === pollutant));
    },
    refreshMs,
  );
  const declarations = useResource(
    `declarations|${key}`,
    () => list<Declaration>("/declarations", { limit: 500 }).then((p) => p.items.filter((d) => isBeside(d, request))),
    refreshMs,
  );

  const rows = useMemo(() => limitsForBasis(limits.data ?? [], pollutant, basis), [limits.data, pollutant, basis]);
  const facts = useMemo<SentenceFacts>(
    () => ({ outletName: outlet.name, pollutant, unit: series.data?.unit ?? "", basis, limits: rows }),
    [outlet.name, pollutant, series.data?.unit, basis, rows],
  );
  const model = useMemo<ChartModel | undefined>(() => {
    if (series.data === undefined) return undefined;
    const points = series.data.points.map((p) => comparedPoint(p, rows));
    const fine = (line.data ?? []).map((p) => comparedPoint(p, rows));
    const steps = rows.length > 0 ? limitSteps(rows, { from, to }) : limitStepsOfPoints(points, { from, to });
    const values = [...points, ...fine].filter((p) => p.flag === "N").map((p) => p.compared);
    return {
      basis,
      from,
      to,
      points,
      line: fine,
      steps,
      declarations: declarations.data ?? [],
      confirmed: confirmedStarts(findings.data ?? []),
      cases,
      focus,
      layers,
      pollutant,
      unit: series.data.unit,
      top: axisTop(values, steps),
    };
  }, [series.data, line.data, rows, declarations.data, findings.data, basis, from, to, cases, focus, layers, pollutant]);
  return { series, limits, findings, declarations, model, facts };
}

function isBeside(declaration: Declaration, { outlet, pollutant, from, to }: ChartRequest): boolean {
  if (Date.parse(declaration.to) <= from || Date.parse(declaration.from) >= to) return false;
  const named =
    declaration.outlets.length === 0 ? declaration.enterprise === outlet.enterprise : declaration.outlets.includes(outlet.id);
  return named && (declaration.pollutants.length === 0 || declaration.pollutants.includes(pollutant));
}

/** The limits in force at either end of a span: the route answers for one moment, and a limit that changes in between is in force at one of them. */
async function limitsAround(
  outlet: string,
  pollutant: string,
  span: { readonly from: number; readonly to: number },
): Promise<readonly LimitRow[]> {
  const ask = (at: number): Promise<readonly LimitRow[]> =>
    list<LimitRow>("/limits", { outlet, pollutant, at: new Date(at).toISOString() }).then((p) => p.items);
  const [before, after] = await Promise.all([ask(span.from), ask(span.to - 1)]);
  return [...new Map([...before, ...after].map((row) => [row.id, row])).values()];
}

/** Realtime values of a span, filled with minute means where there are none. */
async function fineLine(
  outlet: string,
  pollutant: string,
  span: { readonly from: number; readonly to: number },
): Promise<readonly Omit<LinePoint, "compared" | "isConverted">[]> {
  const ask = (basis: Basis): Promise<readonly FinePoint[]> =>
    get<Series>(`/outlets/${encodeURIComponent(outlet)}/series`, seriesQuery(pollutant, basis, span)).then((series) =>
      series.points.map((point) => ({ at: Date.parse(point.at), basis, point })),
    );
  const [realtime, minutes] = await Promise.all([ask("realtime"), ask("minute")]);
  return fillWithMinutes(realtime, minutes).map(({ point, basis, every }) => ({ ...point, basis, every }));
}

interface FinePoint {
  readonly at: number;
  readonly basis: Basis;
  readonly point: SeriesPoint;
}
