import { StoreUnavailableError } from "../../core/failures.ts";
import type { JournalCursors } from "../../core/journal/journal.ts";
import { openDerived } from "./connection.ts";
import { classifyDiskFailure } from "./disk-failure.ts";
import { journalPaths, openDurable } from "./live-file.ts";

const SCHEMA = "CREATE TABLE IF NOT EXISTS cursor (reader TEXT PRIMARY KEY, seq INTEGER NOT NULL) STRICT, WITHOUT ROWID;";

/** Cursors of the readers of a journal. A cursor may go back: a store that is built anew begins at 0. */
export interface ClosableCursors extends JournalCursors {
  close(): void;
}

/** Opens the cursors in `directory` (`<dataDir>/journal`). A reader that was never heard of stands at 0. */
export function openJournalCursors(options: { readonly directory: string }): ClosableCursors {
  const connection = openDurable(journalPaths(options.directory).cursors, SCHEMA, openDerived);
  // Each reader's own store holds its true position. When a power cut takes the last saves away, a reader at worst
  // applies entries again, which changes nothing, and less is sealed than could be. So a save need not wait for the
  // disk.
  connection.exec("PRAGMA synchronous = NORMAL; PRAGMA wal_autocheckpoint = 1000");
  const load = connection.prepare("SELECT seq FROM cursor WHERE reader = ?");
  const save = connection.prepare(
    "INSERT INTO cursor (reader, seq) VALUES (?, ?) ON CONFLICT (reader) DO UPDATE SET seq = excluded.seq",
  );
  const forget = connection.prepare("DELETE FROM cursor WHERE reader = ?");
  const all = connection.prepare("SELECT reader, seq FROM cursor ORDER BY reader");
  const write = (work: () => void): void => {
    try {
      work();
    } catch (cause) {
      if (classifyDiskFailure(cause, options.directory) === "broken") throw cause;
      throw new StoreUnavailableError("the cursors cannot be written now", { cause });
    }
  };

  return {
    load: async (reader) => load.rows<[number]>([reader])[0]?.[0] ?? 0,
    save: async (reader, place) => write(() => save.run([reader, place])),
    forget: async (reader) => write(() => forget.run([reader])),
    all: async () => Object.fromEntries(all.rows<[string, number]>([])),
    close: () => connection.close(),
  };
}
