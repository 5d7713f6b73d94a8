import type { CustomSeriesOption, LineSeriesOption, ScatterSeriesOption } from "echarts/charts";
import type { EChartsCoreOption } from "echarts/core";
import type { SeriesPointWire } from "../../../api/resources/outlets/schema.ts";
import { limitSourceText } from "../../../words/quantities.ts";
import { toAxis } from "../format/beijing-time.ts";
import { formatLimit, formatUnit } from "../format/digits.ts";
import { splitAtGaps } from "../format/spark.ts";
import type { Lang, Say } from "../i18n/say.ts";
import { FONT, type Tokens } from "../theme/tokens.ts";
import type { ChartModel } from "./chart-model.ts";
import { bandSeries, barSeries, focusSeries, limitSeries } from "./chart-shapes.ts";
import type { ComparedPoint } from "./compared-value.ts";
import { calmSide } from "./limit-steps.ts";
import { basisLength } from "./verdict-text.ts";

/** What the drawing needs beside the data. */
export interface ChartWords {
  readonly say: Say;
  readonly lang: Lang;
  readonly tokens: Tokens;
  /** HTML of the tooltip at an axis time. */
  readonly tooltip: (at: number) => string;
  readonly isSmall: boolean;
  /** What is zoomed into, in percent of the whole. */
  readonly zoom: { readonly start: number; readonly end: number };
}

type AnySeries = CustomSeriesOption | LineSeriesOption | ScatterSeriesOption;

/**
 * The chart as ECharts wants it. The axis runs in UTC on times shifted by eight hours: Beijing, whatever the browser's
 * zone.
 */
export function chartOption(model: ChartModel, words: ChartWords): EChartsCoreOption {
  const { tokens, say } = words;
  return {
    useUTC: true,
    animation: false,
    textStyle: { fontFamily: FONT, color: tokens.ink2 },
    grid: { left: 8, right: 12, top: 26, bottom: model.cases.length > 0 ? 20 : 8, containLabel: true },
    xAxis: {
      type: "time",
      min: toAxis(model.from),
      max: toAxis(model.to),
      axisLine: { lineStyle: { color: tokens.line } },
      axisLabel: {
        color: tokens.ink2,
        hideOverlap: true,
        formatter: { day: "{MM}-{dd}", hour: "{HH}:{mm}", minute: "{HH}:{mm}", month: "{MM}-{dd}", year: "{yyyy}-{MM}-{dd}" },
      },
      splitLine: { show: false },
      splitNumber: words.isSmall ? 4 : 8,
    },
    yAxis: {
      type: "value",
      min: 0,
      max: model.top,
      name: formatUnit(model.unit),
      nameTextStyle: { align: "left", color: tokens.ink2, padding: [0, 0, 0, -8] },
      nameGap: 10,
      axisLabel: { color: tokens.ink2 },
      splitLine: { lineStyle: { color: tokens.line, opacity: 0.6 } },
      splitNumber: words.isSmall ? 3 : 5,
    },
    dataZoom: [
      {
        type: "inside",
        start: words.zoom.start,
        end: words.zoom.end,
        xAxisIndex: 0,
        filterMode: "none",
        zoomOnMouseWheel: "ctrl",
        moveOnMouseMove: false,
        moveOnMouseWheel: false,
      },
    ],
    toolbox: {
      show: true,
      itemSize: 0,
      top: -100,
      feature: { dataZoom: { yAxisIndex: "none", filterMode: "none", icon: { zoom: "path://", back: "path://" } } },
    },
    tooltip: tooltipOption(words),
    series: allSeries(model, words, say),
  };
}

function tooltipOption({ tokens, tooltip }: ChartWords): unknown {
  return {
    trigger: "axis",
    confine: true,
    transitionDuration: 0,
    backgroundColor: tokens.paper,
    borderColor: tokens.line,
    textStyle: { color: tokens.ink, fontSize: 13 },
    extraCssText: "max-width:min(420px,80vw);white-space:normal;box-shadow:0 2px 8px rgba(0,0,0,.18);border-radius:3px",
    axisPointer: { type: "line", lineStyle: { color: tokens.ink2, type: "solid", width: 1 } },
    formatter: (params: unknown) => tooltip(axisTimeOf(params)),
  };
}

function axisTimeOf(params: unknown): number {
  const first = (Array.isArray(params) ? params[0] : params) as { axisValue?: number; value?: readonly number[] } | undefined;
  return Number(first?.axisValue ?? first?.value?.[0] ?? Number.NaN);
}

function allSeries(model: ChartModel, words: ChartWords, say: Say): readonly AnySeries[] {
  const { tokens } = words;
  const isBars = model.basis === "hour" || model.basis === "day";
  const steps = model.steps.map((step) => ({
    ...step,
    side: calmSide(step, model.points),
    label: say(step.isLower ? "chart.lowerLimit" : "chart.limit", {
      value: `${formatLimit(step.value)} ${formatUnit(model.unit)}`.trim(),
      source: step.source === null ? "" : limitSourceText(step.source, words.lang),
    }).replace(/ · $/, ""),
  }));
  const bands = model.layers.has("declarations")
    ? model.declarations.map((d) => ({
        from: Date.parse(d.from),
        to: Date.parse(d.to),
        label: say("chart.declaration", { state: say(`decl.state.${d.state}`) }),
        isConsented: d.state === "consented",
      }))
    : [];
  const line: readonly (ComparedPoint & { readonly every?: number })[] = isBars ? model.line : model.points;
  return [
    ...(model.focus === null ? [] : [focusSeries(model.focus, tokens)]),
    bandSeries(bands, tokens),
    ...(isBars ? [barSeries(model, tokens)] : []),
    ...(isBars && !model.layers.has("realtime") ? [] : [lineSeries(line, tokens, isBars)]),
    ...(model.layers.has("flags") ? [flagSeries(isBars ? model.points : line, basisLength(model.basis) / 2, tokens)] : []),
    limitSeries(steps, tokens),
    caseSeries(model, tokens),
  ];
}

/** A thin line; a gap in time is a gap in the line, and so is a value that carries a flag. */
function lineSeries(
  points: readonly (ComparedPoint & { readonly every?: number })[],
  tokens: Tokens,
  isBeside: boolean,
): LineSeriesOption {
  const runs = splitAtGaps(
    points.map((p) => ({ at: Date.parse(p.at), point: p, ...(p.every !== undefined && { every: p.every }) })),
  );
  const data: [number, number | null][] = [];
  for (const run of runs) {
    for (const { at, point } of run) data.push([toAxis(at), point.flag === "N" || point.flag === "3" ? point.compared : null]);
    const last = run.at(-1);
    if (last !== undefined) data.push([toAxis(last.at) + 1, null]);
  }
  return {
    type: "line",
    data,
    showSymbol: false,
    connectNulls: false,
    sampling: "minmax",
    silent: true,
    lineStyle: { color: tokens.ink, width: isBeside ? 1 : 1.4, opacity: isBeside ? 0.75 : 1 },
    itemStyle: { color: tokens.ink },
    z: 4,
  };
}

/** Flagged values: a grey tick on the axis with the letter of the flag, in the middle of a period (`shift`). */
function flagSeries(points: readonly SeriesPointWire[], shift: number, tokens: Tokens): ScatterSeriesOption {
  const flagged = points.filter((p) => p.flag !== "N" && p.flag !== "3");
  return {
    type: "scatter",
    data: flagged.map((p) => ({ value: [toAxis(Date.parse(p.at) + shift), 0], name: p.flag })),
    symbol: "rect",
    symbolSize: [1.5, 9],
    symbolOffset: [0, -5],
    itemStyle: { color: tokens.unsure },
    label: {
      show: true,
      position: "top",
      distance: 6,
      formatter: (p) => p.name,
      color: tokens.ink,
      fontSize: 11,
      textBorderColor: tokens.paper,
      textBorderWidth: 3,
    },
    labelLayout: { hideOverlap: true },
    silent: true,
    z: 5,
  };
}

/** Cases as small marks below the axis. */
function caseSeries(model: ChartModel, tokens: Tokens): ScatterSeriesOption {
  const marks = model.cases.filter((c) => c.at >= model.from && c.at <= model.to);
  return {
    type: "scatter",
    data: marks.map((c) => ({ value: [toAxis(c.at), 0], name: c.number })),
    symbol: "triangle",
    symbolSize: 8,
    symbolOffset: [0, 6],
    clip: false,
    itemStyle: { color: tokens.ink },
    silent: true,
    z: 6,
  };
}
