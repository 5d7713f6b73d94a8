import { pollutantName } from "../../../words/pollutant-words.ts";
import { beijingDate, beijingSecond } from "../format/beijing-time.ts";
import { type CsvCell, csvText } from "../format/csv.ts";
import { formatUnit } from "../format/digits.ts";
import type { Lang, Say } from "../i18n/say.ts";
import type { ChartModel } from "./chart-model.ts";
import type { ComparedPoint } from "./compared-value.ts";

/** What a table is about, beside its points. */
export interface ExportedSeries extends Pick<ChartModel, "pollutant" | "unit" | "isLead" | "basis" | "from"> {
  readonly outletName: string;
  readonly points: readonly ComparedPoint[];
}

interface Words {
  readonly say: Say;
  readonly lang: Lang;
}

/**
 * The points as CSV that a Chinese office program opens: UTF-8 with a mark, Beijing time, CRLF, heads and states in the
 * reader's language, and what each row is about. Several quantities stand below one another: each has its own unit.
 */
export function seriesCsv(tables: readonly ExportedSeries[], words: Words): string {
  const { say } = words;
  const hasBeside = tables.some(({ points }) => points.some((p) => p.beside !== undefined));
  const head = [
    ...[say("csv.time"), ...aboutHeads(say), say("csv.value"), say("csv.converted")],
    ...[say("csv.flag"), say("csv.validity"), say("csv.limit"), say("csv.verdict")],
    ...(hasBeside ? [say("csv.rawMean"), say("csv.sampledAt"), say("csv.vendorFlag"), say("csv.backfilled")] : []),
  ];
  const rows = tables.flatMap((table) =>
    table.points.map((p) => [
      ...[beijingSecond(Date.parse(p.at)), ...aboutCells(table, words), p.value, p.converted ?? "", p.flag],
      ...[say(`validity.${p.validity}`), p.limit ?? "", verdictOf(p, table, say)],
      ...(hasBeside ? besideCells(p, say) : []),
    ]),
  );
  return csvText([head, ...rows]);
}

/** A quantity on two days. */
type ComparedDays = readonly [ExportedSeries, ExportedSeries];

const HEADS_OF_A_DAY = ["csv.value", "csv.converted", "csv.flag", "csv.validity", "csv.limit", "csv.verdict"] as const;

/**
 * Two days side by side: a row for each time of day, what only one of them has beside empty cells. Several quantities
 * stand below one another.
 */
export function comparedDaysCsv(compared: readonly ComparedDays[], words: Words): string {
  const { say } = words;
  const [days = []] = compared;
  const head = [
    ...[say("csv.clock"), ...aboutHeads(say)],
    ...days.flatMap((day) => HEADS_OF_A_DAY.map((key) => say("csv.ofDay", { date: beijingDate(day.from), head: say(key) }))),
  ];
  return csvText([head, ...compared.flatMap((pair) => comparedRows(pair, words))]);
}

function comparedRows(days: ComparedDays, words: Words): readonly (readonly CsvCell[])[] {
  const { say } = words;
  const clockOf = (at: string): string => beijingSecond(Date.parse(at)).slice(11);
  const byClock = days.map((day) => new Map(day.points.map((p) => [clockOf(p.at), p])));
  const clocks = [...new Set(byClock.flatMap((points) => [...points.keys()]))].sort();
  return clocks.map((clock) => [
    ...[clock, ...aboutCells(days[0], words)],
    ...days.flatMap((day, index): readonly CsvCell[] => {
      const p = byClock[index]?.get(clock);
      if (p === undefined) return HEADS_OF_A_DAY.map(() => "");
      return [p.value, p.converted ?? "", p.flag, say(`validity.${p.validity}`), p.limit ?? "", verdictOf(p, day, say)];
    }),
  ]);
}

function aboutHeads(say: Say): readonly string[] {
  return [say("csv.outlet"), say("csv.pollutant"), say("csv.kind"), say("csv.unit")];
}

function aboutCells({ outletName, pollutant, basis, unit }: ExportedSeries, { say, lang }: Words): readonly string[] {
  return [outletName, pollutantName(pollutant, lang), say(`mean.${basis}`), formatUnit(unit)];
}

function verdictOf({ verdict }: ComparedPoint, { isLead }: Pick<ExportedSeries, "isLead">, say: Say): string {
  if (verdict === null) return "";
  return say(verdict === "exceeding" && isLead ? "verdict.lead" : `verdict.${verdict}`);
}

function besideCells({ beside }: ComparedPoint, say: Say): readonly CsvCell[] {
  const { rawMean, sampledAt, vendorFlag, backfilled } = beside ?? {};
  const sampled = sampledAt === undefined ? "" : beijingSecond(Date.parse(sampledAt));
  return [rawMean ?? "", sampled, vendorFlag ?? "", backfilled === undefined ? "" : say("csv.yes")];
}
