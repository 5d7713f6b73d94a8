import { ByteReader, ByteWriter } from "./byte-writer.ts";

/** How the numbers of a column are written; stored, so never given another meaning. */
const FORM = { same: 1, whole: 2, difference: 3, changeOfDifference: 4, double: 5 } as const;
/** The most digits after the point that are tried; what has more is written as it is. */
const MOST_DECIMALS = 6;
/** Differences of differences of such numbers still fit into what `ByteWriter.signed` takes. */
const GREATEST = 2 ** 50;
const [NONE_PRESENT, SOME_PRESENT, ALL_PRESENT] = [0, 1, 2];

/**
 * Writes a column of numbers, some of which may be absent: which are there, then one number when all are the same, else
 * whole numbers (scaled by a power of ten that gives back every value exactly) as they are, as differences, or as
 * changes of the difference, whatever is shortest; else eight bytes each.
 */
export function writeNumbers(values: readonly (number | null)[]): Uint8Array {
  const present = values.filter((value) => value !== null);
  const writer = new ByteWriter();
  if (present.length === 0) {
    writer.byte(NONE_PRESENT);
    return writer.taken();
  }
  if (present.length === values.length) writer.byte(ALL_PRESENT);
  else {
    writer.byte(SOME_PRESENT);
    writer.bytes(presenceOf(values));
  }
  writer.bytes(shortest(present));
  return writer.taken();
}

/** Reads a column of `count` numbers. */
export function readNumbers(bytes: Uint8Array, count: number): (number | null)[] {
  const reader = new ByteReader(bytes);
  const presence = reader.byte();
  if (presence === NONE_PRESENT) return Array<null>(count).fill(null);
  if (presence === ALL_PRESENT) return readPresent(reader, count);
  const flags = reader.bytes(Math.ceil(count / 8));
  const isPresent = (i: number): boolean => ((flags[i >> 3] ?? 0) & (1 << (i & 7))) !== 0;
  const places = Array.from({ length: count }, (_, i) => isPresent(i));
  const present = readPresent(reader, places.filter(Boolean).length);
  let next = 0;
  return places.map((isThere) => {
    if (!isThere) return null;
    next += 1;
    return present[next - 1] ?? null;
  });
}

/** Reads a column in which none is absent. */
export function readAllNumbers(bytes: Uint8Array, count: number): number[] {
  const reader = new ByteReader(bytes);
  if (reader.byte() === ALL_PRESENT) return readPresent(reader, count);
  return readNumbers(bytes, count).filter((value) => value !== null);
}

function presenceOf(values: readonly (number | null)[]): Uint8Array {
  const flags = new Uint8Array(Math.ceil(values.length / 8));
  for (const [i, value] of values.entries()) if (value !== null) flags[i >> 3] = (flags[i >> 3] ?? 0) | (1 << (i & 7));
  return flags;
}

function shortest(values: readonly number[]): Uint8Array {
  const [first = 0] = values;
  const same = new ByteWriter();
  if (values.every((value) => Object.is(value, first))) {
    same.byte(FORM.same);
    same.double(first);
    return same.taken();
  }
  const decimals = decimalsOf(values);
  if (decimals === undefined) {
    same.byte(FORM.double);
    for (const value of values) same.double(value);
    return same.taken();
  }
  const scale = 10 ** decimals;
  const wholes = values.map((value) => Math.round(value * scale));
  const forms = [FORM.whole, FORM.difference, FORM.changeOfDifference].map((form) => {
    const writer = new ByteWriter();
    writer.byte(form);
    writer.byte(decimals);
    writeWholes(writer, wholes, form);
    return writer.taken();
  });
  return forms.reduce((best, other) => (other.length < best.length ? other : best));
}

/** How many decimals give back every value exactly. */
function decimalsOf(values: readonly number[]): number | undefined {
  for (let decimals = 0; decimals <= MOST_DECIMALS; decimals += 1) {
    const scale = 10 ** decimals;
    if (values.every((value) => isExact(value, scale))) return decimals;
  }
  return undefined;
}

function isExact(value: number, scale: number): boolean {
  const whole = Math.round(value * scale);
  // A negative zero is no whole number that can be written.
  return Math.abs(whole) <= GREATEST && !Object.is(whole, -0) && Object.is(whole / scale, value);
}

function writeWholes(writer: ByteWriter, wholes: readonly number[], form: number): void {
  let [before, difference] = [0, 0];
  for (const value of wholes) {
    const step = value - before;
    if (form === FORM.whole) writer.signed(value);
    else writer.signed(form === FORM.difference ? step : step - difference);
    [before, difference] = [value, step];
  }
}

function readPresent(reader: ByteReader, count: number): number[] {
  const form = reader.byte();
  if (form === FORM.same) return Array<number>(count).fill(reader.double());
  if (form === FORM.double) return Array.from({ length: count }, () => reader.double());
  const scale = 10 ** reader.byte();
  const values = reader.signeds(count);
  if (reader.isBeyond) throw new Error("a column of a block of readings ends too early");
  if (form !== FORM.whole) sumUp(values);
  if (form === FORM.changeOfDifference) sumUp(values);
  if (scale !== 1) for (let i = 0; i < count; i += 1) values[i] = (values[i] as number) / scale;
  return values;
}

/** Makes of differences what they are the differences of. */
function sumUp(values: number[]): void {
  let sum = 0;
  for (let i = 0; i < values.length; i += 1) {
    sum += values[i] as number;
    values[i] = sum;
  }
}
