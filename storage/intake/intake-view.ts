import type Database from "libsql";
import type { Transport } from "../../core/journal/journal-entry.ts";
import { type IntakeView, type LatestReading, MOST_VERSIONS_READ } from "../../core/readings/intake.ts";
import type { Account, MessageOutcome, QuarantineRow, RejectReason } from "../../core/readings/message.ts";
import type { OutlineBounds, SeriesOutline } from "../../core/readings/outline.ts";
import type { QuarantineCount, QuarantineFilter } from "../../core/readings/quarantine-order.ts";
import type { StoredReading } from "../../core/readings/reading.ts";
import type { RejectDetail } from "../../core/readings/reject-codes.ts";
import type { RevisedReading, SeriesQuery } from "../../core/readings/series.ts";
import { compareVersions } from "../../core/readings/versions.ts";
import { type BeijingDate, type Instant, instant } from "../../core/time.ts";
import { Documents } from "../documents.ts";
import { READING_COLUMNS, type ReadingRow, rowToReading } from "../series/reading-rows.ts";
import { inForceByTime } from "../series/reading-tables.ts";
import type { Upcasters } from "../upcasters.ts";
import { ChangesReader } from "./changes-reader.ts";
import { type IntakeFile, openIntakeFile } from "./intake-file.ts";
import { loadCursor } from "./intake-store.ts";
import { openRowsOf } from "./open-rows.ts";
import { OutlineReader } from "./outline-reader.ts";
import { parseRowId, rowId } from "./quarantine-id.ts";
import { VersionReader } from "./version-reader.ts";

/** Opens the working store of a data directory for reading; works before the writer has ever started, and beside it. */
export function openIntakeView(options: { readonly directory: string; readonly upcasters?: Upcasters }): IntakeView {
  return new SqliteIntakeView(openIntakeFile(options.directory), new Documents(options.upcasters));
}

const LATEST = `SELECT ${READING_COLUMNS} FROM latest l JOIN series s ON s.id = l.series_id
  JOIN reading r ON r.series_id = l.series_id AND r.at = l.at AND r.revision = l.revision
  LEFT JOIN reading_origin o ON o.id = r.origin_id`;
const PUT_ASIDE = `SELECT q.message_id, q.n, p.received_at, p.transport, p.mn, p.topic, q.reason, q.detail, p.raw, q.retried_at
  FROM quarantine q JOIN rejected_message p ON p.message_id = q.message_id`;

const DUE_AGAIN = `${PUT_ASIDE} JOIN offer_again o ON o.message_id = q.message_id
  WHERE o.at <= ? AND q.n = (SELECT min(n) FROM quarantine WHERE message_id = o.message_id AND is_open = 1)
  ORDER BY o.at, o.message_id LIMIT ?`;

type QuarantineColumns = readonly [
  messageId: number,
  n: number,
  receivedAt: number,
  transport: Transport,
  mn: string,
  topic: string,
  reason: RejectReason,
  detail: string,
  raw: Uint8Array,
  retriedAt: number | null,
];

class SqliteIntakeView implements IntakeView {
  readonly #db: IntakeFile;
  readonly #documents: Documents;
  readonly #packed: VersionReader;
  readonly #outlines: OutlineReader;
  readonly #changes: ChangesReader;
  readonly #statements = new Map<string, Database.Statement>();

  constructor(db: IntakeFile, documents: Documents) {
    this.#db = db;
    this.#packed = new VersionReader(db);
    this.#outlines = new OutlineReader(db, this.#packed);
    this.#changes = new ChangesReader(db, this.#packed);
    this.#documents = documents;
  }

  async cursor(): Promise<number> {
    return loadCursor(this.#db);
  }

  async account(filter: { readonly mn?: string; readonly day: BeijingDate }): Promise<Omit<Account, "pending">> {
    const rows = this.#rows(
      `SELECT outcome, sum(messages) FROM account WHERE day = ? ${filter.mn === undefined ? "" : "AND mn = ?"} GROUP BY outcome`,
      filter.mn === undefined ? [filter.day] : [filter.day, filter.mn],
    ) as [MessageOutcome, number][];
    const by = new Map(rows);
    const [stored, quarantined] = [by.get("stored") ?? 0, by.get("quarantined") ?? 0];
    const [duplicates, control] = [by.get("duplicate") ?? 0, by.get("control") ?? 0];
    return { received: stored + quarantined + duplicates + control, stored, quarantined, duplicates, control };
  }

  async quarantine({
    limit,
    before,
    ...filter
  }: QuarantineFilter & { readonly limit: number; readonly before?: string }): Promise<readonly QuarantineRow[]> {
    const place = before === undefined ? undefined : parseRowId(before);
    if (before !== undefined && place === undefined) return [];
    const { sql, values } = openRowsOf(filter);
    const rows = this.#rows(
      `${PUT_ASIDE} WHERE ${sql}${place === undefined ? "" : " AND (q.message_id, q.n) < (?, ?)"} ORDER BY q.message_id DESC, q.n DESC LIMIT ?`,
      [...values, ...(place === undefined ? [] : [place.messageId, place.n]), limit],
    );
    return (rows as QuarantineColumns[]).map((row) => toQuarantineRow(row, this.#documents));
  }

  async countQuarantine({
    most = -1,
    ...filter
  }: QuarantineFilter & { readonly upTo?: number; readonly most?: number }): Promise<QuarantineCount> {
    const { sql, values } = openRowsOf(filter);
    const counted = `SELECT count(*), count(DISTINCT message_id) FROM (SELECT q.message_id FROM quarantine q WHERE ${sql} LIMIT ?)`;
    const [row] = this.#rows(counted, [...values, most]) as [[number, number]];
    return { rows: row[0], messages: row[1] };
  }

  async quarantineRow(id: string): Promise<QuarantineRow | undefined> {
    const key = parseRowId(id);
    if (key === undefined) return undefined;
    const [row] = this.#rows(`${PUT_ASIDE} WHERE q.message_id = ? AND q.n = ?`, [key.messageId, key.n]) as QuarantineColumns[];
    return row === undefined ? undefined : toQuarantineRow(row, this.#documents);
  }

  async dueAgain(now: Instant, limit: number): Promise<readonly QuarantineRow[]> {
    const rows = this.#rows(DUE_AGAIN, [now, limit]) as QuarantineColumns[];
    return rows.map((row) => toQuarantineRow(row, this.#documents));
  }

  async series(query: SeriesQuery): Promise<readonly StoredReading[]> {
    const series = this.#packed.find(query);
    if (series === undefined) return [];
    return inForceByTime(this.#packed.versions(series, query.from, { to: query.to, most: MOST_VERSIONS_READ }));
  }

  async outline(query: SeriesQuery, bounds: OutlineBounds): Promise<SeriesOutline> {
    return this.#outlines.read(query, bounds);
  }

  async versions(key: Omit<SeriesQuery, "from" | "to"> & { readonly at: Instant }): Promise<readonly StoredReading[]> {
    const series = this.#packed.find(key);
    return series === undefined ? [] : this.#packed.versions(series, key.at, { to: key.at + 1 }).toSorted(compareVersions);
  }

  async latest(outlets: readonly string[]): Promise<readonly LatestReading[]> {
    return this.#readings(
      `${LATEST} WHERE s.outlet IN (SELECT value FROM json_each(?))
       ORDER BY s.outlet, s.pollutant, s.basis`,
      [JSON.stringify(outlets)],
    );
  }

  async latestAfter(seq: number, limit: number): Promise<readonly LatestReading[]> {
    const page = `${LATEST} WHERE l.seq > ? AND l.seq <= ?  ORDER BY l.seq, s.id`;
    const last = this.#lastOfPage("SELECT seq FROM latest WHERE seq > ? ORDER BY seq LIMIT 1 OFFSET ?", [seq, limit - 1]);
    return this.#readings(page, [seq, last ?? Number.MAX_SAFE_INTEGER]);
  }

  async changes(after: number, upTo: number, limit: number): Promise<readonly RevisedReading[]> {
    return this.#changes.read(after, upTo, limit);
  }

  async close(): Promise<void> {
    this.#db.close();
  }

  /**
   * The entry in which a page ends. A page never ends within an entry: the reader's next page begins after that entry.
   */
  #lastOfPage(sql: string, values: readonly number[]): number | undefined {
    const [row] = this.#rows(sql, values) as [number][];
    return row?.[0];
  }

  #readings(sql: string, values: readonly (string | number)[]): readonly StoredReading[] {
    return this.#rows(sql, values).map((row) => rowToReading(row as ReadingRow));
  }

  #rows(sql: string, values: readonly (string | number)[]): unknown[] {
    let statement = this.#statements.get(sql);
    if (statement === undefined) {
      statement = this.#db.prepare(sql).raw();
      this.#statements.set(sql, statement);
    }
    return statement.all([...values]);
  }
}

function toQuarantineRow(columns: QuarantineColumns, documents: Documents): QuarantineRow {
  const [messageId, n, receivedAt, transport, mn, topic, reason, detail, raw, retriedAt] = columns;
  return {
    id: rowId(messageId, n),
    messageId,
    receivedAt: instant(receivedAt),
    transport,
    mn,
    topic,
    reason,
    detail: documents.read<RejectDetail>("document/reject-detail", detail),
    raw,
    ...(retriedAt === null ? {} : { retriedAt: instant(retriedAt) }),
  };
}
