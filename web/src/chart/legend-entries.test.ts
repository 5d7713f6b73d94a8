import { expect, test } from "vitest";
import { sayIn } from "../i18n/say.ts";
import type { ChartModel, Layer } from "./chart-model.ts";
import type { ComparedPoint } from "./compared-value.ts";
import { legendEntries } from "./legend-entries.ts";
import type { Panel } from "./panel.ts";

const FROM = Date.parse("2026-11-22T16:00:00.000Z");
const HOUR = 3_600_000;
const LAYERS: ReadonlySet<Layer> = new Set<Layer>(["realtime", "declarations", "flags"]);
const point = (over: Partial<ComparedPoint> = {}): ComparedPoint => ({
  ...{ at: new Date(FROM).toISOString(), value: 50, compared: 50, isConverted: false, converted: null, revision: 0 },
  ...({ flag: "N", validity: "valid", limit: 100, verdict: "compliant" } as const),
  ...over,
});
const panel = (over: Partial<ChartModel> = {}, other?: Partial<ChartModel>): Panel => {
  const facts = { outletName: "窑尾", pollutant: "a21026", unit: "mg/m3", basis: over.basis ?? "hour", limits: [] } as const;
  const model: ChartModel = {
    ...{ basis: "hour", from: FROM, to: FROM + 24 * HOUR, points: [point()], line: [], steps: [], declarations: [], cases: [] },
    ...{ confirmed: new Set<number>(), focus: null, layers: LAYERS, pollutant: "a21026", unit: "mg/m3", top: 100 },
    ...{ isLead: false, otherLimits: [] },
    ...over,
  };
  if (other === undefined) return { model, facts };
  return { model, facts, other: { model: { ...model, ...other }, facts } };
};
const textsOf = (panels: readonly Panel[]): readonly string[] => legendEntries(panels, sayIn("zh")).map(({ text }) => text);

// Behaviour
test("a legend explains what is drawn: hollow and filled, hatched, ticks with their letters, bands; and nothing else", () => {
  const points = [
    point({ verdict: "exceeding" }),
    point({ verdict: "cannot-judge", flag: "D" }),
    point({ verdict: "exempt", flag: "C" }),
    point({ verdict: null, flag: "C" }),
  ];
  const [from, to] = [new Date(FROM).toISOString(), new Date(FROM + HOUR).toISOString()];
  const declaration = (state: string) => ({ state, from, to, countsFrom: from }) as ChartModel["declarations"][number];
  const everything = panel({
    points: [point(), ...points],
    line: [{ ...point(), basis: "realtime", every: 60_000 }],
    steps: [{ from: FROM, to: FROM + HOUR, value: 100, source: null, isLower: false }],
    declarations: [declaration("consented"), declaration("submitted")],
    cases: [{ at: FROM, number: "1" }],
    focus: { start: FROM, end: FROM + HOUR },
  });

  expect(textsOf([everything])).toEqual([
    ...["达标", "超标（已确认）", "超标（待确认）", "无法判定", "已报备", "未判定", "实时值", "限值"],
    ...["标记 C 校准", "标记 D 故障", "申报（已同意）", "申报（未同意）", "案件所涉时段", "立案时间"],
  ]);
  expect(textsOf([panel()])).toEqual(["达标"]);
  expect(textsOf([panel({ points: [] })])).toEqual([]);
});

test("hollow is provisional and filled is confirmed, in amber where it is a lead", () => {
  const looks = (isLead: boolean) =>
    legendEntries([panel({ points: [point({ verdict: "exceeding" })], isLead })], sayIn("zh")).map(({ text, swatch }) => [
      ...[text, swatch.fill, swatch.stroke],
    ]);

  expect(looks(false)).toEqual([
    ["超标（已确认）", "exceeding", undefined],
    ["超标（待确认）", undefined, "exceeding"],
  ]);
  expect(looks(true)).toEqual([
    ["高于限值（线索）（已确认）", "warning", undefined],
    ["高于限值（线索）（待确认）", undefined, "warning"],
  ]);
});

test("what layers hide is not explained, nor are cases out of sight", () => {
  const flagged = { points: [point({ flag: "C" })], line: [{ ...point(), basis: "realtime" as const, every: 60_000 }] };

  expect(textsOf([panel({ ...flagged, layers: new Set() })])).toEqual(["达标"]);
  expect(textsOf([panel({ cases: [{ at: FROM - 1, number: "1" }] })])).toEqual(["达标"]);
});

test("several quantities share one legend, each entry once", () => {
  expect(textsOf([panel(), panel({ pollutant: "a19001" })])).toEqual(["达标"]);
});

test("two days are named with their day of the week, whatever kind of values they have", () => {
  const before = { from: FROM - 24 * HOUR, to: FROM };

  expect(textsOf([panel({}, before)])).toEqual(["2026-11-23 星期一", "达标", "2026-11-22 星期日"]);
  expect(textsOf([panel({ basis: "minute" }, before)])).toEqual(["2026-11-23 星期一", "2026-11-22 星期日"]);
  expect(textsOf([panel({ points: [] }, before)])).toEqual(["2026-11-22 星期日"]);
});
