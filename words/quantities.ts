import type { AppliedLimit } from "../core/judging/applied-limit.ts";
import { numberText, unitText } from "../core/readings/number-text.ts";

export { unitText };

import { beijingDate, DAY, formatBeijing, type Instant, type Period, plus } from "../core/time.ts";
import type { Language, Words } from "./language.ts";

/** A value with its unit: `230.5 mg/m³`; `—` where there is no value. */
export function quantityText(value: number | null | undefined, unit: string): string {
  if (value === null || value === undefined) return "—";
  return unit === "%" ? `${numberText(value)}%` : `${numberText(value)} ${unitText(unit)}`.trim();
}

/** A computed figure with the digits that anybody reads. */
export function shortNumber(value: number): number {
  return Number(value.toFixed(3));
}

/** A range with its unit, both ends within it: `6-9`. */
export function rangeText(range: { readonly min?: number; readonly max?: number }, unit: string): string {
  return `${endText(range.min)}-${endText(range.max)} ${unitText(unit)}`.trim();
}

function endText(end: number | undefined): string {
  return end === undefined ? "" : numberText(end);
}

/** What a limit allows: `≤ 200 mg/m³`, `6-9`. */
export function limitText(limit: AppliedLimit): string {
  if (limit.comparator === "range") return rangeText(limit, limit.unit);
  return `${limit.comparator === "<=" ? "≤" : "≥"} ${quantityText(limit.value, limit.unit)}`;
}

/** A moment on the Beijing clock: `2026-11-24 12:00`. */
export function momentText(at: Instant): string {
  return formatBeijing(at);
}

/** A period on the Beijing clock: `2026-11-23 08:00-09:00`; midnight at its end is 24:00. */
export function periodText(period: Period): string {
  if (period.end - period.start > DAY) return `${beijingDate(period.start)} - ${beijingDate(plus(period.end, -1))}`;
  const end = formatBeijing(period.end).slice(11);
  return `${formatBeijing(period.start)}-${end === "00:00" ? "24:00" : end}`;
}

/** A plain number of things in English: `1 declaration`, `2 declarations`. */
export function countText(count: number, one: string, many: string): string {
  return `${count} ${count === 1 ? one : many}`;
}

/** The source of a limit that the permit of the enterprise sets. */
export const PERMIT_SOURCE = "permit";

const PERMIT: Words = { zh: "排污许可证", en: "discharge permit" };

/** Where a limit comes from, as people call it: the document as it is quoted, or the permit of the enterprise. */
export function limitSourceText(source: string, language: Language): string {
  return source === PERMIT_SOURCE ? PERMIT[language] : source;
}
