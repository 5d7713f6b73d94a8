import { existsSync } from "node:fs";
import { join } from "node:path";
import type { MarkedPart } from "../../core/installation/marked-part.ts";
import { journalPaths } from "../journal/live-file.ts";
import { sqlitePart } from "./sqlite-part.ts";

/** The journal of a data directory: its newest entry, sealed or not, and how far its readers have come. */
export function journalPart(dataDir: string): MarkedPart {
  const { live, manifest, cursors } = journalPaths(join(dataDir, "journal"));
  const part = sqlitePart({
    name: "journal",
    file: live,
    read: (file) => ({ place: file.has("high_water") ? file.number("SELECT last_seq FROM high_water") : 0 }),
  });
  const sealed = sqlitePart({
    name: "journal",
    file: manifest,
    read: (file) => ({ place: file.has("segment") ? file.number("SELECT max(last_seq) FROM segment") : 0 }),
  });
  const beside = sqlitePart({
    name: "journal",
    file: cursors,
    read: (file) => ({
      place: 0,
      readers: Object.fromEntries(file.has("cursor") ? file.rows<[string, number]>("SELECT reader, seq FROM cursor") : []),
    }),
  });
  return {
    name: "journal",
    async look() {
      // The readers first: they may go on while we look, and never go beyond what is there.
      const readers = (await beside.look())?.readers ?? {};
      const old = await sealed.look();
      const state = await part.look();
      if (state === undefined && old === undefined) return undefined;
      return { marks: state?.marks ?? [], place: Math.max(state?.place ?? 0, old?.place ?? 0), readers };
    },
    mark: (mark) => part.mark(mark),
  };
}

/** The file that keeps the journal's mark. */
export function journalMarkFile(dataDir: string): string {
  return journalPaths(join(dataDir, "journal")).live;
}

/** The records of a data directory. */
export function recordsPart(dataDir: string): MarkedPart {
  return sqlitePart({
    name: "records",
    file: join(dataDir, "records.sqlite"),
    read: (file) => ({
      place: file.has("position") ? file.number("SELECT journal_seq FROM position WHERE id = 1") : 0,
      registrySeq: file.has("registries") ? file.number("SELECT max(seq) FROM registries") : 0,
      hasDemoAccounts: file.has("users") && file.number("SELECT count(*) FROM users WHERE id LIKE 'demo-%'") > 0,
    }),
  });
}

/** The working store of a data directory. */
export function intakePart(dataDir: string): MarkedPart {
  return sqlitePart({
    name: "intake",
    file: join(dataDir, "intake.sqlite"),
    read: (file) => ({ place: file.has("meta") ? file.number("SELECT value FROM meta WHERE name = 'cursor'") : 0 }),
  });
}

/** Whether there is a journal at all. */
export function hasJournal(dataDir: string): boolean {
  return existsSync(journalMarkFile(dataDir));
}
