import { existsSync, mkdirSync } from "node:fs";
import { dirname } from "node:path";
import type { InstallationMark, MarkedPart, PartName, PartState } from "../../core/installation/marked-part.ts";
import { namingCorruptFile } from "../corrupt-file.ts";
import { type Connection, openLibsql, type SqlValue } from "../journal/connection.ts";

/** A store in a SQLite file, and where its place stands there. */
export interface SqlitePartOptions {
  readonly name: PartName;
  readonly file: string;
  readonly read: (file: ReadableFile) => Omit<PartState, "marks">;
}

/** A SQLite file as it is found: tables may be missing. */
export interface ReadableFile {
  has(table: string): boolean;
  /** The first column of the first row; 0 when there is none. */
  number(sql: string): number;
  rows<Row extends readonly SqlValue[]>(sql: string): readonly Row[];
}

/**
 * The mark stands in a table of its own beside those of the store, and outside of its migrations: an older or a newer
 * edition must find it before it understands anything else.
 */
const MARK_TABLE =
  "CREATE TABLE IF NOT EXISTS installation (id INTEGER PRIMARY KEY CHECK (id = 1), installation TEXT NOT NULL, key_proof TEXT NOT NULL)";

export function sqlitePart({ name, file, read }: SqlitePartOptions): MarkedPart {
  return {
    name,
    async look() {
      if (!existsSync(file)) return undefined;
      return withFile(file, (connection) => {
        const found = readable(connection);
        return { marks: found.has("installation") ? marksIn(found) : [], ...read(found) };
      });
    },
    async mark({ installation, keyProof }) {
      mkdirSync(dirname(file), { recursive: true });
      withFile(file, (connection) => {
        if (readable(connection).has("installation")) return;
        connection.exec(MARK_TABLE);
        connection.prepare("INSERT OR IGNORE INTO installation VALUES (1, ?, ?)").run([installation, keyProof]);
      });
    },
  };
}

/** The store has another key from now on. */
export function acceptKey(file: string, { installation, keyProof }: InstallationMark): void {
  withFile(file, (connection) => {
    connection.exec(MARK_TABLE);
    connection.prepare("INSERT OR REPLACE INTO installation VALUES (1, ?, ?)").run([installation, keyProof]);
  });
}

function marksIn(found: ReadableFile): readonly InstallationMark[] {
  return found
    .rows<[string, string]>("SELECT installation, key_proof FROM installation")
    .map(([installation, keyProof]) => ({ installation, keyProof }));
}

function readable(connection: Connection): ReadableFile {
  const rows = <Row extends readonly SqlValue[]>(sql: string) => connection.prepare(sql).rows<Row>([]);
  return {
    has: (table) => rows(`SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = '${table}'`).length > 0,
    number: (sql) => rows<[number]>(sql)[0]?.[0] ?? 0,
    rows,
  };
}

function withFile<T>(file: string, work: (connection: Connection) => T): T {
  const connection = openLibsql(file);
  try {
    connection.exec("PRAGMA busy_timeout = 10000");
    return namingCorruptFile(file, () => work(connection));
  } finally {
    connection.close();
  }
}
