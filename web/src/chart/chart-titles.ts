import { pollutantName } from "../../../words/pollutant-words.ts";
import { beijingDate, beijingDateTime, startOfBeijingDay } from "../format/beijing-time.ts";
import { formatValue } from "../format/digits.ts";
import type { Lang, Say } from "../i18n/say.ts";
import type { Panel } from "./panel.ts";

interface Words {
  readonly say: Say;
  readonly lang: Lang;
}

interface Span {
  readonly from: number;
  readonly to: number;
}

/** Outlet, quantities and what kind of values: "窑尾 SO₂、O₂ 小时均值". */
export function chartTitle(panels: readonly Panel[], { say, lang }: Words): string {
  const [first] = panels;
  if (first === undefined) return "";
  const pollutants = panels.map(({ model }) => pollutantName(model.pollutant, lang)).join(say("list.comma"));
  const outlet = first.facts.outletName;
  return say("chart.title", { outlet, pollutants, mean: say(`mean.${first.model.basis}`) });
}

/** What is seen, in Beijing time; two days that are compared are named both. */
export function chartSpan(panels: readonly Panel[], seen: Span, { say }: Pick<Words, "say">): string {
  const other = panels[0]?.other;
  if (panels[0] !== undefined && other !== undefined) {
    return say("chart.days", { one: beijingDate(panels[0].model.from), other: beijingDate(other.model.from) });
  }
  return say("chart.span", { from: beijingDateTime(seen.from), to: endText(seen.to) });
}

/** A span that ends at midnight ends at 24:00 of the day before, as people write it. */
function endText(to: number): string {
  return startOfBeijingDay(to) === to ? `${beijingDate(to - 1)} 24:00` : beijingDateTime(to);
}

/** What somebody hears who does not see the chart. */
export function chartLabel(panels: readonly Panel[], seen: Span, words: Words): string {
  const [first] = panels;
  if (first === undefined) return "";
  const { points, pollutant } = first.model;
  return words.say("chart.label", {
    title: chartTitle(panels, words),
    span: chartSpan(panels, seen, words),
    count: points.length,
    max: formatValue(
      points.reduce((top, p) => Math.max(top, p.compared), 0),
      pollutant,
    ),
  });
}

/** Names a file after what is in it, with nothing that a file system refuses. */
export function chartFileName(panels: readonly Panel[], seen: Span, { lang }: Pick<Words, "lang">): string {
  const [first] = panels;
  if (first === undefined) return "";
  const other = first.other === undefined ? [] : [beijingDate(first.other.model.from)];
  const names = panels.map(({ model }) => pollutantName(model.pollutant, lang));
  return [first.facts.outletName, ...names, first.model.basis, beijingDateTime(seen.from).replace(/[ :]/g, ""), ...other]
    .join("-")
    .replace(/[\\/:*?"<>|]/g, "_");
}
