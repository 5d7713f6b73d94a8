import type { SeriesPointWire } from "../../../api/resources/outlets/schema.ts";
import { beijingSecond } from "../format/beijing-time.ts";

/** The points as CSV that a Chinese office program opens: UTF-8 with a mark, Beijing time, CRLF. */
export function seriesCsv(points: readonly SeriesPointWire[], unit: string): string {
  const head = ["time (UTC+8)", `value (${unit})`, `converted (${unit})`, "flag", "validity", "limit", "verdict"];
  const hasBeside = points.some((p) => p.beside !== undefined);
  if (hasBeside) head.push(`mean before marking (${unit})`, "sampled (UTC+8)", "vendor flag", "back-filled");
  const rows = points.map((p) => [
    beijingSecond(Date.parse(p.at)),
    p.value,
    p.converted ?? "",
    p.flag,
    p.validity,
    p.limit ?? "",
    p.verdict ?? "",
    ...(hasBeside ? besideCells(p) : []),
  ]);
  return `\uFEFF${[head, ...rows].map((row) => row.map(csvCell).join(",")).join("\r\n")}\r\n`;
}

function besideCells({ beside }: SeriesPointWire): readonly (string | number)[] {
  const { rawMean, sampledAt, vendorFlag, backfilled } = beside ?? {};
  const sampled = sampledAt === undefined ? "" : beijingSecond(Date.parse(sampledAt));
  return [rawMean ?? "", sampled, vendorFlag ?? "", backfilled === undefined ? "" : "yes"];
}

/** Quoted where needed; text that a spreadsheet would run as a formula gets an apostrophe. */
export function csvCell(value: string | number): string {
  if (typeof value === "number") return String(value);
  const harmless = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}
