import { weekdayOf } from "../format/beijing-days.ts";
import { beijingDate } from "../format/beijing-time.ts";
import type { Say } from "../i18n/say.ts";
import type { Tokens } from "../theme/tokens.ts";
import type { ComparedPoint } from "./compared-value.ts";
import { consentParts } from "./consent-parts.ts";
import type { Panel } from "./panel.ts";
import { basisLength, flagWord } from "./verdict-text.ts";

type Ink = keyof Tokens;

/** A sample of what is drawn, in a box of 18 × 12: the same path on a page and in a picture. */
export interface Swatch {
  readonly path: string;
  readonly fill?: Ink;
  readonly stroke?: Ink;
  readonly width?: number;
  readonly dash?: readonly number[];
}

export interface LegendEntry {
  readonly key: string;
  readonly swatch: Swatch;
  readonly text: string;
}

const BOX = "M2 1h14v10h-14z";
const HATCH = "M2 1h14v10h-14z M2 7l6-6 M4 11l10-10 M10 11l6-6";
const LEVEL = "M0 6h18";
const STEPS = "M0 9h6v-5h6v3h6";
const WAVE = "M0 8l5-4 4 3 4-4 5 3";

/** What the chart shows now, explained: nothing that is not drawn. */
export function legendEntries(panels: readonly Panel[], say: Say): readonly LegendEntry[] {
  const found = panels.flatMap((panel) => [...periodEntries(panel, say), ...lineEntries(panel, say), ...markEntries(panel, say)]);
  return [...new Map(found.map((entry) => [entry.key, entry])).values()];
}

/** Bars by what was said of them. An exceedance explains both of its looks: it changes from one to the other. */
function periodEntries({ model, other }: Panel, say: Say): readonly LegendEntry[] {
  if (basisLength(model.basis) === 0) return [];
  const verdicts = new Set(model.points.map(({ verdict }) => verdict));
  const above: Ink = model.isLead ? "warning" : "exceeding";
  const word = say(model.isLead ? "verdict.lead" : "verdict.exceeding");
  const exceeding: readonly LegendEntry[] = [
    { key: `${above}-filled`, swatch: { path: BOX, fill: above }, text: say("legend.confirmed", { word }) },
    { key: `${above}-hollow`, swatch: { path: BOX, stroke: above, width: 2 }, text: say("legend.provisional", { word }) },
  ];
  return [
    ...(other === undefined || model.points.length === 0
      ? []
      : [{ key: "day", swatch: { path: BOX, fill: "bar" } as const, text: dayText(model.from, say) }]),
    ...(verdicts.has("compliant") ? [entry("compliant", { path: BOX, fill: "bar" }, say("verdict.compliant"))] : []),
    ...(verdicts.has("exceeding") ? exceeding : []),
    ...(verdicts.has("cannot-judge")
      ? [entry("cannot-judge", { path: HATCH, stroke: "unsure" }, say("verdict.cannot-judge"))]
      : []),
    ...(verdicts.has("exempt")
      ? [entry("exempt", { path: BOX, fill: "exemptBand", stroke: "exempt" }, say("verdict.exempt"))]
      : []),
    ...(verdicts.has(null) ? [entry("none", { path: BOX, stroke: "bar" }, say("verdict.none"))] : []),
  ];
}

function lineEntries({ model, other }: Panel, say: Say): readonly LegendEntry[] {
  const isBars = basisLength(model.basis) > 0;
  const line = isBars ? model.line : model.points;
  const isDrawn = line.length > 0 && (!isBars || model.layers.has("realtime"));
  const bases = isBars ? [...new Set(model.line.map(({ basis }) => basis))] : [model.basis];
  const words =
    other === undefined || isBars ? bases.map((basis) => say(`mean.${basis}`)).join(say("list.comma")) : dayText(model.from, say);
  const otherSwatch: Swatch = isBars
    ? { path: STEPS, stroke: "ink", width: 2 }
    : { path: WAVE, stroke: "ink2", width: 1.4, dash: [4, 3] };
  return [
    ...(isDrawn ? [entry("line", { path: WAVE, stroke: "ink", width: isBars ? 1 : 1.4 }, words)] : []),
    ...(other === undefined ? [] : [entry("other-day", otherSwatch, dayText(other.model.from, say))]),
    ...(model.steps.length > 0
      ? [entry("limit", { path: LEVEL, stroke: "ink", width: 1.3, dash: [6, 4] }, say("csv.limit"))]
      : []),
  ];
}

function markEntries({ model }: Panel, say: Say): readonly LegendEntry[] {
  const hasBands = model.layers.has("declarations");
  const isConsented = (given: boolean): boolean =>
    hasBands && model.declarations.flatMap(consentParts).some((part) => part.isConsented === given);
  const flags = model.layers.has("flags")
    ? flagLetters(basisLength(model.basis) > 0 ? model.points : [...model.points, ...model.line])
    : [];
  const cases = model.cases.filter(({ at }) => at >= model.from && at <= model.to);
  return [
    ...flags.map((flag) =>
      entry(
        `flag-${flag}`,
        { path: "M8.25 3h1.500v8h-1.500z", fill: "unsure" },
        say("legend.flag", { flag, word: flagWord(flag, say) }),
      ),
    ),
    ...(isConsented(true)
      ? [entry("consented", { path: BOX, fill: "exemptBand", stroke: "exempt" }, say("legend.consented"))]
      : []),
    ...(isConsented(false) ? [entry("declared", { path: BOX, stroke: "exempt", dash: [4, 3] }, say("legend.declared"))] : []),
    ...(model.focus === null ? [] : [entry("focus", { path: BOX, fill: "hover", stroke: "ink2" }, say("legend.focus"))]),
    ...(cases.length > 0 ? [entry("case", { path: "M9 2l4 8h-8z", fill: "ink" }, say("legend.case"))] : []),
  ];
}

function entry(key: string, swatch: Swatch, text: string): LegendEntry {
  return { key, swatch, text };
}

/** The letters on the axis, each once. */
function flagLetters(points: readonly ComparedPoint[]): readonly string[] {
  return [...new Set(points.map(({ flag }) => flag))].filter((flag) => flag !== "N" && flag !== "3").sort();
}

function dayText(from: number, say: Say): string {
  const date = beijingDate(from);
  return say("legend.day", { date, weekday: say(`weekday.${weekdayOf(date)}`) });
}
