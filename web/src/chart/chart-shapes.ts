import type { CustomSeriesOption } from "echarts/charts";
import type { SeriesPointWire } from "../../../api/resources/outlets/schema.ts";
import { toAxis } from "../format/beijing-time.ts";
import { FONT, type Tokens } from "../theme/tokens.ts";
import type { ChartModel } from "./chart-model.ts";
import { basisLength } from "./verdict-text.ts";

/** The parts of ECharts' drawing interface that the shapes use. */
interface Api {
  coord(point: readonly [number, number]): readonly [number, number];
}
interface Params {
  readonly dataIndex: number;
  readonly coordSys: { readonly x: number; readonly y: number; readonly width: number; readonly height: number };
}
type Draw = (params: Params, api: Api) => unknown;

function custom(data: readonly (readonly number[])[], z: number, draw: Draw): CustomSeriesOption {
  return {
    type: "custom",
    data: data as number[][],
    renderItem: draw as unknown as NonNullable<CustomSeriesOption["renderItem"]>,
    clip: true,
    silent: true,
    z,
    encode: { x: 0, y: 1 },
  };
}

/** Period means as bars over their period. Filled when the verdict stands; hollow while it may still change. */
export function barSeries(model: ChartModel, tokens: Tokens): CustomSeriesOption {
  const length = basisLength(model.basis);
  const hatch = hatchPattern(tokens.unsure);
  return custom(
    model.points.map((p) => [toAxis(Date.parse(p.at)), p.compared]),
    2,
    ({ dataIndex, coordSys }, api) => {
      const point = model.points[dataIndex];
      if (point === undefined) return null;
      const start = Date.parse(point.at);
      const [x0, y] = api.coord([toAxis(start), point.compared]);
      const [x1, base] = api.coord([toAxis(start + length), 0]);
      const left = Math.max(x0, coordSys.x);
      const right = Math.min(x1, coordSys.x + coordSys.width);
      if (right <= left) return null;
      const gap = right - left > 6 ? 1.5 : 0.5;
      const shape = { x: left + gap, y, width: Math.max(1, right - left - 2 * gap), height: Math.max(0, base - y) };
      return {
        type: "rect",
        shape,
        style: barStyle(point, model.confirmed.has(start), {
          tokens,
          hatch,
          above: model.isLead ? tokens.warning : tokens.exceeding,
        }),
      };
    },
  );
}

function barStyle(
  point: SeriesPointWire,
  isConfirmed: boolean,
  look: { readonly tokens: Tokens; readonly hatch: unknown; readonly above: string },
): unknown {
  const { tokens, hatch, above } = look;
  switch (point.verdict) {
    case "exceeding":
      return isConfirmed ? { fill: above } : { fill: "transparent", stroke: above, lineWidth: 2 };
    case "cannot-judge":
      return { fill: hatch, stroke: tokens.unsure, lineWidth: 1 };
    case "exempt":
      return { fill: tokens.exemptBand, stroke: tokens.exempt, lineWidth: 1 };
    case "compliant":
      return { fill: tokens.bar };
    case null:
      return { fill: "transparent", stroke: tokens.bar, lineWidth: 1 };
  }
}

function hatchPattern(color: string): unknown {
  const canvas = document.createElement("canvas");
  canvas.width = 6;
  canvas.height = 6;
  const context = canvas.getContext("2d");
  if (context === null) return "transparent";
  context.strokeStyle = color;
  context.lineWidth = 1;
  context.beginPath();
  for (const shift of [-6, 0, 6]) {
    context.moveTo(shift, 6);
    context.lineTo(shift + 6, 0);
  }
  context.stroke();
  return { image: canvas, repeat: "repeat" };
}

/** A stretch of a limit with its words. */
export interface LabelledStep {
  readonly from: number;
  readonly to: number;
  readonly value: number;
  readonly label: string;
  /** Where its words stand: at the end where less rises above the line. */
  readonly side: "left" | "right";
}

/** The limit: dashed, in its words at one end of what is seen, with a step where it changes. */
export function limitSeries(steps: readonly LabelledStep[], tokens: Tokens): CustomSeriesOption {
  return custom(
    steps.map((s) => [toAxis(s.from), s.value]),
    7,
    ({ dataIndex, coordSys }, api) => {
      const step = steps[dataIndex];
      if (step === undefined) return null;
      const [x0, y] = api.coord([toAxis(step.from), step.value]);
      const [x1] = api.coord([toAxis(step.to), step.value]);
      const left = Math.max(x0, coordSys.x);
      const right = Math.min(x1, coordSys.x + coordSys.width);
      if (right <= left) return null;
      const before = steps[dataIndex - 1];
      const rise =
        before === undefined || before.to !== step.from || x0 < coordSys.x
          ? []
          : [[x0, api.coord([toAxis(step.from), before.value])[1]]];
      const style = { stroke: tokens.ink, lineWidth: 1.3, lineDash: [6, 4], fill: "none" };
      const text = {
        text: right - left > 90 ? step.label : "",
        x: step.side === "left" ? left + 6 : right - 6,
        y: y - 3,
        textAlign: step.side,
        textVerticalAlign: "bottom",
        fill: tokens.ink,
        font: `12px ${FONT}`,
        // Paper behind the words, so that they stay readable over bars and lines.
        backgroundColor: tokens.paper,
        padding: [1, 4],
        borderRadius: 2,
      };
      return {
        type: "group",
        children: [
          { type: "polyline", shape: { points: [...rise, [left, y], [right, y]] }, style },
          { type: "text", style: text },
        ],
      };
    },
  );
}

interface Band {
  readonly from: number;
  readonly to: number;
  readonly label: string;
  readonly isConsented: boolean;
}

/** Declarations as blue bands; one without consent has a dashed rim and no fill. */
export function bandSeries(bands: readonly Band[], tokens: Tokens): CustomSeriesOption {
  return custom(
    bands.map((b) => [toAxis(b.from), 0]),
    1,
    ({ dataIndex, coordSys }, api) => {
      const band = bands[dataIndex];
      if (band === undefined) return null;
      const box = boxOf(band, coordSys, api);
      if (box === null) return null;
      const style = band.isConsented
        ? { fill: tokens.exemptBand, stroke: tokens.exempt, lineWidth: 1 }
        : { fill: "none", stroke: tokens.exempt, lineWidth: 1, lineDash: [4, 3] };
      const text = {
        text: box.width > 70 ? band.label : "",
        x: box.x + 5,
        y: box.y + 4,
        textAlign: "left",
        textVerticalAlign: "top",
        fill: tokens.exempt,
        font: `12px ${FONT}`,
        width: box.width - 8,
        overflow: "truncate",
      };
      return {
        type: "group",
        children: [
          { type: "rect", shape: box, style },
          { type: "text", style: text },
        ],
      };
    },
  );
}

/** Periods as steps: every corner where it is, however small the step. */
export function stepSeries(runs: readonly (readonly (readonly [number, number])[])[], tokens: Tokens): CustomSeriesOption {
  return custom([[runs[0]?.[0]?.[0] ?? 0, 0]], 5, (_, api) => ({
    type: "group",
    children: runs.map((run) => ({
      type: "polyline",
      shape: { points: run.map((corner) => api.coord(corner)) },
      style: { stroke: tokens.ink, lineWidth: 2, fill: "none" },
    })),
  }));
}

/** The period a case is about: brackets in ink above and below it. */
export function focusSeries(focus: { readonly start: number; readonly end: number }, tokens: Tokens): CustomSeriesOption {
  return custom([[toAxis(focus.start), 0]], 0, ({ coordSys }, api) => {
    const box = boxOf({ from: focus.start, to: focus.end }, coordSys, api);
    return box === null ? null : { type: "rect", shape: box, style: { fill: tokens.hover, stroke: tokens.ink2, lineWidth: 1 } };
  });
}

function boxOf(
  span: { readonly from: number; readonly to: number },
  area: Params["coordSys"],
  api: Api,
): { readonly x: number; readonly y: number; readonly width: number; readonly height: number } | null {
  const left = Math.max(api.coord([toAxis(span.from), 0])[0], area.x);
  const right = Math.min(api.coord([toAxis(span.to), 0])[0], area.x + area.width);
  return right <= left ? null : { x: left, y: area.y, width: right - left, height: area.height };
}
