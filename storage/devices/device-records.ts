import type Database from "libsql";
import type { Page } from "../../core/casework/collection.ts";
import { StoreUnavailableError } from "../../core/failures.ts";
import type { DeviceRecords, DeviceUpdate, QuirkCount } from "../../core/field/device-records.ts";
import { type DeviceFrame, type DeviceState, FRAMES_KEPT, withPresence } from "../../core/field/device-state.ts";
import { type Exchange, type NewExchange, queuedExchange } from "../../core/field/exchange.ts";
import type { Gap } from "../../core/field/gap.ts";
import { joinRefusals, REFUSALS_KEPT, type Refusal, refusalKey } from "../../core/field/refusal.ts";
import { type Instant, instant } from "../../core/time.ts";
import { type DocumentKind, Documents } from "../documents.ts";
import { decodeCursor, pageOf } from "../records/page-cursor.ts";
import { isOutage } from "../series/is-outage.ts";
import { type DeviceRecordsFile, type DeviceRecordsOptions, openDeviceRecordsFile } from "./device-records-file.ts";
import { interrupted } from "./interrupted.ts";

/** Opens the device records of a data directory; several threads and processes may. */
export function openDeviceRecords(options: DeviceRecordsOptions): DeviceRecords {
  return new SqliteDeviceRecords(openDeviceRecordsFile(options), new Documents(options.upcasters));
}

const SAVE_REFUSAL = `INSERT INTO refusal (id, mn, last_at, document, sample) VALUES (?, ?, ?, ?, ?)
  ON CONFLICT (id) DO UPDATE SET last_at = excluded.last_at, document = excluded.document, sample = excluded.sample`;
const ADD_QUIRKS = `INSERT INTO quirk_count (mn, quirk, count) VALUES (?, ?, ?)
  ON CONFLICT (mn, quirk) DO UPDATE SET count = count + excluded.count`;
const FORGET_REFUSALS = `DELETE FROM refusal WHERE id NOT IN (SELECT id FROM refusal ORDER BY last_at DESC, id LIMIT ${REFUSALS_KEPT})`;

type RefusalRow = readonly [document: string, sample: Uint8Array];

type Value = string | number | null | Uint8Array;
type FrameRow = readonly [mn: string, n: number, at: number, direction: "in" | "out", raw: Uint8Array];

const SAVE_EXCHANGE = `INSERT INTO exchange (id, mn, state, created_at, ended_at, document) VALUES (?, ?, ?, ?, ?, ?)
  ON CONFLICT (id) DO UPDATE SET state = excluded.state, ended_at = excluded.ended_at, document = excluded.document`;
const ADD_EXCHANGE = `INSERT INTO exchange (id, mn, state, created_at, ended_at, document) VALUES (?, ?, ?, ?, ?, ?)
  ON CONFLICT (id) DO NOTHING`;
const SAVE_DEVICE = `INSERT INTO device_state (mn, document) VALUES (?, ?)
  ON CONFLICT (mn) DO UPDATE SET document = excluded.document`;
const SAVE_FRAME = `INSERT INTO last_frames (mn, n, at, direction, raw) VALUES (?, ?, ?, ?, ?)
  ON CONFLICT (mn, n) DO UPDATE SET at = excluded.at, direction = excluded.direction, raw = excluded.raw`;
const SAVE_GAP = `INSERT INTO gap (id, mn, state, from_at, changed_at, document) VALUES (?, ?, ?, ?, ?, ?)
  ON CONFLICT (id) DO UPDATE SET state = excluded.state, from_at = excluded.from_at, changed_at = excluded.changed_at,
    document = excluded.document`;

class SqliteDeviceRecords implements DeviceRecords {
  readonly #db: DeviceRecordsFile;
  readonly #kept: Documents;
  readonly #statements = new Map<string, Database.Statement>();

  constructor(db: DeviceRecordsFile, documents: Documents) {
    this.#db = db;
    this.#kept = documents;
  }

  async exchange(id: string): Promise<Exchange | undefined> {
    return this.#documents<Exchange>("document/exchange", "SELECT document FROM exchange WHERE id = ?", [id])[0];
  }

  async exchanges({ mn, limit, cursor }: Parameters<DeviceRecords["exchanges"]>[0]): Promise<Page<Exchange>> {
    const before = cursor === undefined ? undefined : decodeCursor(cursor);
    const rows = this.#documents<Exchange>(
      "document/exchange",
      `SELECT document FROM exchange WHERE mn = ? ${before === undefined ? "" : "AND (created_at, id) < (?, ?)"}
       ORDER BY created_at DESC, id DESC LIMIT ?`,
      [mn, ...(before === undefined ? [] : [before.at, before.id]), limit + 1],
    );
    return pageOf(rows, limit, { endOf: (row) => ({ at: row.createdAt, id: row.id }), itemOf: (row) => row });
  }

  async device(mn: string): Promise<DeviceState | undefined> {
    return this.#documents<DeviceState>("document/device-state", "SELECT document FROM device_state WHERE mn = ?", [mn])[0];
  }

  async devices(): Promise<readonly DeviceState[]> {
    return this.#allDevices();
  }

  async frames(mn: string): Promise<readonly DeviceFrame[]> {
    const rows = this.#rows("SELECT mn, n, at, direction, raw FROM last_frames WHERE mn = ? ORDER BY n DESC LIMIT ?", [
      mn,
      FRAMES_KEPT,
    ]) as FrameRow[];
    return rows
      .reverse()
      .map(([of, n, at, direction, raw]) => ({ mn: of, n, at: instant(at), direction, raw: new Uint8Array(raw) }));
  }

  async openGaps(): Promise<readonly { readonly mn: string; readonly count: number }[]> {
    const rows = this.#rows("SELECT mn, count(*) FROM gap WHERE state <> 'filled' GROUP BY mn ORDER BY mn", []);
    return (rows as [mn: string, count: number][]).map(([mn, count]) => ({ mn, count }));
  }

  async gaps({ mn, states, limit }: Parameters<DeviceRecords["gaps"]>[0]): Promise<readonly Gap[]> {
    const conditions = [
      ...(mn === undefined ? [] : ["mn = ?"]),
      ...(states === undefined ? [] : ["state IN (SELECT value FROM json_each(?))"]),
    ];
    const values = [...(mn === undefined ? [] : [mn]), ...(states === undefined ? [] : [JSON.stringify(states)]), limit];
    const where = conditions.length === 0 ? "" : `WHERE ${conditions.join(" AND ")}`;
    return this.#documents<Gap>("document/gap", `SELECT document FROM gap ${where} ORDER BY from_at, id LIMIT ?`, values);
  }

  async refusals({ mn, limit }: { readonly mn?: string; readonly limit: number }): Promise<readonly Refusal[]> {
    const where = mn === undefined ? "" : "WHERE mn = ?";
    const sql = `SELECT document, sample FROM refusal ${where} ORDER BY last_at DESC, id LIMIT ?`;
    return (this.#rows(sql, [...(mn === undefined ? [] : [mn]), limit]) as RefusalRow[]).map((row) => this.#refusal(row));
  }

  async request(asked: readonly NewExchange[]): Promise<void> {
    this.#inTransaction(() => {
      for (const one of asked) this.#run(ADD_EXCHANGE, this.#exchangeRow(queuedExchange(one)));
    });
  }

  async queued(limit: number): Promise<readonly Exchange[]> {
    return this.#documents<Exchange>(
      "document/exchange",
      `SELECT document FROM exchange WHERE rowid IN (SELECT min(rowid) FROM exchange WHERE state = 'queued' GROUP BY mn) ORDER BY rowid LIMIT ?`,
      [limit],
    );
  }

  async quirks(): Promise<readonly QuirkCount[]> {
    const rows = this.#rows("SELECT mn, quirk, count FROM quirk_count ORDER BY mn, quirk", []) as [string, string, number][];
    return rows.map(([mn, quirk, count]) => ({ mn, quirk, count }));
  }

  async addQuirks(counts: readonly QuirkCount[]): Promise<void> {
    if (counts.length === 0) return;
    this.#inTransaction(() => {
      for (const { mn, quirk, count } of counts) this.#run(ADD_QUIRKS, [mn, quirk, count]);
    });
  }

  async waiting(mn: string): Promise<number> {
    const [row] = this.#rows("SELECT count(*) FROM exchange WHERE state = 'queued' AND mn = ?", [mn]) as [number][];
    return row?.[0] ?? 0;
  }

  async save({ exchanges, devices, frames, refusals = [] }: DeviceUpdate): Promise<void> {
    this.#inTransaction(() => {
      for (const exchange of exchanges) this.#run(SAVE_EXCHANGE, this.#exchangeRow(exchange));
      for (const device of devices) this.#saveDevice(device);
      const newest = new Map<string, number>();
      for (const { mn, n, at, direction, raw } of frames) {
        this.#run(SAVE_FRAME, [mn, n, at, direction, raw]);
        newest.set(mn, Math.max(n, newest.get(mn) ?? 0));
      }
      for (const refusal of refusals) this.#addRefusal(refusal);
      if (refusals.length > 0) this.#run(FORGET_REFUSALS, []);
      for (const [mn, n] of newest) this.#run("DELETE FROM last_frames WHERE mn = ? AND n <= ?", [mn, n - FRAMES_KEPT]);
    });
  }

  async beginAnew(now: Instant): Promise<void> {
    this.#inTransaction(() => {
      const open = this.#documents<Exchange>(
        "document/exchange",
        "SELECT document FROM exchange WHERE state IN ('sent', 'accepted')",
        [],
      );
      for (const exchange of open) this.#run(SAVE_EXCHANGE, this.#exchangeRow(interrupted(exchange, now)));
      for (const device of this.#allDevices()) {
        const gone = withPresence(device, { at: now, online: false });
        if (gone !== device) this.#saveDevice(gone);
      }
    });
  }

  async saveGaps(changed: readonly Gap[], forgotten: readonly string[]): Promise<void> {
    if (changed.length === 0 && forgotten.length === 0) return;
    this.#inTransaction(() => {
      for (const id of forgotten) this.#run("DELETE FROM gap WHERE id = ?", [id]);
      for (const gap of changed) {
        const document = this.#kept.write("document/gap", gap);
        this.#run(SAVE_GAP, [gap.id, gap.mn, gap.state, gap.from, gap.changedAt, document]);
      }
    });
  }

  async tidy(before: Instant): Promise<void> {
    this.#inTransaction(() => {
      this.#run("DELETE FROM exchange WHERE ended_at IS NOT NULL AND ended_at < ?", [before]);
      this.#run("DELETE FROM gap WHERE state IN ('filled', 'given-up') AND changed_at < ?", [before]);
    });
    this.#db.exec("PRAGMA wal_checkpoint(PASSIVE)");
  }

  async close(): Promise<void> {
    this.#db.close();
  }

  #allDevices(): readonly DeviceState[] {
    return this.#documents<DeviceState>("document/device-state", "SELECT document FROM device_state ORDER BY mn", []);
  }

  #addRefusal(refusal: Refusal): void {
    const key = refusalKey(refusal);
    const [before] = this.#rows("SELECT document, sample FROM refusal WHERE id = ?", [key]) as RefusalRow[];
    const { sample, ...document } = joinRefusals(before && this.#refusal(before), refusal);
    this.#run(SAVE_REFUSAL, [key, refusal.mn, document.lastAt, this.#kept.write("document/refusal", document), sample]);
  }

  #saveDevice(device: DeviceState): void {
    this.#run(SAVE_DEVICE, [device.mn, this.#kept.write("document/device-state", device)]);
  }

  #exchangeRow(exchange: Exchange): readonly Value[] {
    const { id, mn, state, createdAt, endedAt } = exchange;
    return [id, mn, state, createdAt, endedAt, this.#kept.write("document/exchange", exchange)];
  }

  #refusal([document, sample]: RefusalRow): Refusal {
    return { ...this.#kept.read<Omit<Refusal, "sample">>("document/refusal", document), sample: new Uint8Array(sample) };
  }

  #inTransaction(work: () => void): void {
    try {
      this.#db.exec("BEGIN IMMEDIATE");
      work();
      this.#db.exec("COMMIT");
    } catch (cause) {
      if (this.#db.inTransaction) this.#db.exec("ROLLBACK");
      if (!isOutage(cause)) throw cause;
      throw new StoreUnavailableError("the device records cannot be written now", { cause });
    }
  }

  #run(sql: string, values: readonly Value[]): void {
    this.#statement(sql).run([...values]);
  }

  #documents<T>(kind: DocumentKind, sql: string, values: readonly Value[]): T[] {
    return (this.#rows(sql, values) as [string][]).map(([document]) => this.#kept.read<T>(kind, document));
  }

  #rows(sql: string, values: readonly Value[]): unknown[] {
    return this.#statement(sql)
      .raw()
      .all([...values]);
  }

  #statement(sql: string): Database.Statement {
    let statement = this.#statements.get(sql);
    if (statement === undefined) {
      statement = this.#db.prepare(sql);
      this.#statements.set(sql, statement);
    }
    return statement;
  }
}
