import { isKnownFlag } from "../../../core/readings/data-flag.ts";
import type { Instant } from "../../../core/time.ts";
import type { FactorData, NumberField } from "./read-factors.ts";
import { areDigits, readStamp } from "./read-stamp.ts";
import { asciiText } from "./segment-text.ts";

const STAR = 42;
const COMMA = 44;
const DASH = 45;
const POINT = 46;
const SEMICOLON = 59;
const EQUALS = 61;

/**
 * 1 for the bytes of a factor code, MN or PW: letters, digits, `_`; 2 for `-`, which stands in an MN but ends a factor
 * code.
 */
const WORD_BYTES = Uint8Array.from({ length: 256 }, (_, c) =>
  /[A-Za-z0-9_]/.test(String.fromCharCode(c)) ? 1 : c === DASH ? 2 : 0,
);

/** 1 for the data flags of one character. */
const FLAG_BYTES = Uint8Array.from({ length: 256 }, (_, c) => (isKnownFlag(String.fromCharCode(c)) ? 1 : 0));

/** Four bytes as one number, so that a suffix is found by one comparison each. */
const RTD = fourBytes("Rtd=");
const AVG = fourBytes("Avg=");
const MIN = fourBytes("Min=");
const MAX = fourBytes("Max=");
const COU = fourBytes("Cou=");
const FLAG = fourBytes("Flag");
const RAW = fourBytes("RawA");

const POWERS_OF_TEN = Float64Array.from({ length: 16 }, (_, n) => 10 ** n);
/**
 * So many digits always fit exactly into a number, and so does the power of ten they are divided by: the quotient is
 * the nearest number.
 */
const EXACT_DIGITS = 15;

type Numbers = { -readonly [K in NumberField]?: number };

const NOTHING: readonly never[] = [];

/**
 * Walks once over the bytes of a data segment and reads what stands there in its plainest form. Whatever it does not
 * know fails and stays failed: the caller gives up and leaves the segment to the tolerant decoder. The segment must end
 * with `&&`: no read runs over that.
 */
export class ConformingReader {
  readonly #bytes: Uint8Array;
  readonly #text: string;
  /** Where the text begins in the bytes. */
  readonly #from: number;
  /** Position of the closing `&&`. */
  readonly #end: number;
  #at: number;
  #failed = false;

  constructor(bytes: Uint8Array, from: number, to: number) {
    this.#bytes = bytes;
    this.#text = asciiText(bytes, from, to);
    this.#from = from;
    this.#end = to - 2;
    this.#at = from;
  }

  hasFailed(): boolean {
    return this.#failed;
  }

  isAtEnd(): boolean {
    return this.#at === this.#end;
  }

  /** What stands between here and the closing `&&`. */
  rest(): string {
    return this.#text.slice(this.#at - this.#from, this.#end - this.#from);
  }

  /** Steps over `expected`; false (and no step) when something else stands here. */
  skip(expected: Uint8Array): boolean {
    const bytes = this.#bytes;
    const at = this.#at;
    for (let i = 0; i < expected.length; i++) if (bytes[at + i] !== expected[i]) return false;
    this.#at = at + expected.length;
    return true;
  }

  /** Exactly `count` digits. */
  digits(count: number): string {
    const at = this.#at;
    if (!areDigits(this.#bytes, at, count)) this.#failed = true;
    return this.#upTo(at + count);
  }

  /** A number of one or two digits. */
  shortNumber(): number {
    const first = this.#digit(this.#at);
    if (first < 0) return -1;
    const second = this.#digit(this.#at + 1);
    this.#at += second < 0 ? 1 : 2;
    return second < 0 ? first : first * 10 + second;
  }

  /** Letters, digits, `_` and `-`: from one to `most`. */
  word(most: number): string {
    const bytes = this.#bytes;
    const at = this.#at;
    let i = at;
    while (WORD_BYTES[bytes[i] as number] !== 0) i++;
    if (i === at || i - at > most) this.#failed = true;
    return this.#upTo(i);
  }

  /** A password: a word, or the stars in place of one. */
  password(most: number): string {
    const at = this.#at;
    if (this.#bytes[at] !== STAR) return this.word(most);
    let i = at;
    while (this.#bytes[i] === STAR) i++;
    if (i - at > most) this.#failed = true;
    return this.#upTo(i);
  }

  /** The 14 digits of a moment. */
  stamp(): Instant | undefined {
    const stamp = readStamp(this.#bytes, this.#at);
    this.#at += 14;
    return stamp;
  }

  /** All that is left, as items of one factor each; `undefined` when one of them is unusual. */
  factors(): readonly FactorData[] | undefined {
    const factors: FactorData[] = [];
    /** A bit for each code so far: only a code whose bit is set already can be a repeated one. */
    let codes = 0;
    while (this.#at !== this.#end) {
      if (this.#bytes[this.#at++] !== SEMICOLON) return undefined;
      const factor = this.#factor();
      if (factor === undefined) return undefined;
      const bit = codeBit(factor.factor);
      if ((codes & bit) !== 0 && factors.some((f) => f.factor === factor.factor)) return undefined;
      codes |= bit;
      factors.push(factor);
    }
    return factors;
  }

  /** The pairs of one factor, up to a semicolon or the end. */
  #factor(): FactorData | undefined {
    const bytes = this.#bytes;
    const codeFrom = this.#at;
    let dash = codeFrom;
    while (WORD_BYTES[bytes[dash] as number] === 1) dash++;
    if (dash === codeFrom || bytes[dash] !== DASH) return undefined;
    const factor = this.#upTo(dash);
    const prefixLength = dash + 1 - codeFrom;
    const numbers: Numbers = {};
    let flag: string | undefined;
    let seen = 0;
    for (;;) {
      this.#at = dash + 1;
      const field = this.#field(numbers);
      // Nothing we know, or a field that stands twice.
      if ((field & ~seen) === 0) return undefined;
      seen |= field;
      if (field === SEEN.Flag) flag = this.#text[this.#at - 1 - this.#from];
      if (bytes[this.#at] !== COMMA) break;
      const next = this.#at + 1;
      if (!this.#isSame(codeFrom, next, prefixLength)) return undefined;
      dash = this.#at + prefixLength;
    }
    return { factor, numbers, flag, eFlag: undefined, sampleTime: undefined, unreadable: NOTHING, conflicting: NOTHING };
  }

  /**
   * Reads one field and its value into `numbers` (a flag is only stepped over); answers the field's bit of `SEEN`, or
   * 0.
   */
  #field(numbers: Numbers): number {
    const bytes = this.#bytes;
    const at = this.#at;
    const suffix = fourBytesAt(bytes, at);
    if (suffix === FLAG) return this.#flag(at + 4);
    if (suffix === RAW)
      return bytes[at + 4] === 118 && bytes[at + 5] === 103 && bytes[at + 6] === EQUALS ? this.#rawMean(numbers) : 0;
    if (bytes[at] !== 90 || bytes[at + 1] !== 115) return takeMeasured(numbers, suffix, this.#decimal(at + 4));
    return takeConverted(numbers, fourBytesAt(bytes, at + 2), this.#decimal(at + 6));
  }

  /** `=` and one character that is a flag of some edition. */
  #flag(at: number): number {
    this.#at = at + 2;
    return this.#bytes[at] === EQUALS && FLAG_BYTES[this.#bytes[at + 1] as number] === 1 ? SEEN.Flag : 0;
  }

  #rawMean(numbers: Numbers): number {
    numbers.RawAvg = this.#decimal(this.#at + 7);
    return Number.isNaN(numbers.RawAvg) ? 0 : SEEN.RawAvg;
  }

  /**
   * Digits, perhaps with a minus before and decimals behind; NaN for any other way to write a number, and for more
   * digits than are surely exact.
   */
  #decimal(from: number): number {
    const isNegative = this.#bytes[from] === DASH;
    const whole = isNegative ? from + 1 : from;
    let value = 0;
    let i = whole;
    for (let digit = this.#digit(i); digit >= 0; digit = this.#digit(++i)) value = value * 10 + digit;
    let count = i - whole;
    let decimals = 0;
    if (this.#bytes[i] === POINT && count > 0) {
      const point = i++;
      for (let digit = this.#digit(i); digit >= 0; digit = this.#digit(++i)) value = value * 10 + digit;
      decimals = i - point - 1;
      count = decimals === 0 ? 0 : count + decimals;
    }
    this.#at = i;
    if (count === 0 || count > EXACT_DIGITS) return Number.NaN;
    const size = value / (POWERS_OF_TEN[decimals] as number);
    // Not `-size` for zero: `-0` is 0.
    return isNegative ? 0 - size : size;
  }

  /** The digit at `at`; negative when there is none. */
  #digit(at: number): number {
    const value = (this.#bytes[at] as number) - 48;
    return value <= 9 ? value : -1;
  }

  #isSame(a: number, b: number, count: number): boolean {
    for (let i = 0; i < count; i++) if (this.#bytes[a + i] !== this.#bytes[b + i]) return false;
    return true;
  }

  /** The text from here to `to`, where the reader stands then. */
  #upTo(to: number): string {
    const text = this.#text.slice(this.#at - this.#from, to - this.#from);
    this.#at = to;
    return text;
  }
}

/** A bit for each field a factor may carry once. */
const SEEN = {
  Flag: 1,
  Rtd: 2,
  Avg: 4,
  Min: 8,
  Max: 16,
  Cou: 32,
  ZsRtd: 64,
  ZsAvg: 128,
  ZsMin: 256,
  ZsMax: 512,
  RawAvg: 1024,
} as const;

/**
 * Written out field by field: a store under a name that is known here is several times cheaper than one under a name
 * that is not.
 */
function takeMeasured(numbers: Numbers, suffix: number, value: number): number {
  if (Number.isNaN(value)) return 0;
  switch (suffix) {
    case RTD:
      numbers.Rtd = value;
      return SEEN.Rtd;
    case AVG:
      numbers.Avg = value;
      return SEEN.Avg;
    case MIN:
      numbers.Min = value;
      return SEEN.Min;
    case MAX:
      numbers.Max = value;
      return SEEN.Max;
    case COU:
      numbers.Cou = value;
      return SEEN.Cou;
    default:
      return 0;
  }
}

function takeConverted(numbers: Numbers, suffix: number, value: number): number {
  if (Number.isNaN(value)) return 0;
  switch (suffix) {
    case RTD:
      numbers.ZsRtd = value;
      return SEEN.ZsRtd;
    case AVG:
      numbers.ZsAvg = value;
      return SEEN.ZsAvg;
    case MIN:
      numbers.ZsMin = value;
      return SEEN.ZsMin;
    case MAX:
      numbers.ZsMax = value;
      return SEEN.ZsMax;
    default:
      return 0;
  }
}

function codeBit(code: string): number {
  const last = code.length - 1;
  return 1 << (last === 0 ? 0 : code.charCodeAt(last) + code.charCodeAt(last - 1) * 10);
}

function fourBytes(text: string): number {
  return fourBytesAt(new TextEncoder().encode(text), 0);
}

function fourBytesAt(bytes: Uint8Array, at: number): number {
  return (
    ((bytes[at] as number) << 24) |
    ((bytes[at + 1] as number) << 16) |
    ((bytes[at + 2] as number) << 8) |
    (bytes[at + 3] as number)
  );
}
