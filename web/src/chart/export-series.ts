import { pollutantName } from "../../../words/pollutant-words.ts";
import { beijingSecond } from "../format/beijing-time.ts";
import { formatUnit } from "../format/digits.ts";
import type { Lang, Say } from "../i18n/say.ts";
import type { ChartModel } from "./chart-model.ts";
import type { ComparedPoint } from "./compared-value.ts";

/** What a table is about, beside its points. */
export interface ExportedSeries extends Pick<ChartModel, "pollutant" | "unit" | "isLead"> {
  readonly outletName: string;
  readonly points: readonly ComparedPoint[];
}

/**
 * The points as CSV that a Chinese office program opens: UTF-8 with a mark, Beijing time, CRLF, heads and states in the
 * reader's language, and what each row is about.
 */
export function seriesCsv(series: ExportedSeries, { say, lang }: { readonly say: Say; readonly lang: Lang }): string {
  const { points, pollutant, unit, isLead, outletName } = series;
  const hasBeside = points.some((p) => p.beside !== undefined);
  const inUnit = (head: string): string => (unit === "" ? head : say("csv.inUnit", { head, unit: formatUnit(unit) }));
  const head = [
    ...[say("csv.time"), say("csv.outlet"), say("csv.pollutant"), inUnit(say("csv.value")), inUnit(say("csv.converted"))],
    ...[say("csv.flag"), say("csv.validity"), inUnit(say("csv.limit")), say("csv.verdict")],
    ...(hasBeside ? [inUnit(say("csv.rawMean")), say("csv.sampledAt"), say("csv.vendorFlag"), say("csv.backfilled")] : []),
  ];
  const verdictOf = ({ verdict }: ComparedPoint): string => {
    if (verdict === null) return "";
    return say(verdict === "exceeding" && isLead ? "verdict.lead" : `verdict.${verdict}`);
  };
  const rows = points.map((p) => [
    ...[beijingSecond(Date.parse(p.at)), outletName, pollutantName(pollutant, lang), p.value, p.converted ?? "", p.flag],
    ...[say(`validity.${p.validity}`), p.limit ?? "", verdictOf(p)],
    ...(hasBeside ? besideCells(p, say) : []),
  ]);
  return `\uFEFF${[head, ...rows].map((row) => row.map(csvCell).join(",")).join("\r\n")}\r\n`;
}

function besideCells({ beside }: ComparedPoint, say: Say): readonly (string | number)[] {
  const { rawMean, sampledAt, vendorFlag, backfilled } = beside ?? {};
  const sampled = sampledAt === undefined ? "" : beijingSecond(Date.parse(sampledAt));
  return [rawMean ?? "", sampled, vendorFlag ?? "", backfilled === undefined ? "" : say("csv.yes")];
}

/** Quoted where needed; text that a spreadsheet would run as a formula gets an apostrophe. */
export function csvCell(value: string | number): string {
  if (typeof value === "number") return String(value);
  const harmless = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}
