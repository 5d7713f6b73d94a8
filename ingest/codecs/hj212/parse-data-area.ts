import { noteQuirk, type Quirk, withoutBlanks } from "./quirks.ts";

/**
 * One `name=value` of the data area. `w01018-Rtd=35.2` is factor `w01018`, field `Rtd`; `DataTime=…` is field
 * `DataTime` of no factor; a piece without an equals sign is the value of no field.
 */
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
 * Parses a data area into its pairs, in their order. Commas and semicolons both end a pair, because the standard itself
 * uses both; a text between `//` and `//` is taken whole. A piece without an equals sign behind a comma belongs to the
 * value before it (`Avg=200,9`), so that a decimal comma never cuts a number. Nothing is refused: what is no pair
 * stands as the value of no field, under a quirk, and values are read by those who know their meaning.
 * @see docs/sources.md#hj-212-data-area
 */
export function parseDataArea(area: string, quirks: Quirk[]): readonly DataPair[] {
  const scanner = new AreaScanner(area, quirks);
  const pairs: DataPair[] = [];
  while (!scanner.isAtEnd()) {
    const pair = scanner.next();
    if (pair === undefined) continue;
    const before = pairs.at(-1);
    if (pair.field !== "" || before === undefined || before.item !== pair.item || before.isText) pairs.push(pair);
    else pairs[pairs.length - 1] = { ...before, value: `${before.value},${pair.value}` };
  }
  return pairs;
}

/**
 * Walks over the data area once. Its fields are the bounds of the pair at hand: plain numbers, because this is the hot
 * path of the whole product.
 */
class AreaScanner {
  readonly #area: string;
  readonly #quirks: Quirk[];
  /** Bounds of the pair: `[from, to)`, its first `=` and the last `-` before that; -1 when there is none. */
  #from = 0;
  #to = 0;
  #equals = -1;
  #dash = -1;
  #isText = false;
  #item = 0;
  /** The factor of the pair before. */
  #factor = "";

  constructor(area: string, quirks: Quirk[]) {
    this.#area = area;
    this.#quirks = quirks;
  }

  isAtEnd(): boolean {
    return this.#from >= this.#area.length;
  }

  /** The next pair; `undefined` for an item that is no pair. */
  next(): DataPair | undefined {
    this.#findBounds();
    const pair = this.#to > this.#from ? this.#pair() : this.#emptyItem();
    if (this.#area.charCodeAt(this.#to) === SEMICOLON) {
      this.#item++;
      if (this.#to === this.#area.length - 1) noteQuirk(this.#quirks, "item-empty");
    }
    this.#from = this.#to + 1;
    return pair;
  }

  #findBounds(): void {
    const area = this.#area;
    this.#equals = -1;
    this.#dash = -1;
    this.#isText = false;
    let to = this.#from;
    for (; to < area.length; to++) {
      const c = area.charCodeAt(to);
      if (c === COMMA || c === SEMICOLON) break;
      if (this.#equals >= 0) continue;
      if (c === DASH) this.#dash = to;
      else if (c === EQUALS) {
        this.#equals = to;
        if (area.charCodeAt(to + 1) === SLASH && area.charCodeAt(to + 2) === SLASH) to = this.#endOfText(to + 3);
      }
    }
    this.#to = to;
  }

  /** Position of the last character of the text that begins at `from`. */
  #endOfText(from: number): number {
    this.#isText = true;
    const close = this.#area.indexOf("//", from);
    if (close >= 0) return close + 1;
    noteQuirk(this.#quirks, "text-not-closed");
    return this.#area.length - 1;
  }

  #emptyItem(): undefined {
    noteQuirk(this.#quirks, "item-empty");
    return undefined;
  }

  #pair(): DataPair | undefined {
    const area = this.#area;
    const quirks = this.#quirks;
    const from = this.#from;
    const to = this.#to;
    const equals = this.#equals;
    const dash = this.#dash;
    const isText = this.#isText;
    const item = this.#item;
    if (equals < 0) {
      const piece = area.slice(from, to).trim();
      noteQuirk(quirks, piece === "" ? "item-empty" : "item-without-value");
      return piece === "" ? undefined : { factor: "", field: "", value: piece, item, isText };
    }
    const value = isText ? textOf(area.slice(equals + 1, to)) : withoutBlanks(area.slice(equals + 1, to), "item-space", quirks);
    if (dash > from) {
      this.#factor = withoutBlanks(area.slice(from, dash), "item-space", quirks);
      const field = canonicalSuffix(withoutBlanks(area.slice(dash + 1, equals), "item-space", quirks), quirks);
      return { factor: this.#factor, field, value, item, isText };
    }
    const field = withoutBlanks(area.slice(from, equals), "item-space", quirks);
    if (field !== "Flag" || this.#factor === "") return { factor: "", field, value, item, isText };
    noteQuirk(quirks, "flag-bare");
    return { factor: this.#factor, field, value, item, isText };
  }
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
