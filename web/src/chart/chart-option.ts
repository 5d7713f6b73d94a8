import type { EChartsCoreOption } from "echarts/core";
import { pollutantName } from "../../../words/pollutant-words.ts";
import { beijingTime, fromAxis, startOfBeijingDay, toAxis } from "../format/beijing-time.ts";
import { formatUnit } from "../format/digits.ts";
import type { Lang, Say } from "../i18n/say.ts";
import { FONT, type Tokens } from "../theme/tokens.ts";
import { panelSeries } from "./chart-series.ts";
import { type Panel, topOf } from "./panel.ts";
import { panelPlaces, scaleText, scaleWidth } from "./panel-layout.ts";

/** What the drawing needs beside the data. */
export interface ChartWords {
  readonly say: Say;
  readonly lang: Lang;
  readonly tokens: Tokens;
  /** HTML of the tooltip at an axis time. */
  readonly tooltip: (at: number) => string;
  readonly isSmall: boolean;
  /** Height of the whole drawing in pixels. */
  readonly height: number;
  /** What is zoomed into, in percent of the whole. */
  readonly zoom: { readonly start: number; readonly end: number };
}

/**
 * The chart as ECharts wants it: a panel for each quantity, all over one axis of time with one line under the pointer.
 * The axis runs in UTC on times shifted by eight hours: Beijing, whatever the browser's zone.
 */
export function chartOption(panels: readonly Panel[], words: ChartWords): EChartsCoreOption {
  const { tokens } = words;
  const hasMarks = panels.some(({ model }) => model.cases.length > 0);
  const left = scaleWidth(panels.map(topOf));
  const all = panels.map((_, index) => index);
  return {
    useUTC: true,
    animation: false,
    textStyle: { fontFamily: FONT, color: tokens.ink2 },
    grid: panelPlaces(panels.length, words.height, hasMarks).map((place) => ({ ...place, left, right: 16 })),
    xAxis: panels.map((panel, index) => timeAxis(panel, words, { index, isLast: index === panels.length - 1 })),
    yAxis: panels.map((panel, index) => scale(panel, words, { index, isNamed: panels.length > 1 })),
    axisPointer: { link: [{ xAxisIndex: "all" }] },
    dataZoom: [
      {
        type: "inside",
        start: words.zoom.start,
        end: words.zoom.end,
        xAxisIndex: all,
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
    series: panels.flatMap((panel, index) =>
      panelSeries(panel, words).map((series) => ({ ...series, xAxisIndex: index, yAxisIndex: index })),
    ),
  };
}

/** The axis of time: drawn under the last panel, a bare line under the others. */
function timeAxis(
  { model, other }: Panel,
  { tokens, isSmall }: ChartWords,
  { index, isLast }: { readonly index: number; readonly isLast: boolean },
): unknown {
  const dates = { day: "{MM}-{dd}", hour: "{HH}:{mm}", minute: "{HH}:{mm}", month: "{MM}-{dd}", year: "{yyyy}-{MM}-{dd}" };
  return {
    type: "time",
    gridIndex: index,
    min: toAxis(model.from),
    max: toAxis(model.to),
    axisLine: { lineStyle: { color: tokens.line } },
    axisTick: { show: isLast },
    axisLabel: {
      show: isLast,
      color: tokens.ink2,
      hideOverlap: true,
      // Two days have one clock and no date.
      formatter: other === undefined ? dates : (at: number) => clockText(fromAxis(at), model.from),
    },
    splitLine: { show: false },
    splitNumber: isSmall ? 4 : 8,
  };
}

/** `24:00` at the end of the day that begins at `from`. */
function clockText(at: number, from: number): string {
  return at > from && startOfBeijingDay(at) === at ? "24:00" : beijingTime(at);
}

function scale(
  panel: Panel,
  { tokens, isSmall, lang }: ChartWords,
  { index, isNamed }: { readonly index: number; readonly isNamed: boolean },
): unknown {
  const { model } = panel;
  const unit = formatUnit(model.unit);
  return {
    type: "value",
    gridIndex: index,
    min: 0,
    max: topOf(panel),
    name: isNamed ? `${pollutantName(model.pollutant, lang)} ${unit}`.trim() : unit,
    nameTextStyle: { align: "left", color: isNamed ? tokens.ink : tokens.ink2, padding: [0, 0, 0, -8] },
    nameGap: 10,
    axisLabel: { color: tokens.ink2, formatter: scaleText },
    splitLine: { lineStyle: { color: tokens.line, opacity: 0.6 } },
    splitNumber: isSmall || index > 0 ? 3 : 5,
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
