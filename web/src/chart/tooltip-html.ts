import type { SeriesPointWire } from "../../../api/resources/outlets/schema.ts";
import { beijingSecond, MINUTE } from "../format/beijing-time.ts";
import { formatUnit, formatValue } from "../format/digits.ts";
import type { Lang, Say } from "../i18n/say.ts";
import type { ChartModel } from "./chart-model.ts";
import { basisLength, flagWord, pointSentence, type SentenceFacts } from "./verdict-text.ts";

interface TooltipWords {
  readonly say: Say;
  readonly lang: Lang;
  readonly at: number;
}

/**
 * The tooltip at an instant: the verdict of the period it lies in, and the nearest realtime value. Everything from
 * outside is escaped.
 */
export function tooltipHtml(model: ChartModel, facts: SentenceFacts, { say, lang, at }: TooltipWords): string {
  const length = basisLength(model.basis);
  const point = length === 0 ? nearest(model.points, at) : model.points.find((p) => isWithin(p, at, length));
  const lines: string[] = [];
  if (point !== undefined) lines.push(pointSentence(point, facts, { say, lang }));
  const moment = length === 0 || !model.layers.has("realtime") ? undefined : nearest(model.line, at);
  if (moment !== undefined) {
    const value = `${formatValue(moment.compared, model.pollutant)} ${formatUnit(model.unit)}`;
    const kind = say(`mean.${moment.basis}`) + (moment.isConverted ? say("sentence.isConverted") : "");
    const flag = moment.flag === "N" ? "" : say("sentence.brackets", { text: `${moment.flag} ${flagWord(moment.flag, say)}` });
    lines.push(`${beijingSecond(Date.parse(moment.at)).slice(11)} ${kind} ${value}${flag}`);
  }
  return lines.map((line) => `<div>${escapeHtml(line)}</div>`).join("");
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
