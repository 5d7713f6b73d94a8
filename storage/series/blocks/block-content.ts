import { ByteReader, ByteWriter } from "./byte-writer.ts";
import { readAllNumbers, readNumbers, writeNumbers } from "./number-column.ts";

/** A row of the table `reading` without its series: all that is kept of a version. */
export interface BlockRow {
  readonly at: number;
  readonly revision: number;
  readonly value: number;
  readonly converted: number | null;
  readonly flag: string;
  readonly min: number | null;
  readonly max: number | null;
  readonly total: number | null;
  readonly seq: number;
  readonly receivedAt: number;
  readonly origin: number | null;
  readonly order: number | null;
  readonly firstEntry: number | null;
  readonly digest: number | null;
  readonly implausible: number | null;
  readonly digests: string | null;
  readonly rawMean: number | null;
  readonly sampledAt: number | null;
  readonly vendorFlag: string | null;
  readonly backfilled: number | null;
}

/** What is drawn of a block, column by column. */
export interface BlockPoints {
  readonly at: readonly number[];
  readonly revision: readonly number[];
  readonly value: readonly number[];
  readonly converted: readonly (number | null)[];
  readonly flag: readonly string[];
}

const FORMAT = 1;

/**
 * Writes versions of one series, ordered by time and revision, as one block: a byte that says the format, how many
 * there are, then column after column, each with its length, so that a reader skips what it does not want. Times of
 * arrival are kept as the distance from the period, orders as the distance from the arrival. Every number comes back
 * exactly. What few series have at all (a raw mean, the vendor's flag) stands at the end, and not at all where nothing
 * was said beside a value.
 */
export function writeBlock(rows: readonly BlockRow[]): Uint8Array {
  const writer = new ByteWriter();
  const { numbers, texts } = columnsOf(rows, writer);
  writePointColumns(rows, writer);
  for (const part of ["min", "max", "total", "seq"] as const) numbers((row) => row[part]);
  numbers((row) => row.receivedAt - row.at);
  numbers((row) => row.origin);
  numbers(({ order, receivedAt }) => (order === null ? null : order - receivedAt));
  numbers(({ firstEntry, seq }) => (firstEntry === null ? null : firstEntry - seq));
  for (const part of ["digest", "implausible"] as const) numbers((row) => row[part]);
  texts((row) => row.digests);
  if (rows.some(hasBeside)) {
    numbers((row) => row.rawMean);
    numbers(({ sampledAt, at }) => (sampledAt === null ? null : at - sampledAt));
    texts((row) => row.vendorFlag);
    numbers((row) => row.backfilled);
  }
  return writer.taken();
}

/** A row as far as it is drawn. */
export type PointRow = Pick<BlockRow, "at" | "revision" | "value" | "converted" | "flag">;

/** Writes only what is drawn, for `readBlockPoints`: the first columns of a block. */
export function writePoints(rows: readonly PointRow[]): Uint8Array {
  const writer = new ByteWriter();
  writePointColumns(rows, writer);
  return writer.taken();
}

function writePointColumns(rows: readonly PointRow[], writer: ByteWriter): void {
  const { numbers, texts } = columnsOf(rows, writer);
  writer.byte(FORMAT);
  writer.whole(rows.length);
  for (const part of ["at", "revision", "value", "converted"] as const) numbers((row) => row[part]);
  texts((row) => row.flag);
}

/** What writes columns of rows, each with its length. */
function columnsOf<Row>(rows: readonly Row[], writer: ByteWriter) {
  const column = (bytes: Uint8Array): void => {
    writer.whole(bytes.length);
    writer.bytes(bytes);
  };
  return {
    numbers: (of: (row: Row) => number | null) => column(writeNumbers(rows.map(of))),
    texts: (of: (row: Row) => string | null) => column(writeTexts(rows.map(of))),
  };
}

/** The versions of a block, as they were written. */
export function readBlock(bytes: Uint8Array): BlockRow[] {
  const columns = new Columns(bytes);
  const { at, revision, value, converted, flag } = columns.points();
  const [min, max, total, seq] = [columns.numbers(), columns.numbers(), columns.numbers(), columns.numbers()];
  const [delay, origin, order, first] = [columns.numbers(), columns.numbers(), columns.numbers(), columns.numbers()];
  const [digest, implausible, digests] = [columns.numbers(), columns.numbers(), columns.texts()];
  const beside = columns.isAtEnd ? NOTHING_BESIDE : readBeside(columns);
  return at.map((moment, i) => {
    const receivedAt = moment + (delay[i] ?? 0);
    const entry = seq[i] ?? 0;
    return {
      at: moment,
      revision: revision[i] ?? 0,
      value: value[i] ?? 0,
      converted: converted[i] ?? null,
      flag: flag[i] ?? "",
      min: min[i] ?? null,
      max: max[i] ?? null,
      total: total[i] ?? null,
      seq: entry,
      receivedAt,
      origin: origin[i] ?? null,
      order: shifted(order[i], receivedAt),
      firstEntry: shifted(first[i], entry),
      digest: digest[i] ?? null,
      implausible: implausible[i] ?? null,
      digests: digests[i] ?? null,
      ...besideAt(beside, i, moment),
    };
  });
}

/** Only what is drawn, of a block or of what `writePoints` wrote: the first columns. */
export function readBlockPoints(bytes: Uint8Array): BlockPoints {
  return new Columns(bytes).points();
}

function hasBeside({ rawMean, sampledAt, vendorFlag, backfilled }: BlockRow): boolean {
  return (rawMean ?? sampledAt ?? vendorFlag ?? backfilled) !== null;
}

interface Beside {
  readonly rawMean: readonly (number | null)[];
  /** How long before the period, or the moment, the sample was taken. */
  readonly age: readonly (number | null)[];
  readonly vendorFlag: readonly (string | null)[];
  readonly backfilled: readonly (number | null)[];
}

const NOTHING_BESIDE: Beside = { rawMean: [], age: [], vendorFlag: [], backfilled: [] };

function readBeside(columns: Columns): Beside {
  const [rawMean, age] = [columns.numbers(), columns.numbers()];
  return { rawMean, age, vendorFlag: columns.texts(), backfilled: columns.numbers() };
}

function besideAt(
  { rawMean, age, vendorFlag, backfilled }: Beside,
  i: number,
  at: number,
): Pick<BlockRow, "rawMean" | "sampledAt" | "vendorFlag" | "backfilled"> {
  const before = age[i] ?? null;
  return {
    rawMean: rawMean[i] ?? null,
    sampledAt: before === null ? null : at - before,
    vendorFlag: vendorFlag[i] ?? null,
    backfilled: backfilled[i] ?? null,
  };
}

function shifted(distance: number | null | undefined, from: number): number | null {
  return distance === null || distance === undefined ? null : from + distance;
}

class Columns {
  readonly #reader: ByteReader;
  readonly #count: number;

  constructor(bytes: Uint8Array) {
    this.#reader = new ByteReader(bytes);
    const format = this.#reader.byte();
    if (format !== FORMAT) throw new Error(`a block of readings has format ${format}, this build knows ${FORMAT}`);
    this.#count = this.#reader.whole();
  }

  get isAtEnd(): boolean {
    return this.#reader.isAtEnd;
  }

  points(): BlockPoints {
    const [at, revision, value] = [this.#all(), this.#all(), this.#all()];
    return { at, revision, value, converted: this.numbers(), flag: this.#flags() };
  }

  numbers(): (number | null)[] {
    return readNumbers(this.#column(), this.#count);
  }

  texts(): (string | null)[] {
    return readTexts(this.#column(), this.#count);
  }

  #all(): number[] {
    return readAllNumbers(this.#column(), this.#count);
  }

  /** Nearly always one flag for all. */
  #flags(): string[] {
    return this.texts().map((flag) => flag ?? "");
  }

  #column(): Uint8Array {
    return this.#reader.bytes(this.#reader.whole());
  }
}

/** The different texts once, and which of them each row has. */
function writeTexts(texts: readonly (string | null)[]): Uint8Array {
  const different = [...new Set(texts.filter((text) => text !== null))];
  const places = new Map(different.map((text, place) => [text, place]));
  const dictionary = new TextEncoder().encode(JSON.stringify(different));
  const writer = new ByteWriter();
  writer.whole(dictionary.length);
  writer.bytes(dictionary);
  writer.bytes(writeNumbers(texts.map((text) => (text === null ? null : (places.get(text) ?? null)))));
  return writer.taken();
}

function readTexts(bytes: Uint8Array, count: number): (string | null)[] {
  const reader = new ByteReader(bytes);
  const dictionary = new TextDecoder().decode(reader.bytes(reader.whole()));
  const texts = JSON.parse(dictionary) as readonly string[];
  const places = readNumbers(reader.bytes(bytes.length), count);
  return places.map((place) => (place === null ? null : (texts[place] ?? null)));
}
