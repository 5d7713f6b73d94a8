import { isKnownFlag, isPossibleFlag } from "../../../core/readings/data-flag.ts";
import { isSecretField } from "./mask-secrets.ts";
import type { DataPair } from "./parse-data-area.ts";
import { noteQuirk, type Quirk } from "./quirks.ts";

/**
 * The numeric fields of a factor, by the standard's suffix. `Data`, `DayData`, `NightData` are noise; `RawAvg` (2025)
 * is the mean before marking.
 */
export type NumberField =
  | "Rtd"
  | "Avg"
  | "Min"
  | "Max"
  | "Cou"
  | "ZsRtd"
  | "ZsAvg"
  | "ZsMin"
  | "ZsMax"
  | "RawAvg"
  | "Data"
  | "DayData"
  | "NightData";

const NUMBER_FIELDS: ReadonlySet<string> = new Set<NumberField>([
  ...(["Rtd", "Avg", "Min", "Max", "Cou", "ZsRtd", "ZsAvg", "ZsMin", "ZsMax", "RawAvg", "Data", "DayData", "NightData"] as const),
]);

/** What a data packet says of one factor. */
export interface FactorData {
  /** The code as the device says it (2005 or 2017 or its own). */
  readonly factor: string;
  readonly numbers: Readonly<Partial<Record<NumberField, number>>>;
  /** The data flag; `undefined` when the packet states none. */
  readonly flag: string | undefined;
  /** The vendor's flag (`-EFlag`), such as `A01`. */
  readonly eFlag: string | undefined;
  /** When an analyser with a cycle took the sample: 14 digits of Beijing time, as sent. */
  readonly sampleTime: string | undefined;
  /** Numeric fields whose text is no decimal number, with that text. */
  readonly unreadable: readonly { readonly field: NumberField; readonly text: string }[];
  /** Fields that stand twice with different values: neither can be trusted. */
  readonly conflicting: readonly string[];
}

/**
 * Groups the pairs of a data packet by factor, in order of appearance, and reads their numbers. A factor that stands in
 * several items is merged.
 */
export function readFactors(pairs: readonly DataPair[], quirks: Quirk[]): readonly FactorData[] {
  const factors: MutableFactor[] = [];
  let current: MutableFactor | undefined;
  let currentItem = -1;
  for (const pair of pairs) {
    if (pair.factor === "") continue;
    if (current === undefined || current.factor !== pair.factor) {
      current = factors.find((f) => f.factor === pair.factor);
      if (current === undefined) {
        current = emptyFactor(pair.factor);
        factors.push(current);
      } else noteQuirk(quirks, "factor-split");
    } else if (pair.item !== currentItem) noteQuirk(quirks, "factor-split");
    currentItem = pair.item;
    takePair(current, pair);
    if (pair.field === "Flag" && isPossibleFlag(pair.value) && !isKnownFlag(pair.value)) noteQuirk(quirks, "flag-unknown");
    if (!isReadField(pair.field)) noteQuirk(quirks, "field-unknown");
  }
  return factors;
}

interface MutableFactor {
  readonly factor: string;
  readonly numbers: Partial<Record<NumberField, number>>;
  flag: string | undefined;
  eFlag: string | undefined;
  sampleTime: string | undefined;
  readonly unreadable: { readonly field: NumberField; readonly text: string }[];
  readonly conflicting: string[];
}

function emptyFactor(factor: string): MutableFactor {
  return { factor, numbers: {}, flag: undefined, eFlag: undefined, sampleTime: undefined, unreadable: [], conflicting: [] };
}

function takePair(into: MutableFactor, { field, value }: DataPair): void {
  switch (field) {
    case "Flag":
      if (into.flag !== undefined && into.flag !== value) into.conflicting.push(field);
      if (value !== "") into.flag = value;
      return;
    case "EFlag":
      into.eFlag = value;
      return;
    case "SampleTime":
      into.sampleTime = value;
      return;
  }
  if (isNumberField(field)) takeNumber(into, field, value);
}

function takeNumber(into: MutableFactor, field: NumberField, text: string): void {
  const number = parseDecimal(text);
  if (number === undefined) {
    into.unreadable.push({ field, text });
    return;
  }
  const before = into.numbers[field];
  if (before !== undefined && before !== number) into.conflicting.push(field);
  into.numbers[field] = number;
}

const OTHER_FIELDS: ReadonlySet<string> = new Set(["Flag", "EFlag", "SampleTime", "CompleteTime", "SampleType"]);

function isReadField(field: string): boolean {
  return isNumberField(field) || OTHER_FIELDS.has(field);
}

/** Fields of a data packet that stand outside every factor. */
const BARE_FIELDS: ReadonlySet<string> = new Set(["datatime", "qn", "cn", "st", "mn", "pw", "flag", "pnum", "pno", "polid"]);

/** What stands in a data area of readings and belongs to no factor although it should: `a21026Avg=5`, or a lone `N`. */
export function strayPieces(pairs: readonly DataPair[]): readonly string[] {
  return pairs
    .filter(({ factor, field }) => factor === "" && !BARE_FIELDS.has(field.toLowerCase()))
    .map(({ field, value }) => (field === "" ? value : `${field}=${isSecretField(field) ? "*".repeat(value.length) : value}`));
}

/** True for the suffixes whose value is a measured number. */
export function isNumberField(field: string): field is NumberField {
  return NUMBER_FIELDS.has(field);
}

const MAX_ABSOLUTE = 1e15;

/**
 * Reads a decimal number: sign, digits, one point. Everything else JavaScript would take (exponents, hex, `Infinity`,
 * an empty text) is `undefined`, and so is a value outside ±10^15. `-0` is 0.
 */
export function parseDecimal(text: string): number | undefined {
  let digits = 0;
  let points = 0;
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i);
    if (c >= 48 && c <= 57) digits++;
    else if (c === 46) points++;
    else if (i > 0 || (c !== 45 && c !== 43)) return undefined;
  }
  if (digits === 0 || points > 1) return undefined;
  const value = Number(text);
  if (value > MAX_ABSOLUTE || value < -MAX_ABSOLUTE) return undefined;
  return value === 0 ? 0 : value;
}
