import type { LimitWire } from "../../../api/resources/limits/schema.ts";
import { beijingDate } from "../format/beijing-time.ts";

/** The limit row in force at an instant: its Beijing date is within `validFrom` and before `validTo`. */
export function limitAt(limits: readonly LimitWire[], at: number): LimitWire | undefined {
  const day = beijingDate(at);
  return limits.find((l) => l.validFrom <= day && (l.validTo === null || day < l.validTo));
}
