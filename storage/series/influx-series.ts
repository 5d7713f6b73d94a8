import {
  flux,
  fluxDateTime,
  fluxString,
  HttpError,
  InfluxDB,
  type QueryApi,
  type SendOptions,
  type Transport,
} from "@influxdata/influxdb-client";
import { StoreUnavailableError } from "../../core/failures.ts";
import { type Log, NO_LOG } from "../../core/log.ts";
import type { StoredReading } from "../../core/readings/reading.ts";
import type { Refused, RevisedReading, SeriesQuery, SeriesStore } from "../../core/readings/series.ts";
import { compareVersions } from "../../core/readings/versions.ts";
import { DAY, formatIso, type Instant, plus } from "../../core/time.ts";
import { influxTrouble } from "../influx-trouble.ts";
import { PointLines } from "./influx-lines.ts";
import { type PointRow, pointProblem, READING, READING_VERSION, rowToReading } from "./influx-points.ts";
import { droppedOf, partialWrite } from "./partial-write.ts";
import { sortOut } from "./refusal.ts";
import { strictTransport } from "./strict-transport.ts";

export interface InfluxSeriesOptions {
  readonly url: string;
  /** For InfluxDB 1.8: `user:password`. */
  readonly token: string;
  /** For InfluxDB 1.8: anything. */
  readonly org: string;
  /** For InfluxDB 1.8: `database/retention-policy`. */
  readonly bucket: string;
  readonly log?: Log;
  /** How long a request may go without a byte before the store counts as gone. */
  readonly timeoutMs?: number;
}

/**
 * The long-term store in InfluxDB 2, or 1.8 with Flux switched on. Nothing is buffered or retried here: a batch is one
 * awaited request, and whoever sent it sends it again from the journal when it failed.
 */
export function createInfluxSeries(options: InfluxSeriesOptions): SeriesStore {
  return new InfluxSeries(options);
}

const TIMEOUT_MS = 10_000;
const READINGS_PER_REQUEST = 5_000;
/** Shorter texts are not compressed. */
const GZIP_FROM_BYTES = 1_000;
const WRITE: SendOptions = { method: "POST", headers: { "content-type": "text/plain; charset=utf-8" } };
const WRITE_FAR: SendOptions = { ...WRITE, gzipThreshold: GZIP_FROM_BYTES };
/** Names of this machine: what goes there goes over no line, and is not compressed. */
const HERE: ReadonlySet<string> = new Set(["localhost", "127.0.0.1", "[::1]"]);

class InfluxSeries implements SeriesStore {
  readonly #transport: Transport;
  readonly #writePath: string;
  readonly #writeOptions: SendOptions;
  readonly #lines = new PointLines();
  readonly #queries: QueryApi;
  readonly #options: InfluxSeriesOptions;
  readonly #log: Log;

  constructor(options: InfluxSeriesOptions) {
    const { url, token, org, bucket, timeoutMs = TIMEOUT_MS } = options;
    this.#transport = strictTransport(new InfluxDB({ url, token, timeout: timeoutMs }).transport);
    this.#writePath = `/api/v2/write?org=${encodeURIComponent(org)}&bucket=${encodeURIComponent(bucket)}&precision=ms`;
    this.#writeOptions = HERE.has(new URL(url).hostname) ? WRITE : WRITE_FAR;
    this.#options = options;
    this.#log = options.log ?? NO_LOG;
    this.#queries = new InfluxDB({ url, token, transport: this.#transport }).getQueryApi(org);
  }

  async write(readings: readonly RevisedReading[]): Promise<readonly Refused[]> {
    const { good, refused } = sortOut(readings, pointProblem);
    const all: Refused[] = [...refused];
    for (let i = 0; i < good.length; i += READINGS_PER_REQUEST) {
      all.push(...(await this.#writeOrHalve(good.slice(i, i + READINGS_PER_REQUEST))));
    }
    return all;
  }

  async query(query: SeriesQuery): Promise<readonly StoredReading[]> {
    if (query.from >= query.to) return [];
    const readings = await this.#select(READING, query);
    return readings.toSorted((a, b) => a.at - b.at);
  }

  async versions(key: Omit<SeriesQuery, "from" | "to"> & { readonly at: Instant }): Promise<readonly StoredReading[]> {
    const period = { ...key, from: key.at, to: plus(key.at, 1) };
    const [replaced, inForce] = await Promise.all([this.#select(READING_VERSION, period), this.#select(READING, period)]);
    // A version that came into force again still stands among the replaced ones, as it was then.
    const current = new Set(inForce.map(({ revision }) => revision));
    return [...replaced.filter(({ revision }) => !current.has(revision)), ...inForce].toSorted(compareVersions);
  }

  async close(): Promise<void> {}

  /**
   * A request that is taken in part is taken as far as it can be: what was dropped is named, and nothing is sent again,
   * unless it may hide what became of other days. One that is refused as a whole for a line of it is halved until the
   * refused reading stands alone; what is written twice overwrites itself.
   */
  async #writeOrHalve(readings: readonly RevisedReading[]): Promise<readonly Refused[]> {
    const refusal = await this.#send(readings.map((reading) => this.#lines.of(reading)).join("\n"));
    const [first] = readings;
    if (refusal === undefined || first === undefined) return [];
    const message = messageOf(refusal);
    const partial = partialWrite(message);
    if (partial !== undefined && (partial.kind === "retention" || spanOf(readings) <= DAY)) {
      return droppedOf(readings, partial, message);
    }
    if (readings.length === 1) return [{ reading: first, reason: message }];
    this.#log.debug({ readings: readings.length, status: refusal.statusCode }, "write refused, halving the batch");
    // Shards answer for themselves: a conflict of types in one says nothing of the others, which are parts of time.
    const inOrder = partial === undefined ? readings : readings.toSorted((a, b) => a.at - b.at || a.seq - b.seq);
    const middle = Math.ceil(inOrder.length / 2);
    // One half after the other: two versions of one period must arrive in order.
    const left = await this.#writeOrHalve(inOrder.slice(0, middle));
    const right = await this.#writeOrHalve(inOrder.slice(middle));
    return [...left, ...right];
  }

  /** Sends lines in one request; gives the refusal when the content is at fault. */
  async #send(lines: string): Promise<HttpError | undefined> {
    try {
      await new Promise<void>((complete, error) => {
        this.#transport.send(this.#writePath, lines, this.#writeOptions, { complete, error });
      });
      return undefined;
    } catch (cause) {
      if (isRefusal(cause)) return cause;
      throw new StoreUnavailableError("InfluxDB did not take the batch", { cause, trouble: influxTrouble(cause) });
    }
  }

  async #select(measurement: string, query: SeriesQuery): Promise<readonly StoredReading[]> {
    const { outlet, pollutant, basis, from, to } = query;
    const source = flux`from(bucket: ${fluxString(this.#options.bucket)})
      |> range(start: ${fluxDateTime(formatIso(from))}, stop: ${fluxDateTime(formatIso(to))})
      |> filter(fn: (r) => r._measurement == ${measurement} and r.outlet == ${outlet} and r.pollutant == ${pollutant} and r.basis == ${basis})
      |> pivot(rowKey: ["_time"], columnKey: ["_field"], valueColumn: "_value")`;
    try {
      const rows = await this.#queries.collectRows<PointRow>(source);
      // InfluxDB 1.8 gives the end of a range as well, against its documentation.
      return rows.map(rowToReading).filter(({ at }) => from <= at && at < to);
    } catch (cause) {
      if (isRefusal(cause)) throw cause;
      throw new StoreUnavailableError("InfluxDB did not answer the query", { cause, trouble: influxTrouble(cause) });
    }
  }
}

/**
 * The content is at fault. Missing rights, a missing bucket and too many requests are faults of the surroundings, and
 * pass.
 */
function isRefusal(cause: unknown): cause is HttpError {
  return cause instanceof HttpError && (cause.statusCode === 400 || cause.statusCode === 413 || cause.statusCode === 422);
}

/** The words of InfluxDB; its client says them as a message, or leaves them in the body. */
function messageOf({ message, body, json }: HttpError): string {
  const said = json?.message ?? json?.error ?? body;
  return typeof said === "string" && said !== "" ? said : message;
}

/** From the oldest of readings to the newest. */
function spanOf(readings: readonly RevisedReading[]): number {
  let [oldest, newest] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const { at } of readings) {
    oldest = Math.min(oldest, at);
    newest = Math.max(newest, at);
  }
  return newest - oldest;
}
