import { existsSync, renameSync, statSync } from "node:fs";
import { join } from "node:path";
import { CorruptFileError, inodeOf, isCorruption, markCorrupt, markedCorrupt, unmark } from "../../storage/corrupt-file.ts";
import { openLibsql } from "../../storage/journal/connection.ts";
import type { RoleName } from "./role.ts";

/**
 * Files that are made anew when they are gone, the role that writes each, and the roles that have it open: the working
 * store and the places of the readers from the journal. Of the device records only the waiting requests and what doors
 * refused are lost.
 */
const DERIVED: readonly { readonly file: string; readonly role: RoleName; readonly users: readonly RoleName[] }[] = [
  { file: "intake.sqlite", role: "pipeline", users: ["pipeline", "api"] },
  { file: join("journal", "cursors.sqlite"), role: "pipeline", users: ["pipeline"] },
  { file: "devices.sqlite", role: "gateway", users: ["gateway", "pipeline", "api"] },
];

interface Log {
  error(facts: object, message: string): void;
}

/** The directory, and the roles that this process holds on it: only their files are set aside. */
export interface DerivedFilesOptions {
  readonly dataDir: string;
  readonly roles: readonly RoleName[];
  readonly log: Log;
}

/**
 * Sets derived files aside that are corrupt, each under its name with `.corrupt`, so that they are made anew: those
 * that somebody found so while using them, and those that are no databases any more. Not all pages are read, since that
 * takes minutes for a big file: a page that is corrupt is found when it is used.
 */
export function setCorruptFilesAside(options: DerivedFilesOptions): void {
  for (const path of own(options)) {
    const cause = markedCorrupt(path) ?? faultOfHead(path);
    if (cause !== undefined) setAside(path, cause, options.log);
    unmark(path);
  }
}

/**
 * Does what uses derived files, and does it again without a file that turns out corrupt.
 * @throws CorruptFileError for a file that is not derived, or not of our roles
 */
export async function withoutCorruptFiles<T>(work: () => Promise<T>, options: DerivedFilesOptions): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof CorruptFileError)) throw error;
    if (DERIVED.some(({ file }) => join(options.dataDir, file) === error.file)) markCorrupt(error);
    if (!own(options).includes(error.file)) throw error;
    setCorruptFilesAside(options);
    return withoutCorruptFiles(work, options);
  }
}

/**
 * Gives a look at the derived files of a role: why the role cannot go on with them, as soon as that is so. Its own file
 * was found corrupt, by whomever; or a file that it has open was made anew by another process, or taken away.
 */
export function watchDerivedFiles(dataDir: string, role: RoleName): () => string | undefined {
  const ours = DERIVED.filter((derived) => derived.role === role).map(({ file }) => join(dataDir, file));
  const used = DERIVED.filter(({ users }) => users.includes(role)).map(({ file }) => join(dataDir, file));
  const opened = used.map((path) => ({ path, inode: inodeOf(path) })).filter(({ inode }) => inode !== undefined);
  return () => {
    const replaced = opened.find(({ path, inode }) => inode !== inodeOf(path));
    if (replaced !== undefined) return `${replaced.path} is another file than the one that was opened`;
    return ours.map((path) => markedCorrupt(path)).find((cause) => cause !== undefined);
  };
}

function own({ dataDir, roles }: DerivedFilesOptions): readonly string[] {
  return DERIVED.filter(({ role }) => roles.includes(role)).map(({ file }) => join(dataDir, file));
}

function setAside(path: string, cause: string, log: Log): void {
  const kept = freeName(path);
  for (const part of ["", "-wal", "-shm"]) if (existsSync(path + part)) renameSync(path + part, kept + part);
  log.error({ file: path, kept, cause }, "a derived file was corrupt: it is kept aside and made anew");
}

function faultOfHead(path: string): string | undefined {
  if (!existsSync(path) || !statSync(path).isFile()) return undefined;
  try {
    const connection = openLibsql(path);
    try {
      // Whoever closed the file last may still be bringing its write-ahead log in.
      connection.exec("PRAGMA busy_timeout = 10000");
      connection.prepare("SELECT count(*) FROM sqlite_schema").rows([]);
      return undefined;
    } finally {
      connection.close();
    }
  } catch (error) {
    if (!isCorruption(error)) throw error;
    return error.message;
  }
}

function freeName(path: string): string {
  for (let n = 1; ; n++) {
    const name = `${path}.corrupt${n === 1 ? "" : `-${n}`}`;
    if (!existsSync(name)) return name;
  }
}
