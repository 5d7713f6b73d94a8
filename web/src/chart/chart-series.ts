import type { CustomSeriesOption, LineSeriesOption, ScatterSeriesOption } from "echarts/charts";
import type { SeriesPointWire } from "../../../api/resources/outlets/schema.ts";
import { limitSourceText } from "../../../words/quantities.ts";
import { beijingDate, toAxis } from "../format/beijing-time.ts";
import { formatLimit, formatUnit } from "../format/digits.ts";
import { splitAtGaps } from "../format/spark.ts";
import type { Lang, Say } from "../i18n/say.ts";
import type { Tokens } from "../theme/tokens.ts";
import type { ChartModel } from "./chart-model.ts";
import { bandSeries, barSeries, focusSeries, type LabelledStep, limitSeries, stepSeries } from "./chart-shapes.ts";
import type { ComparedPoint } from "./compared-value.ts";
import { consentParts } from "./consent-parts.ts";
import { calmSide, isSameSteps } from "./limit-steps.ts";
import { type Panel, shiftOf } from "./panel.ts";
import { basisLength } from "./verdict-text.ts";

interface Look {
  readonly say: Say;
  readonly lang: Lang;
  readonly tokens: Tokens;
}

export type AnySeries = CustomSeriesOption | LineSeriesOption | ScatterSeriesOption;

/** What is drawn of one quantity, from the ground up. */
export function panelSeries(panel: Panel, look: Look): readonly AnySeries[] {
  const { model } = panel;
  const { tokens, say } = look;
  const isBars = basisLength(model.basis) > 0;
  const bands = model.layers.has("declarations")
    ? model.declarations.flatMap((d) =>
        consentParts(d).map((part) => ({
          ...part,
          label: say(d.state === "consented" && !part.isConsented ? "chart.beforeConsent" : "chart.declaration", {
            state: say(`decl.state.${d.state}`),
          }),
        })),
      )
    : [];
  const line: readonly (ComparedPoint & { readonly every?: number })[] = isBars ? model.line : model.points;
  return [
    ...(model.focus === null ? [] : [focusSeries(model.focus, tokens)]),
    bandSeries(bands, tokens),
    ...(isBars ? [barSeries(model, tokens)] : []),
    ...(isBars && !model.layers.has("realtime") ? [] : [lineSeries(line, tokens, isBars)]),
    ...otherSeries(panel, tokens),
    ...(model.layers.has("flags") ? [flagSeries(isBars ? model.points : line, basisLength(model.basis) / 2, tokens)] : []),
    limitSeries(labelledSteps(panel, look), tokens),
    caseSeries(model, tokens),
  ];
}

/** The limits with their words; those of the other day only where the law was another one then. */
function labelledSteps(panel: Panel, look: Look): readonly LabelledStep[] {
  const { model, other } = panel;
  const own = stepsOf(model, look, "");
  if (other === undefined || isSameSteps(model.steps, other.model.steps, shiftOf(panel))) return own;
  const shift = shiftOf(panel);
  const others = stepsOf(other.model, look, `${beijingDate(other.model.from)} `);
  return [...own, ...others.map((step) => ({ ...step, from: step.from + shift, to: step.to + shift }))];
}

function stepsOf(model: ChartModel, { say, lang }: Look, before: string): readonly LabelledStep[] {
  return model.steps.map((step) => ({
    ...step,
    side: calmSide(step, model.points),
    label: `${before}${say(step.isLower ? "chart.lowerLimit" : "chart.limit", {
      value: `${formatLimit(step.value)} ${formatUnit(model.unit)}`.trim(),
      source: step.source === null ? "" : limitSourceText(step.source, lang),
    })}`.replace(/ · $/, ""),
  }));
}

/** A thin line; a gap in time is a gap in the line, and so is a value that carries a flag. */
function lineSeries(
  points: readonly (ComparedPoint & { readonly every?: number })[],
  tokens: Tokens,
  isBeside: boolean,
): LineSeriesOption {
  return {
    ...plainLine(gappedLine(points, 0)),
    lineStyle: { color: tokens.ink, width: isBeside ? 1 : 1.4, opacity: isBeside ? 0.75 : 1 },
    itemStyle: { color: tokens.ink },
    z: 4,
  };
}

/** The other day over the first one: its periods as steps, its moments as a broken line. */
function otherSeries(panel: Panel, tokens: Tokens): readonly AnySeries[] {
  if (panel.other === undefined) return [];
  const { model } = panel.other;
  const length = basisLength(model.basis);
  if (length > 0) return [stepSeries(steppedRuns(model.points, length, shiftOf(panel)), tokens)];
  const data = gappedLine(model.points, shiftOf(panel));
  const lineStyle = { color: tokens.ink2, width: 1.4, type: "dashed" as const };
  return [{ ...plainLine(data), lineStyle, itemStyle: { color: tokens.ink2 }, z: 5 }];
}

function plainLine(data: readonly (readonly [number, number | null])[]): LineSeriesOption {
  return {
    ...{ type: "line", showSymbol: false, connectNulls: false, sampling: "minmax", silent: true },
    data: data.map(([at, value]) => [at, value]),
  };
}

/** Points as a line on the axis, with a hole where none came and where one carries a flag. */
export function gappedLine(
  points: readonly (ComparedPoint & { readonly every?: number })[],
  shift: number,
): readonly (readonly [number, number | null])[] {
  const runs = splitAtGaps(
    points.map((p) => ({ at: Date.parse(p.at) + shift, point: p, ...(p.every !== undefined && { every: p.every }) })),
  );
  return runs.flatMap((run) => {
    const end = (run.at(-1)?.at ?? 0) + 1;
    return [
      ...run.map(({ at, point }) => [toAxis(at), point.flag === "N" || point.flag === "3" ? point.compared : null] as const),
      [toAxis(end), null] as const,
    ];
  });
}

/** Periods as level pieces from their beginning to their end, in runs that end where one is missing. */
export function steppedRuns(
  points: readonly ComparedPoint[],
  length: number,
  shift: number,
): readonly (readonly (readonly [number, number])[])[] {
  const runs: (readonly [number, number])[][] = [];
  let end: number | undefined;
  for (const point of points) {
    const at = Date.parse(point.at) + shift;
    if (at !== end) runs.push([]);
    end = at + length;
    runs.at(-1)?.push([toAxis(at), point.compared], [toAxis(end), point.compared]);
  }
  return runs;
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
