import { pollutantDecimals } from "./pollutants.ts";

const MOST_DECIMALS = 6;

/**
 * A value as the standard prints it. More decimals appear where rounding would lie: a value above its limit never prints as the limit,
 * and a value that is not zero never prints as zero.
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
