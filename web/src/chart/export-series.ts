import type { SeriesPointWire } from "../../../api/resources/outlets/schema.ts";
import { beijingSecond } from "../format/beijing-time.ts";

/** The points as CSV that a Chinese office program opens: UTF-8 with a mark, Beijing time, CRLF. */
export function seriesCsv(points: readonly SeriesPointWire[], unit: string): string {
  const head = ["time (UTC+8)", `value (${unit})`, `converted (${unit})`, "flag", "validity", "limit", "verdict"];
  const rows = points.map((p) => [
    beijingSecond(Date.parse(p.at)),
    p.value,
    p.converted ?? "",
    p.flag,
    p.validity,
    p.limit ?? "",
    p.verdict ?? "",
  ]);
  return `\uFEFF${[head, ...rows].map((row) => row.map(csvCell).join(",")).join("\r\n")}\r\n`;
}

/** Quoted where needed; text that a spreadsheet would run as a formula gets an apostrophe. */
export function csvCell(value: string | number): string {
  if (typeof value === "number") return String(value);
  const harmless = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}
