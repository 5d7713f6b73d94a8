import { noteQuirk, type Quirk } from "./quirks.ts";

/** One `name=value` of the data area. `w01018-Rtd=35.2` is factor `w01018`, field `Rtd`; `DataTime=…` is field `DataTime` of no factor. */
export interface DataPair {
  /** The code as the device says it; empty for a field that belongs to no factor. */
  readonly factor: string;
  /** In the standard's spelling when it is a known suffix, else as sent. */
  readonly field: string;
  readonly value: string;
  /** Pairs with the same number stood in one item (between two semicolons). */
  readonly item: number;
  /** True when the value stood between `//` and `//` and may hold any character. */
  readonly isText: boolean;
}

const SUFFIXES: readonly string[] = [
  ...[
    "Rtd",
    "Min",
    "Avg",
    "Max",
    "Cou",
    "ZsRtd",
    "ZsMin",
    "ZsAvg",
    "ZsMax",
    "RawAvg",
    "Flag",
    "EFlag",
    "SampleTime",
    "CompleteTime",
  ],
  ...[
    "Data",
    "DayData",
    "NightData",
    "Info",
    "SN",
    "RS",
    "RT",
    "Ala",
    "UpValue",
    "LowValue",
    "SampleType",
    "SampleRd",
    "StandardValue",
    "ResultType",
  ],
];
const SUFFIX_BY_LOWER_CASE: ReadonlyMap<string, string> = new Map(SUFFIXES.map((s) => [s.toLowerCase(), s]));
const SUFFIX_BY_NAME: ReadonlySet<string> = new Set(SUFFIXES);

const COMMA = 44;
const DASH = 45;
const SLASH = 47;
const SEMICOLON = 59;
const EQUALS = 61;

/**
 * Parses a data area into its pairs, in their order. Commas and semicolons both end a pair, because the standard itself uses both; a text between `//` and `//`
 * is taken whole. Nothing is refused: what is no pair is left out under a quirk, and values are read by those who know their meaning.
 * @see docs/sources.md#hj-212-data-area
 */
export function parseDataArea(area: string, quirks: Quirk[]): readonly DataPair[] {
  const pairs: DataPair[] = [];
  const cursor: Cursor = { at: 0, item: 0, factor: "" };
  while (cursor.at < area.length) {
    const bounds = pairBounds(area, cursor.at, quirks);
    if (bounds.to > cursor.at) {
      const pair = pairOf(area, { ...bounds, from: cursor.at }, { cursor, quirks });
      if (pair !== undefined) pairs.push(pair);
    } else noteQuirk(quirks, "item-empty");
    if (area.charCodeAt(bounds.to) === SEMICOLON) {
      cursor.item++;
      if (bounds.to === area.length - 1) noteQuirk(quirks, "item-empty");
    }
    cursor.at = bounds.to + 1;
  }
  return pairs;
}

interface Cursor {
  at: number;
  item: number;
  /** The factor of the pair before. */
  factor: string;
}

interface Bounds {
  readonly to: number;
  readonly equals: number;
  readonly dash: number;
  readonly isText: boolean;
}

function pairBounds(area: string, from: number, quirks: Quirk[]): Bounds {
  let equals = -1;
  let dash = -1;
  let to = from;
  for (; to < area.length; to++) {
    const c = area.charCodeAt(to);
    if (c === COMMA || c === SEMICOLON) break;
    if (equals >= 0) continue;
    if (c === DASH) dash = to;
    else if (c === EQUALS) {
      equals = to;
      if (area.charCodeAt(to + 1) === SLASH && area.charCodeAt(to + 2) === SLASH)
        return textBounds(area, { equals, dash }, quirks);
    }
  }
  return { to, equals, dash, isText: false };
}

function textBounds(area: string, name: { readonly equals: number; readonly dash: number }, quirks: Quirk[]): Bounds {
  const close = area.indexOf("//", name.equals + 3);
  if (close < 0) {
    noteQuirk(quirks, "text-not-closed");
    return { ...name, to: area.length, isText: true };
  }
  let to = close + 2;
  while (to < area.length && area.charCodeAt(to) !== COMMA && area.charCodeAt(to) !== SEMICOLON) to++;
  return { ...name, to, isText: true };
}

interface Context {
  readonly cursor: Cursor;
  readonly quirks: Quirk[];
}

function pairOf(area: string, bounds: Bounds & { readonly from: number }, { cursor, quirks }: Context): DataPair | undefined {
  const { from, to, equals, dash, isText } = bounds;
  if (equals < 0) {
    noteQuirk(quirks, area.slice(from, to).trim() === "" ? "item-empty" : "item-without-value");
    return undefined;
  }
  const value = isText ? textOf(area.slice(equals + 1, to)) : trimmed(area.slice(equals + 1, to), quirks);
  if (dash > 0) {
    const factor = trimmed(area.slice(from, dash), quirks);
    const field = canonicalSuffix(trimmed(area.slice(dash + 1, equals), quirks), quirks);
    cursor.factor = factor;
    return { factor, field, value, item: cursor.item, isText };
  }
  const field = trimmed(area.slice(from, equals), quirks);
  if (field === "Flag" && cursor.factor !== "") {
    noteQuirk(quirks, "flag-bare");
    return { factor: cursor.factor, field, value, item: cursor.item, isText };
  }
  return { factor: "", field, value, item: cursor.item, isText };
}

/** The text between the slashes, to the last `//` or, when it is not closed, to the end. */
function textOf(said: string): string {
  const close = said.lastIndexOf("//");
  return close >= 2 ? said.slice(2, close) : said.slice(2);
}

function canonicalSuffix(said: string, quirks: Quirk[]): string {
  if (SUFFIX_BY_NAME.has(said)) return said;
  const canonical = SUFFIX_BY_LOWER_CASE.get(said.toLowerCase());
  if (canonical === undefined) return said;
  noteQuirk(quirks, "field-case");
  return canonical;
}

function trimmed(text: string, quirks: Quirk[]): string {
  const short = text.trim();
  if (short.length !== text.length) noteQuirk(quirks, "item-space");
  return short;
}
