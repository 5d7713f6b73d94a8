import { pollutantDecimals } from "../../../words/pollutant-words.ts";

const MOST_DECIMALS = 6;

/**
 * A value as the standard prints it. More decimals appear where rounding would lie: a value above its limit never
 * prints as the limit, and a value that is not zero never prints as zero.
 */
export function formatValue(value: number, pollutant: string, limit?: number | null): string {
  let decimals = pollutantDecimals(pollutant);
  while (decimals < MOST_DECIMALS && isMisleading(value, value.toFixed(decimals), limit)) decimals += 1;
  return value.toFixed(decimals);
}

function isMisleading(value: number, text: string, limit: number | null | undefined): boolean {
  const printed = Number(text);
  if (printed === 0 && value !== 0) return true;
  return limit !== null && limit !== undefined && printed === limit && value !== limit;
}

/**
 * A mean that is only looked at: no more digits than the standard prints, and about four that count. Never rounded onto
 * its limit.
 */
export function roundValue(value: number, pollutant: string, limit?: number | null): string {
  const text = value.toFixed(usefulDecimals(value, pollutant));
  return isMisleading(value, text, limit) ? formatValue(value, pollutant, limit) : text;
}

/** What something may be at most, rounded down: the printed figure is still allowed. */
export function floorValue(value: number, pollutant: string): string {
  const decimals = usefulDecimals(value, pollutant);
  return (Math.floor(value * 10 ** decimals + 1e-6) / 10 ** decimals).toFixed(decimals);
}

function usefulDecimals(value: number, pollutant: string): number {
  const before = Math.max(1, Math.floor(Math.log10(Math.max(1, Math.abs(value)))) + 1);
  return Math.min(pollutantDecimals(pollutant), Math.max(0, 4 - before));
}

/** A figure as the verdict states it: every digit that matters, so that sentence, table and record say the same. */
export function exactValue(value: number): string {
  return String(Number(value.toPrecision(12)));
}

/** Decimals for a column of means: what the standard prints, more where a figure of the column was judged by more. */
export function columnDecimals(values: readonly number[], pollutant: string): number {
  const judged = values.map((value) => exactValue(value).split(".")[1]?.length ?? 0);
  return Math.min(MOST_DECIMALS, Math.max(pollutantDecimals(pollutant), ...judged));
}

/** A limit is printed as the law writes it: without zeros added behind. */
export function formatLimit(value: number): string {
  return String(Number(value.toFixed(MOST_DECIMALS)));
}

/** `mg/m3` as people write it: `mg/m³`. */
export function formatUnit(unit: string): string {
  return unit.replace(/m3/g, "m³").replace(/m2/g, "m²");
}

/** Whole numbers with thin groups of three. */
export function formatCount(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+(?!\d))/g, "\u202f");
}
