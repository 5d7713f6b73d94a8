import { useMemo } from "react";
import type { FindingWire } from "../../../api/resources/findings/schema.ts";
import type { LimitWire } from "../../../api/resources/limits/schema.ts";
import type { SeriesPointWire, SeriesWire } from "../../../api/resources/outlets/schema.ts";
import type { DeclarationWire } from "../../../cases/declaration/declaration-wire.ts";
import type { Basis } from "../../../core/readings/reading.ts";
import { type PageWire, part, type Read, read } from "../api/read.ts";
import { type Resource, useRead } from "../api/use-read.ts";
import { DAY } from "../format/beijing-time.ts";
import { fillWithMinutes } from "../format/fine-line.ts";
import type { ChartModel, Layer } from "./chart-model.ts";
import { comparedPoint } from "./compared-value.ts";
import { axisTop, limitSteps, limitStepsOfPoints, limitsForBasis } from "./limit-steps.ts";
import { confirmedStarts, type SentenceFacts } from "./verdict-text.ts";

/** What is to be drawn. */
export interface ChartRequest {
  readonly outlet: { readonly id: string; readonly name: string };
  readonly pollutant: string;
  readonly basis: Basis;
  readonly from: number;
  readonly to: number;
  readonly layers: ReadonlySet<Layer>;
  readonly focus?: { readonly start: number; readonly end: number } | null;
  readonly cases?: ChartModel["cases"];
}

export interface ChartData {
  readonly series: Resource<SeriesWire>;
  /** What only adds to the chart; its failure leaves the chart standing. */
  readonly limits: Resource<PageWire<LimitWire>>;
  readonly findings: Resource<PageWire<FindingWire>>;
  readonly declarations: Resource<PageWire<DeclarationWire>>;
  readonly model: ChartModel | undefined;
  readonly facts: SentenceFacts;
}

const NO_CASES: ChartModel["cases"] = [];

/** Over a longer span a line of every reading would be a blur. */
const LINE_DAYS = 4;

/** Asks for everything one chart shows, each part on its own, and puts it together. */
export function useChartData(request: ChartRequest): ChartData {
  const { outlet, pollutant, basis, from, to, layers, focus = null, cases = NO_CASES } = request;
  const span = useMemo(() => ({ from, to }), [from, to]);
  const series = useRead(seriesRead(outlet.id, pollutant, basis, span));
  const wantsLine = basis === "hour" && layers.has("realtime") && to - from <= LINE_DAYS * DAY;
  const realtime = useRead(wantsLine ? seriesRead(outlet.id, pollutant, "realtime", span) : null);
  const minutes = useRead(wantsLine ? seriesRead(outlet.id, pollutant, "minute", span) : null);
  const limits = useRead(limitsAt(outlet.id, pollutant, from));
  const limitsLater = useRead(limitsAt(outlet.id, pollutant, to - 1));
  const findings = useRead(
    read<PageWire<FindingWire>>("/findings", { outlet: outlet.id, from: iso(from), to: iso(to), limit: MOST_ROWS }),
  );
  const declarations = useRead(read<PageWire<DeclarationWire>>("/declarations", { outlet: outlet.id, limit: MOST_ROWS }));

  const rows = useMemo(
    () => limitsForBasis(united(limits.data?.items, limitsLater.data?.items), pollutant, basis),
    [limits.data, limitsLater.data, pollutant, basis],
  );
  const facts = useMemo<SentenceFacts>(
    () => ({ outletName: outlet.name, pollutant, unit: series.data?.unit ?? "", basis, limits: rows }),
    [outlet.name, pollutant, series.data?.unit, basis, rows],
  );
  const model = useMemo<ChartModel | undefined>(() => {
    if (series.data === undefined) return undefined;
    const points = series.data.points.map((p) => comparedPoint(p, rows));
    const fine = fineLine(realtime.data, minutes.data).map((p) => comparedPoint(p, rows));
    const steps = rows.length > 0 ? limitSteps(rows, { from, to }) : limitStepsOfPoints(points, { from, to });
    const values = [...points, ...fine].filter((p) => p.flag === "N").map((p) => p.compared);
    return {
      basis,
      from,
      to,
      points,
      line: fine,
      steps,
      declarations: (declarations.data?.items ?? []).filter((d) => isBeside(d, { pollutant, from, to })),
      confirmed: confirmedStarts((findings.data?.items ?? []).filter((f) => f.pollutant === pollutant)),
      cases,
      focus,
      layers,
      pollutant,
      unit: series.data.unit,
      top: axisTop(values, steps),
    };
  }, [
    series.data,
    realtime.data,
    minutes.data,
    rows,
    declarations.data,
    findings.data,
    basis,
    from,
    to,
    cases,
    focus,
    layers,
    pollutant,
  ]);
  return { series, limits, findings, declarations, model, facts };
}

const MOST_ROWS = 1_000;

function iso(at: number): string {
  return new Date(at).toISOString();
}

interface Span {
  readonly from: number;
  readonly to: number;
}

/** A series: `from` inclusive, `to` exclusive, milliseconds. */
function seriesRead(outlet: string, pollutant: string, basis: Basis, { from, to }: Span): Read<SeriesWire> {
  return read<SeriesWire>(`/outlets/${part(outlet)}/series`, { pollutant, basis, from: iso(from), to: iso(to) });
}

/** The route answers the limits of one moment: a limit that changes within a span is in force at one of its ends. */
function limitsAt(outlet: string, pollutant: string, at: number): Read<PageWire<LimitWire>> {
  return read<PageWire<LimitWire>>("/limits", { outlet, pollutant, at: iso(at) });
}

function united(before: readonly LimitWire[] = [], after: readonly LimitWire[] = []): readonly LimitWire[] {
  return [...new Map([...before, ...after].map((row) => [row.id, row])).values()];
}

function isBeside(declaration: DeclarationWire, { pollutant, from, to }: Span & { readonly pollutant: string }): boolean {
  if (Date.parse(declaration.to) <= from || Date.parse(declaration.from) >= to) return false;
  return declaration.pollutants.length === 0 || declaration.pollutants.includes(pollutant);
}

/** A point with the basis of its kind and how far apart its kind usually comes. */
interface FinePoint extends SeriesPointWire {
  readonly basis: Basis;
  readonly every: number;
}

/** Realtime values of a span, filled with minute means where there are none. */
function fineLine(realtime: SeriesWire | undefined, minutes: SeriesWire | undefined): readonly FinePoint[] {
  const placed = (series: SeriesWire | undefined) =>
    (series?.points ?? []).map((point) => ({ at: Date.parse(point.at), basis: series?.basis ?? "realtime", point }));
  return fillWithMinutes(placed(realtime), placed(minutes)).map(({ point, basis, every }) => ({ ...point, basis, every }));
}
