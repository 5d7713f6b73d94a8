import { ByteReader, ByteWriter } from "./byte-writer.ts";
import { readNumbers, writeNumbers } from "./number-column.ts";

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
  writer.byte(FORMAT);
  writer.whole(rows.length);
  const column = (bytes: Uint8Array): void => {
    writer.whole(bytes.length);
    writer.bytes(bytes);
  };
  const numbers = (of: (row: BlockRow) => number | null): void => column(writeNumbers(rows.map(of)));
  numbers((row) => row.at);
  numbers((row) => row.revision);
  numbers((row) => row.value);
  numbers((row) => row.converted);
  column(writeTexts(rows.map(({ flag }) => flag)));
  for (const part of ["min", "max", "total", "seq"] as const) numbers((row) => row[part]);
  numbers((row) => row.receivedAt - row.at);
  numbers((row) => row.origin);
  numbers(({ order, receivedAt }) => (order === null ? null : order - receivedAt));
  numbers(({ firstEntry, seq }) => (firstEntry === null ? null : firstEntry - seq));
  for (const part of ["digest", "implausible"] as const) numbers((row) => row[part]);
  column(writeTexts(rows.map(({ digests }) => digests)));
  if (rows.some(hasBeside)) {
    numbers((row) => row.rawMean);
    numbers(({ sampledAt, at }) => (sampledAt === null ? null : at - sampledAt));
    column(writeTexts(rows.map(({ vendorFlag }) => vendorFlag)));
    numbers((row) => row.backfilled);
  }
  return writer.taken();
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

/** Only what is drawn: the first columns. */
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
    return { at, revision, value, converted: this.numbers(), flag: this.texts().map((flag) => flag ?? "") };
  }

  numbers(): (number | null)[] {
    return readNumbers(this.#column(), this.#count);
  }

  texts(): (string | null)[] {
    return readTexts(this.#column(), this.#count);
  }

  #all(): number[] {
    return this.numbers().filter((value) => value !== null);
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
