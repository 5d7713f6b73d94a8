import { isPossibleFlag } from "../../../core/readings/data-flag.ts";
import { BASES, type Basis } from "../../../core/readings/reading.ts";
import type { JsonValue } from "./json-value.ts";

/** No value of a discharge comes near it. */
export const MAX_ABSOLUTE = 1e15;

const AT_LENGTH = 40;
const BASIS_SET: ReadonlySet<unknown> = new Set(BASES);
const READING_KEYS: ReadonlySet<string> = new Set(["at", "basis", "sent", "values"]);

/** What a reading says, before its time and its values are looked at. */
export interface SaidReading {
  readonly at?: string;
  readonly basis: Basis;
  readonly sent?: unknown;
  readonly values?: unknown;
}

/**
 * The reading as it stands, when it is what nearly all are; `undefined` when the schema has to say what it is. It takes
 * nothing that the schema would not take as it is.
 */
export function plainReading(item: unknown): SaidReading | undefined {
  if (typeof item !== "object" || item === null) return undefined;
  const { at, basis } = item as SaidReading;
  if (typeof at !== "string" || at.length > AT_LENGTH || !BASIS_SET.has(basis)) return undefined;
  return Object.keys(item).every((key) => READING_KEYS.has(key)) ? (item as SaidReading) : undefined;
}

/** The same of a value: numbers that can be, a flag that can be one or none, and nothing else beside them. */
export function plainValue(said: unknown): JsonValue | undefined {
  if (typeof said !== "object" || said === null || !isQuantity((said as JsonValue).value)) return undefined;
  const parts = said as Readonly<Record<string, unknown>>;
  if (!Object.keys(parts).every((key) => isPlainPart(key, parts[key]))) return undefined;
  return "flag" in said ? (said as JsonValue) : { ...(said as JsonValue), flag: "N" };
}

function isPlainPart(key: string, part: unknown): boolean {
  switch (key) {
    case "flag":
      return typeof part === "string" && isPossibleFlag(part);
    case "value":
    case "converted":
    case "min":
    case "max":
    case "total":
      return isQuantity(part);
    default:
      return false;
  }
}

function isQuantity(part: unknown): part is number {
  return typeof part === "number" && part >= -MAX_ABSOLUTE && part <= MAX_ABSOLUTE;
}
