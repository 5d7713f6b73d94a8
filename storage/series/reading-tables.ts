import type Database from "libsql";
import type { ReadingOrigin, StoredReading } from "../../core/readings/reading.ts";
import { compareVersions } from "../../core/readings/versions.ts";
import { READING_COLUMNS_ADDED, READING_TABLES } from "./reading-rows.ts";

/** Makes the tables of readings, or gives those of an older build what they lack. */
export function prepareReadingTables(db: Database.Database): void {
  db.exec(READING_TABLES);
  const present = new Set((db.prepare("PRAGMA table_info(reading)").raw().all([]) as [number, string][]).map(([, name]) => name));
  for (const column of READING_COLUMNS_ADDED) {
    const [name = ""] = column.split(" ");
    if (!present.has(name)) db.exec(`ALTER TABLE reading ADD COLUMN ${column}`);
  }
}

/** Ids of origins, found or made. The registry bounds their number, so all that were used are held in memory. */
export class OriginIds {
  readonly #add: Database.Statement;
  readonly #find: Database.Statement;
  #idByKey = new Map<string, number>();

  constructor(db: Database.Database) {
    this.#add = db.prepare(
      "INSERT INTO reading_origin (mn, factor, field, unit, minutes) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
    );
    this.#find = db
      .prepare("SELECT id FROM reading_origin WHERE mn = ? AND factor = ? AND field = ? AND unit = ? AND minutes = ?")
      .raw();
  }

  idOf({ mn, factor, field, unit, minutes = 0 }: ReadingOrigin): number {
    const key = `${mn}\n${factor}\n${field ?? ""}\n${unit}\n${minutes}`;
    const held = this.#idByKey.get(key);
    if (held !== undefined) return held;
    const columns = [mn, factor, field ?? "", unit, minutes];
    this.#add.run(columns);
    const [row] = this.#find.all(columns) as [number][];
    if (row === undefined) throw new Error(`the origin ${mn}, ${factor} was added but is not there`);
    this.#idByKey.set(key, row[0]);
    return row[0];
  }

  /** Forgets everything, after a rollback. */
  forget(): void {
    this.#idByKey = new Map();
  }
}

/** Of versions ordered by time, the one in force of each period. */
export function inForceByTime(versions: readonly StoredReading[]): readonly StoredReading[] {
  const found: StoredReading[] = [];
  for (const version of versions) {
    const best = found.at(-1);
    if (best === undefined || best.at !== version.at) found.push(version);
    else if (compareVersions(version, best) > 0) found[found.length - 1] = version;
  }
  return found;
}
