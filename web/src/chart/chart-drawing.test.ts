import type { CustomSeriesOption } from "echarts/charts";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { toAxis } from "../format/beijing-time.ts";
import { sayIn } from "../i18n/say.ts";
import { LIGHT } from "../theme/tokens.ts";
import type { ChartModel, Layer } from "./chart-model.ts";
import { chartOption } from "./chart-option.ts";
import { bandSeries, barSeries, focusSeries, limitSeries } from "./chart-shapes.ts";
import type { ComparedPoint, LinePoint } from "./compared-value.ts";
import type { Panel } from "./panel.ts";
import { tooltipHtml } from "./tooltip-html.ts";
import type { SentenceFacts } from "./verdict-text.ts";

const FROM = Date.parse("2026-11-23T00:00:00.000Z");
const HOUR = 3_600_000;
const at = (hours: number): number => FROM + hours * HOUR;
const point = (hours: number, compared: number, over: Partial<ComparedPoint> = {}): ComparedPoint => ({
  at: new Date(at(hours)).toISOString(),
  value: compared,
  converted: null,
  flag: "N",
  validity: "valid",
  limit: 100,
  verdict: "compliant",
  revision: 0,
  compared,
  isConverted: false,
  ...over,
});
const moment = (hours: number, compared: number, over: Partial<LinePoint> = {}): LinePoint => ({
  ...point(hours, compared),
  basis: "realtime",
  every: 60_000,
  ...over,
});
const model = (over: Partial<ChartModel> = {}): ChartModel => ({
  basis: "hour",
  from: FROM,
  to: at(4),
  points: [point(0, 50), point(1, 150, { verdict: "exceeding" })],
  line: [moment(0.5, 52), moment(0.51, 53, { flag: "C" })],
  steps: [{ from: FROM, to: at(4), value: 100, source: "permit", isLower: false }],
  declarations: [],
  confirmed: new Set(),
  cases: [],
  focus: null,
  layers: new Set<Layer>(["realtime", "declarations", "flags"]),
  pollutant: "a21026",
  unit: "mg/m3",
  top: 200,
  isLead: false,
  otherLimits: [],
  ...over,
});

// The hatch of what cannot be judged is painted once; there is no canvas here, and the shapes do without it.
beforeAll(() => {
  vi.stubGlobal("document", { createElement: () => ({ getContext: () => null }) });
});
afterAll(() => {
  vi.unstubAllGlobals();
});

/** 100 pixels an hour from the left edge, one pixel a unit down from 200. */
const AREA = { x: 0, y: 0, width: 400, height: 200 };
const coord = ([x, y]: readonly [number, number]): readonly [number, number] => [((x - toAxis(FROM)) / HOUR) * 100, 200 - y];

function drawn(series: CustomSeriesOption, dataIndex: number): unknown {
  const draw = series.renderItem as unknown as (params: unknown, api: unknown) => unknown;
  return draw({ dataIndex, coordSys: AREA }, { coord });
}

test("an hour is a bar over its period up to its value, red only when its exceedance is confirmed", () => {
  const open = barSeries(model(), LIGHT);
  const confirmed = barSeries(model({ confirmed: new Set([at(1)]) }), LIGHT);

  expect(drawn(open, 0)).toEqual({
    type: "rect",
    shape: { x: 1.5, y: 150, width: 97, height: 50 },
    style: { fill: LIGHT.bar },
  });
  expect(drawn(open, 1)).toMatchObject({ style: { fill: "transparent", stroke: LIGHT.exceeding } });
  expect(drawn(confirmed, 1)).toMatchObject({ style: { fill: LIGHT.exceeding } });
});

test("a bar above the limit of a boundary point has the colour of a warning, never of an exceedance", () => {
  const lead = barSeries(model({ isLead: true, confirmed: new Set([at(1)]) }), LIGHT);

  expect(drawn(lead, 1)).toMatchObject({ style: { fill: LIGHT.warning } });
});

test("what cannot be judged, is exempt or is not judged yet is never filled like a verdict", () => {
  const points = [
    point(0, 10, { verdict: "cannot-judge" }),
    point(1, 10, { verdict: "exempt" }),
    point(2, 10, { verdict: null }),
    point(9, 10),
  ];
  const bars = barSeries(model({ points }), LIGHT);

  expect(drawn(bars, 0)).toMatchObject({ style: { stroke: LIGHT.unsure } });
  expect(drawn(bars, 1)).toMatchObject({ style: { fill: LIGHT.exemptBand } });
  expect(drawn(bars, 2)).toMatchObject({ style: { fill: "transparent", stroke: LIGHT.bar } });
  expect(drawn(bars, 3)).toBeNull();
  expect(drawn(bars, 4)).toBeNull();
});

test("a limit is a line with its words at the calm end, and a change of it a step", () => {
  const steps = [
    { from: FROM, to: at(2), value: 100, label: "old", side: "left" as const },
    { from: at(2), to: at(4), value: 50, label: "new", side: "right" as const },
    { from: at(8), to: at(9), value: 50, label: "out of sight", side: "left" as const },
  ];
  const limit = limitSeries(steps, LIGHT);

  expect(drawn(limit, 0)).toMatchObject({
    children: [
      {
        shape: {
          points: [
            [0, 100],
            [200, 100],
          ],
        },
      },
      { style: { text: "old", x: 6, textAlign: "left" } },
    ],
  });
  expect(drawn(limit, 1)).toMatchObject({
    children: [
      {
        shape: {
          points: [
            [200, 100],
            [200, 150],
            [400, 150],
          ],
        },
      },
      { style: { text: "new", x: 394, textAlign: "right" } },
    ],
  });
  expect(drawn(limit, 2)).toBeNull();
});

test("a declaration is a band that is filled only with consent, and too narrow a one has no words", () => {
  const bands = bandSeries(
    [
      { from: FROM, to: at(2), label: "consented", isConsented: true },
      { from: at(2), to: at(2.2), label: "submitted", isConsented: false },
      { from: at(-2), to: at(-1), label: "before", isConsented: true },
    ],
    LIGHT,
  );

  expect(drawn(bands, 0)).toMatchObject({
    children: [{ shape: { x: 0, width: 200, height: 200 }, style: { fill: LIGHT.exemptBand } }, { style: { text: "consented" } }],
  });
  expect(drawn(bands, 1)).toMatchObject({ children: [{ style: { fill: "none" } }, { style: { text: "" } }] });
  expect(drawn(bands, 2)).toBeNull();
});

test("the period of a case is framed as far as it is in sight", () => {
  expect(drawn(focusSeries({ start: at(3), end: at(6) }, LIGHT), 0)).toMatchObject({ shape: { x: 300, width: 100 } });
  expect(drawn(focusSeries({ start: at(5), end: at(6) }, LIGHT), 0)).toBeNull();
});

const words = (lang: "zh" | "en") => ({
  say: sayIn(lang),
  lang,
  tokens: LIGHT,
  tooltip: (time: number) => `<b>${time}</b>`,
  isSmall: false,
  height: 340,
  zoom: { start: 0, end: 100 },
});
interface Option {
  readonly xAxis: readonly { readonly min: number; readonly axisLabel: { readonly formatter: unknown } }[];
  readonly yAxis: readonly { readonly max: number; readonly name: string }[];
  readonly grid: readonly { readonly top: number; readonly height: number; readonly left: number }[];
  readonly tooltip: { formatter(params: unknown): string };
  readonly series: readonly { readonly type: string; readonly data: readonly unknown[]; readonly xAxisIndex: number }[];
}
const FACTS = { outletName: "<窑尾>", pollutant: "a21026", unit: "mg/m3", basis: "hour", limits: [] } as const;
const panel = (chart: ChartModel, facts: SentenceFacts = FACTS): Panel => ({ model: chart, facts });
const optionFor = (panels: readonly Panel[]): Option => chartOption(panels, words("zh")) as unknown as Option;
const optionOf = (chart: ChartModel): Option => optionFor([panel(chart)]);

test("the axis runs in Beijing time whatever zone the browser is in, and its unit is written as people write it", () => {
  const option = optionOf(model());

  expect(new Date(option.xAxis[0]?.min ?? 0).toISOString()).toBe("2026-11-23T08:00:00.000Z");
  expect(option.yAxis).toMatchObject([{ max: 200, name: "mg/m³" }]);
});

test("a flagged value is a gap in the line and a letter on the axis", () => {
  const { series } = optionOf(model({ points: [point(0, 50), point(1, 60, { flag: "D" })] }));
  const line = series.find((s) => s.type === "line");
  const flags = series.find((s) => s.type === "scatter");

  expect(line?.data.map((pair) => (pair as [number, number | null])[1])).toEqual([52, null, null]);
  expect(flags?.data).toEqual([{ value: [toAxis(at(1.5)), 0], name: "D" }]);
});

test("layers that are switched off are not drawn, and cases outside the span have no mark", () => {
  const cases = [
    { at: at(1), number: "410199-2026-0001" },
    { at: at(9), number: "410199-2026-0002" },
  ];
  const bare = optionOf(model({ layers: new Set(), focus: { start: FROM, end: at(1) }, cases }));

  expect(bare.series.map((s) => s.type)).toEqual(["custom", "custom", "custom", "custom", "scatter"]);
  expect(bare.series.at(-1)?.data).toEqual([{ value: [toAxis(at(1)), 0], name: "410199-2026-0001" }]);
});

test("realtime values are one line without bars", () => {
  const { series } = optionOf(model({ basis: "realtime", points: [point(0, 50), point(0.01, 51)], line: [] }));

  expect(series.filter((s) => s.type === "line")).toHaveLength(1);
  expect(series.filter((s) => s.type === "custom")).toHaveLength(2);
});

test("the tooltip is asked for the time under the pointer, however the drawing names it", () => {
  const { tooltip } = optionOf(model());

  expect(tooltip.formatter([{ axisValue: 5 }])).toBe("<b>5</b>");
  expect(tooltip.formatter({ value: [7, 1] })).toBe("<b>7</b>");
  expect(tooltip.formatter(undefined)).toBe("<b>NaN</b>");
});

test("the tooltip says the period and the nearest moment, and escapes what others named", () => {
  const html = tooltipHtml([panel(model())], { say: sayIn("en"), lang: "en", at: at(0.5) });

  expect(html).toContain("&#60;窑尾&#62;");
  expect(html.match(/<div>/g)).toHaveLength(2);
  expect(tooltipHtml([panel(model())], { say: sayIn("en"), lang: "en", at: at(3.5) })).toBe("");
});

test("over a line the tooltip says the nearest value within a quarter of an hour", () => {
  const line = model({ basis: "realtime", points: [point(0, 50), point(1, 60)], line: [] });
  const facts = { ...FACTS, basis: "realtime" } as const;

  expect(tooltipHtml([panel(line, facts)], { say: sayIn("en"), lang: "en", at: at(0.9) })).toContain("60");
  expect(tooltipHtml([panel(line, facts)], { say: sayIn("en"), lang: "en", at: at(0.5) })).toBe("");
});

test("a small chart has fewer marks on its axes", () => {
  const marks = (isSmall: boolean): unknown => {
    const option = chartOption([panel(model())], { ...words("zh"), isSmall }) as unknown as {
      readonly xAxis: readonly { readonly splitNumber: number }[];
      readonly yAxis: readonly { readonly splitNumber: number }[];
    };
    return [option.xAxis[0]?.splitNumber, option.yAxis[0]?.splitNumber];
  };

  expect(marks(true)).toEqual([4, 3]);
  expect(marks(false)).toEqual([8, 5]);
});

test("a bar of a few pixels keeps a hair of room beside it, and a line too short for its words has none", () => {
  const narrow = { x: 0, y: 0, width: 5, height: 200 };
  const drawnIn = (series: CustomSeriesOption): unknown =>
    (series.renderItem as unknown as (params: unknown, api: unknown) => unknown)({ dataIndex: 0, coordSys: narrow }, { coord });
  const step = { from: FROM, to: at(4), value: 100, label: "limit", side: "left" as const };

  expect(drawnIn(barSeries(model(), LIGHT))).toMatchObject({ shape: { x: 0.5, width: 4 } });
  expect(drawnIn(limitSeries([step], LIGHT))).toMatchObject({ children: [{}, { style: { text: "" } }] });
});

test("the tooltip of a moment says its flag, and that it was converted", () => {
  const line = [moment(0.5, 52, { flag: "C", isConverted: true })];
  const html = tooltipHtml([panel(model({ line }))], { say: sayIn("en"), lang: "en", at: at(0.5) });

  expect(html).toContain("<div>08:30:00 realtime value (converted) 52.00 mg/m³ (C Calibration)</div>");
});

test("a declaration is drawn with its state, and a limit whose document is not known by its figure alone", () => {
  const declaration = {
    from: new Date(at(0)).toISOString(),
    to: new Date(at(2)).toISOString(),
    state: "consented",
    countsFrom: new Date(at(1)).toISOString(),
  };
  const steps = [{ from: FROM, to: at(4), value: 100, source: null, isLower: false }];
  const { series } = optionOf(model({ declarations: [declaration as ChartModel["declarations"][number]], steps }));
  const customs = series.filter((s) => s.type === "custom") as unknown as readonly CustomSeriesOption[];
  const [bands, , limit] = customs;

  expect(bands && drawn(bands, 0)).toMatchObject({
    children: [{ style: { fill: "none" } }, { style: { text: "申报 · 同意之前" } }],
  });
  expect(bands && drawn(bands, 1)).toMatchObject({
    children: [{ style: { fill: LIGHT.exemptBand } }, { style: { text: "申报 · 已同意" } }],
  });
  expect(limit && drawn(limit, 0)).toMatchObject({ children: [{}, { style: { text: "限值 100 mg/m³" } }] });
});

test("several quantities are panels with their own unit and scale over one axis of time", () => {
  const oxygen = model({ pollutant: "a19001", unit: "%", top: 25, steps: [] });
  const { grid, xAxis, yAxis, series } = optionFor([panel(model()), panel(oxygen)]);

  expect(grid.map(({ top, left }) => [top, left])).toEqual([
    [26, 42],
    [204, 42],
  ]);
  expect(yAxis.map(({ max, name }) => [max, name])).toEqual([
    [200, "SO₂ mg/m³"],
    [25, "O₂ %"],
  ]);
  expect(new Set(xAxis.map(({ min }) => min)).size).toBe(1);
  expect(new Set(series.map(({ xAxisIndex }) => xAxisIndex))).toEqual(new Set([0, 1]));
});

test("two days lie over one another on one clock: the other one's hours as steps, with a hole where one is missing", () => {
  const day = { from: at(-8), to: at(16) };
  const before = { ...model({ from: at(-32), to: at(-8), top: 300 }), points: [point(-24, 70), point(-23, 80), point(-20, 90)] };
  const two = { ...panel(model(day)), other: { model: before, facts: FACTS } };
  const { xAxis, yAxis, series } = optionFor([two]);
  const clock = xAxis[0]?.axisLabel.formatter as (time: number) => string;
  // Before the limit and the marks of cases stand the flags, before those the other day.
  const steps = series.filter(({ type }) => type === "custom").at(-2) as unknown as CustomSeriesOption;

  expect(yAxis[0]?.max).toBe(300);
  expect([at(-8), at(0), at(16)].map((time) => clock(toAxis(time)))).toEqual(["00:00", "08:00", "24:00"]);
  // 100 pixels an hour from 08:00, one pixel a unit down from 200: hours of 70 and 80, nothing for two, one of 90.
  expect(drawn(steps, 0)).toMatchObject({
    children: [
      {
        shape: {
          points: [
            [0, 130],
            [100, 130],
            [100, 120],
            [200, 120],
          ],
        },
      },
      {
        shape: {
          points: [
            [400, 110],
            [500, 110],
          ],
        },
      },
    ],
  });
});

test("the moments of the other day are a line of their own, laid over the first day", () => {
  const basis = "realtime" as const;
  const two = {
    ...panel(model({ basis, points: [point(0, 50)], line: [] }), { ...FACTS, basis }),
    other: { model: model({ basis, from: FROM - 24 * HOUR, to: at(-20), points: [point(-24, 60)], line: [] }), facts: FACTS },
  };
  const lines = optionFor([two]).series.filter(({ type }) => type === "line");

  expect(lines.map(({ data }) => data[0])).toEqual([
    [toAxis(at(0)), 50],
    [toAxis(at(0)), 60],
  ]);
});

test("a limit that both days have is drawn once; where the law changed, the other one's is named with its day", () => {
  const labels = (value: number): readonly string[] => {
    const other = model({ from: FROM - 24 * HOUR, to: at(-20), steps: [{ ...STEP, from: at(-24), to: at(-20), value }] });
    const { series } = optionFor([{ ...panel(model({ steps: [STEP] })), other: { model: other, facts: FACTS } }]);
    const limit = series.filter(({ type }) => type === "custom").at(-1) as unknown as CustomSeriesOption;
    return (limit.data as readonly unknown[]).map((_, index) => {
      const { children } = drawn(limit, index) as {
        readonly children: readonly { readonly style: { readonly text?: string } }[];
      };
      return children[1]?.style.text ?? "";
    });
  };
  const STEP = { from: FROM, to: at(4), value: 100, source: null, isLower: false };

  expect(labels(100)).toEqual(["限值 100 mg/m³"]);
  expect(labels(120)).toEqual(["限值 100 mg/m³", "2026-11-22 限值 120 mg/m³"]);
});

test("the tooltip says the same time of both days", () => {
  const before = model({ from: FROM - 24 * HOUR, to: at(-20), points: [point(-24, 70)], line: [] });
  const html = tooltipHtml([{ ...panel(model({ line: [] })), other: { model: before, facts: FACTS } }], {
    ...{ say: sayIn("zh"), lang: "zh", at: at(0.5) },
  });

  expect(html).toContain("2026-11-23 08:00-09:00");
  expect(html).toContain("2026-11-22 08:00-09:00");
});
