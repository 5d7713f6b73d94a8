import type { AppliedLimit } from "../core/judging/applied-limit.ts";
import type { Language } from "./language.ts";
import { limitSourceText, quantityText, rangeText } from "./quantities.ts";

/** What a value is compared with. */
export type ComparedLimit = Pick<AppliedLimit, "comparator" | "value" | "min" | "max" | "unit">;

/** How a value that breaks a limit stands to it, as it follows the value: above it, below it, or outside its range. */
export function brokenLimitText(limit: ComparedLimit, language: Language): string {
  if (limit.comparator === "range") {
    const range = rangeText(limit, limit.unit);
    return language === "zh" ? `，超出限值范围 ${range}` : `, outside the limits ${range}`;
  }
  const figure = quantityText(limit.value, limit.unit);
  if (limit.comparator === ">=") return language === "zh" ? `，低于限值 ${figure}` : `, below the limit of ${figure}`;
  return language === "zh" ? `，高于限值 ${figure}` : `, above the limit of ${figure}`;
}

/** The same for a value that keeps a limit. */
export function keptLimitText(limit: ComparedLimit, language: Language): string {
  if (limit.comparator === "range") {
    const range = rangeText(limit, limit.unit);
    return language === "zh" ? `，在限值范围 ${range} 内` : `, within the limits ${range}`;
  }
  const figure = quantityText(limit.value, limit.unit);
  if (limit.comparator === ">=") return language === "zh" ? `，不低于限值 ${figure}` : `, not below the limit of ${figure}`;
  return language === "zh" ? `，不高于限值 ${figure}` : `, not above the limit of ${figure}`;
}

/** Where a limit comes from and since when it is in force, in brackets behind it. */
export function limitSinceText({ source, validFrom }: Pick<AppliedLimit, "source" | "validFrom">, language: Language): string {
  const text = limitSourceText(source, language);
  return language === "zh" ? `（${text}，${validFrom} 起）` : ` (${text}, in force from ${validFrom})`;
}
