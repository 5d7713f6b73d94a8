import { useMemo } from "react";
import type { FindingWire } from "../../../api/resources/findings/schema.ts";
import type { LimitWire } from "../../../api/resources/limits/schema.ts";
import type { SeriesWire } from "../../../api/resources/outlets/schema.ts";
import type { DeclarationWire } from "../../../cases/declaration/declaration-wire.ts";
import type { Basis } from "../../../core/readings/reading.ts";
import type { PageWire } from "../api/read.ts";
import { type Resource, useRead } from "../api/use-read.ts";
import { buildModel } from "./build-model.ts";
import type { ChartModel, Layer } from "./chart-model.ts";
import { declarationsRead, findingsRead, hasLine, limitsRead, seriesRead } from "./chart-reads.ts";
import type { Panel } from "./panel.ts";
import type { SentenceFacts } from "./verdict-text.ts";

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
  /** The model with its facts, as a chart takes them; empty until there is one. */
  readonly panels: readonly Panel[];
}

const NO_LIMITS: readonly LimitWire[] = [];
const NO_CASES: ChartModel["cases"] = [];
const NOTHING: ChartRequest = {
  ...{ outlet: { id: "", name: "" }, pollutant: "", basis: "hour", from: 0, to: 0, layers: new Set<Layer>() },
};

/** Asks for everything one chart shows, each part on its own, and puts it together; `null` asks for nothing. */
export function useChartData(request: ChartRequest | null): ChartData {
  const isAsked = request !== null;
  const { outlet, pollutant, basis, from, to, layers, focus = null, cases = NO_CASES } = request ?? NOTHING;
  const span = useMemo(() => ({ from, to }), [from, to]);
  const series = useRead(isAsked ? seriesRead(outlet.id, pollutant, basis, span) : null);
  const wantsLine = isAsked && hasLine({ basis, from, to, layers });
  const realtime = useRead(wantsLine ? seriesRead(outlet.id, pollutant, "realtime", span) : null);
  const minutes = useRead(wantsLine ? seriesRead(outlet.id, pollutant, "minute", span) : null);
  const limits = useRead(isAsked ? limitsRead(outlet.id, pollutant, span) : null);
  const findings = useRead(isAsked ? findingsRead(outlet.id, span) : null);
  const declarations = useRead(isAsked ? declarationsRead(outlet.id) : null);

  const rows = limits.data?.items ?? NO_LIMITS;
  const areLimitsKnown = limits.data !== undefined || limits.error !== undefined;
  const facts = useMemo<SentenceFacts>(
    () => ({ outletName: outlet.name, pollutant, unit: series.data?.unit ?? "", basis, limits: rows }),
    [outlet.name, pollutant, series.data?.unit, basis, rows],
  );
  const model = useMemo<ChartModel | undefined>(() => {
    // Which figure is compared depends on the limits: nothing is drawn that would change when they come.
    if (!isAsked || series.data === undefined || !areLimitsKnown) return undefined;
    const shape = { basis, from, to, layers, focus, cases, pollutant };
    return buildModel(shape, {
      series: series.data,
      realtime: realtime.data,
      minutes: minutes.data,
      limits: rows,
      findings: findings.data?.items ?? [],
      declarations: declarations.data?.items ?? [],
    });
  }, [
    isAsked,
    areLimitsKnown,
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
  const panels = useMemo(() => (model === undefined ? [] : [{ model, facts }]), [model, facts]);
  return { series, limits, findings, declarations, model, panels };
}
