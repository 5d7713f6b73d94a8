import Database from "libsql";
import { markingCorruption } from "../corrupt-file.ts";

/** What a statement binds and gives back. Blobs come back as `Buffer`. */
export type SqlValue = string | number | null | Uint8Array;

export interface Statement {
  run(values: readonly SqlValue[]): void;
  /** All rows, each as its columns in order. Reads to the end, so that no read transaction stays open behind it. */
  rows<Row extends readonly SqlValue[]>(values: readonly SqlValue[]): readonly Row[];
}

/** The part of SQLite that the journal uses. Synchronous: a call returns when the disk has answered. */
export interface Connection {
  exec(sql: string): void;
  prepare(sql: string): Statement;
  inTransaction(): boolean;
  close(): void;
}

/** How the journal opens its files. Tests pass their own, to let the disk fail at a chosen place. */
export type OpenConnection = (file: string) => Connection;

/** Opens (or creates) a SQLite file. */
export function openLibsql(file: string): Connection {
  return connectionOver(new Database(file));
}

/** The same for a file that can be made anew: it is marked when it turns out corrupt. */
export function openDerived(file: string): Connection {
  return connectionOver(markingCorruption(new Database(file), file));
}

function connectionOver(database: Database.Database): Connection {
  return {
    exec: (sql) => {
      database.exec(sql);
    },
    prepare: (sql) => {
      const statement = database.prepare(sql);
      if (statement.reader) statement.raw();
      return {
        run: (values) => {
          statement.run(values);
        },
        rows: <Row extends readonly SqlValue[]>(values: readonly SqlValue[]) => statement.all(values) as Row[],
      };
    },
    inTransaction: () => database.inTransaction,
    close: () => {
      database.close();
    },
  };
}

/** The first row of a query that always has one. */
export function onlyRow<Row extends readonly SqlValue[]>(statement: Statement, values: readonly SqlValue[] = []): Row {
  const [row] = statement.rows<Row>(values);
  if (row === undefined) throw new Error("a query that always has a row had none");
  return row;
}
