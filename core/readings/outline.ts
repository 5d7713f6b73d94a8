import { DAY, HOUR, type Instant, SECOND } from "../time.ts";
import { isUsableFlag, type StoredReading } from "./reading.ts";

/** What a line through a series is drawn of. */
export type SeriesPoint = Pick<StoredReading, "at" | "value" | "converted" | "flag" | "revision">;

/** The point of a reading. */
export function pointOf({ at, value, converted, flag, revision }: StoredReading): SeriesPoint {
  return { at, value, ...(converted !== undefined && { converted }), flag, revision };
}

/** How much of a series is looked at, and how much of it is given. */
export interface OutlineBounds {
  /** How many points are given at most; at least 10. */
  readonly most: number;
  /** How many rows are read at most. */
  readonly mostRows: number;
  /** Asked between slices of rows; once it says no, the reading ends and what was read is given. */
  readonly isWanted?: () => boolean;
}

/** A series with no more points than were asked for. */
export interface SeriesOutline {
  readonly points: readonly SeriesPoint[];
  /** True when points were left out. */
  readonly thinned: boolean;
  /** Set when the bound of rows ended the reading: nothing from this instant on was looked at. */
  readonly readTo?: Instant;
}

type Drawn = Pick<StoredReading, "at" | "value"> & Partial<Pick<StoredReading, "converted" | "flag">>;

/**
 * The widths of a bucket from the narrowest on, beyond the last it doubles. Each is a whole number of the one before,
 * so that what is kept of a bucket never depends on how much was looked at at once; and what stores sum up (an hour, a
 * day, 30 and 900 days) is one of them.
 */
const WIDTHS_MS: readonly number[] = [
  ...[1, 5, 25, 50, 100, 200, 400, 1_200].map((seconds) => seconds * SECOND),
  ...[1, 2, 4, 8].map((hours) => hours * HOUR),
  ...[1, 2, 6, 30, 60, 180, 900].map((days) => days * DAY),
];
const NARROWEST_MS = 1_000;

/** True when what `outlineOfBucket` keeps of a stretch of this width stands for all of it in wider buckets. */
export function isBucketWidth(widthMs: number): boolean {
  return WIDTHS_MS.includes(widthMs);
}

/**
 * Takes the points of a series by time, as many as come, and keeps few of them: of each bucket of time the first, the
 * last, and the lowest and the highest of the values as measured and as converted, of usable ones and of others apart.
 * No extreme is lost, whichever of them a limit looks at, and a value of a calibration hides none that counts. Buckets
 * grow until what is kept is few enough.
 */
export class Outline<T extends Drawn> {
  readonly #most: number;
  #kept: T[] = [];
  #bucketMs: number;
  #isThinned = false;

  /** `narrowestMs`: the width of the first buckets, one of those that `isBucketWidth` knows. */
  constructor(most: number, narrowestMs = NARROWEST_MS) {
    this.#most = most;
    this.#bucketMs = narrowestMs;
  }

  add(point: T): void {
    this.#kept.push(point);
    if (this.#kept.length >= 2 * this.#most) this.#thin(() => this.#keptBeforeLastBucket());
  }

  /** Adds what `outlineOfBucket` kept of `count` points of a stretch that is no wider than the narrowest bucket. */
  addOutlined(points: readonly T[], count: number): void {
    if (count > points.length) this.#isThinned = true;
    for (const point of points) this.add(point);
  }

  /** What is kept, by time: the same however the points came, one by one or summed up. */
  points(): readonly T[] {
    if (this.#isThinned || this.#kept.length > this.#most) this.#thin(() => this.#kept.length);
    return this.#kept;
  }

  get isThinned(): boolean {
    return this.#isThinned;
  }

  /** Widens the buckets until what is `settled`, whatever may still come, is few enough. */
  #thin(settled: () => number): void {
    for (;;) {
      const all = this.#kept;
      this.#kept = outlineOfBuckets(all, this.#bucketMs);
      if (this.#kept.length < all.length) this.#isThinned = true;
      if (settled() <= this.#most) return;
      this.#bucketMs = widerThan(this.#bucketMs);
    }
  }

  #keptBeforeLastBucket(): number {
    const last = bucketOf(this.#kept.at(-1) as T, this.#bucketMs);
    return this.#kept.findLastIndex((point) => bucketOf(point, this.#bucketMs) !== last) + 1;
  }
}

function widerThan(widthMs: number): number {
  return WIDTHS_MS.find((width) => width > widthMs) ?? 2 * widthMs;
}

/** What is kept of points by time that fall into one bucket, whatever its width: no more than ten. */
export function outlineOfBucket<T extends Drawn>(points: readonly T[]): readonly T[] {
  const kept: T[] = [];
  keepOutline(points, { start: 0, end: points.length }, kept);
  return kept;
}

/** The outline of points that are in memory already. */
export function outlineOf<T extends Drawn>(points: readonly T[], most: number): readonly T[] {
  const outline = new Outline<T>(most);
  for (const point of points) outline.add(point);
  return outline.points();
}

function outlineOfBuckets<T extends Drawn>(points: readonly T[], bucketMs: number): T[] {
  const kept: T[] = [];
  let start = 0;
  while (start < points.length) {
    const bucket = bucketOf(points[start] as T, bucketMs);
    let end = start + 1;
    while (end < points.length && bucketOf(points[end] as T, bucketMs) === bucket) end += 1;
    keepOutline(points, { start, end }, kept);
    start = end;
  }
  return kept;
}

function bucketOf({ at }: Drawn, bucketMs: number): number {
  return Math.floor(at / bucketMs);
}

/** Where the lowest and the highest of one kind of value stand; -1 while none was seen. */
class Extremes {
  low = -1;
  high = -1;
  #lowest = Number.POSITIVE_INFINITY;
  #highest = Number.NEGATIVE_INFINITY;

  see(value: number, place: number): void {
    if (value < this.#lowest) {
      this.#lowest = value;
      this.low = place;
    }
    if (value > this.#highest) {
      this.#highest = value;
      this.high = place;
    }
  }

  forget(): void {
    this.low = -1;
    this.high = -1;
    this.#lowest = Number.POSITIVE_INFINITY;
    this.#highest = Number.NEGATIVE_INFINITY;
  }
}

/** Used for one bucket after the other: measured and converted values, usable and not. */
const EXTREMES = [new Extremes(), new Extremes(), new Extremes(), new Extremes()] as const;

function keepOutline<T extends Drawn>(
  points: readonly T[],
  { start, end }: { readonly start: number; readonly end: number },
  kept: T[],
): void {
  if (end - start <= 2) {
    for (let place = start; place < end; place += 1) kept.push(points[place] as T);
    return;
  }
  for (const extremes of EXTREMES) extremes.forget();
  for (let place = start; place < end; place += 1) see(points[place] as T, place);
  const places = EXTREMES.flatMap(({ low, high }) => (low < 0 ? [] : [low, high]));
  places.push(start, end - 1);
  places.sort((a, b) => a - b);
  for (const [i, place] of places.entries()) if (place !== places[i - 1]) kept.push(points[place] as T);
}

function see(point: Drawn, place: number): void {
  const [measured, converted, unusable, unusableConverted] = EXTREMES;
  const isUsable = isUsableFlag(point.flag ?? "N");
  (isUsable ? measured : unusable).see(point.value, place);
  if (point.converted !== undefined) (isUsable ? converted : unusableConverted).see(point.converted, place);
}
