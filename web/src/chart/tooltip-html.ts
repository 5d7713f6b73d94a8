import type { SeriesPointWire } from "../../../api/resources/outlets/schema.ts";
import { beijingSecond, MINUTE } from "../format/beijing-time.ts";
import { formatUnit, formatValue } from "../format/digits.ts";
import type { Lang, Say } from "../i18n/say.ts";
import type { ChartModel } from "./chart-model.ts";
import type { LinePoint } from "./compared-value.ts";
import { type Panel, shiftOf } from "./panel.ts";
import { basisLength, flagWord, pointSentence } from "./verdict-text.ts";

interface TooltipWords {
  readonly say: Say;
  readonly lang: Lang;
  readonly at: number;
}

/**
 * The tooltip at an instant: the verdict of the period it lies in and the nearest realtime value, of every panel and of
 * both days that are compared. Everything from outside is escaped.
 */
export function tooltipHtml(panels: readonly Panel[], words: TooltipWords): string {
  const lines = panels.flatMap((panel) => [
    ...linesAt(panel, words),
    ...(panel.other === undefined ? [] : linesAt(panel.other, { ...words, at: words.at - shiftOf(panel) })),
  ]);
  return lines.map((line) => `<div>${escapeHtml(line)}</div>`).join("");
}

function linesAt({ model, facts }: Panel, { say, lang, at }: TooltipWords): readonly string[] {
  const length = basisLength(model.basis);
  const point = length === 0 ? nearest(model.points, at) : model.points.find((p) => isWithin(p, at, length));
  const moment = length === 0 || !model.layers.has("realtime") ? undefined : nearest(model.line, at);
  return [
    ...(point === undefined ? [] : [pointSentence(point, facts, { say, lang })]),
    ...(moment === undefined ? [] : [momentWords(moment, model, say)]),
  ];
}

function momentWords(moment: LinePoint, { pollutant, unit }: ChartModel, say: Say): string {
  const value = `${formatValue(moment.compared, pollutant)} ${formatUnit(unit)}`.trim();
  const kind = say(`mean.${moment.basis}`) + (moment.isConverted ? say("sentence.isConverted") : "");
  const flag = moment.flag === "N" ? "" : say("sentence.brackets", { text: `${moment.flag} ${flagWord(moment.flag, say)}` });
  return `${beijingSecond(Date.parse(moment.at)).slice(11)} ${kind} ${value}${flag}`;
}

function isWithin(point: SeriesPointWire, at: number, length: number): boolean {
  const start = Date.parse(point.at);
  return at >= start && at < start + length;
}

function nearest<P extends SeriesPointWire>(points: readonly P[], at: number): P | undefined {
  let best: P | undefined;
  let distance = 15 * MINUTE;
  for (const point of points) {
    const d = Math.abs(Date.parse(point.at) - at);
    if (d < distance) {
      best = point;
      distance = d;
    }
  }
  return best;
}

/** Text as it stands, whatever a device or a person put into it. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`);
}
