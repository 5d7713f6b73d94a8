import { existsSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { openLibsql } from "../../storage/journal/connection.ts";
import type { RoleName } from "./role.ts";

/**
 * Files that are made anew when they are gone, and the role that writes each: the working store and the places of the
 * readers from the journal. Of the device records only the waiting requests and what doors refused are lost.
 */
const DERIVED: readonly { readonly file: string; readonly role: RoleName }[] = [
  { file: "intake.sqlite", role: "pipeline" },
  { file: join("journal", "cursors.sqlite"), role: "pipeline" },
  { file: "devices.sqlite", role: "gateway" },
];

/** There since a role ended because a file was corrupt: the next start reads the derived files through. */
const SUSPICION = "corruption-seen";

const CORRUPT = new Set(["SQLITE_CORRUPT", "SQLITE_NOTADB"]);

interface Log {
  error(facts: object, message: string): void;
}

/**
 * Sets derived files aside that are no databases any more, each under its name with `.corrupt`, so that they are made
 * anew. Every start looks at their heads; all pages are read only after a role ended over a corrupt file, since that
 * takes minutes for a big one. Only files of roles that this process holds.
 */
export function setCorruptFilesAside(dataDir: string, roles: readonly RoleName[], log: Log): void {
  const suspicion = join(dataDir, SUSPICION);
  const isSuspicious = existsSync(suspicion);
  for (const { file } of DERIVED.filter(({ role }) => roles.includes(role))) {
    const path = join(dataDir, file);
    const cause = faultOf(path, isSuspicious ? "whole" : "head");
    if (cause === undefined) continue;
    const kept = freeName(path);
    for (const part of ["", "-wal", "-shm"]) if (existsSync(path + part)) renameSync(path + part, kept + part);
    log.error({ file: path, kept, cause }, "a derived file was corrupt: it is kept aside and made anew");
  }
  rmSync(suspicion, { force: true });
}

/** Has the next start read the derived files through when a role ended because one of its files was corrupt. */
export function noteCorruption(dataDir: string, error: unknown): void {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if (!("code" in cause && CORRUPT.has(String(cause.code)))) continue;
    try {
      writeFileSync(join(dataDir, SUSPICION), "", { mode: 0o600 });
    } catch {
      // The disk does not take it: the next start looks at the heads only.
    }
  }
}

function faultOf(path: string, depth: "head" | "whole"): string | undefined {
  if (!existsSync(path) || !statSync(path).isFile()) return undefined;
  try {
    const connection = openLibsql(path);
    try {
      connection.prepare("SELECT count(*) FROM sqlite_schema").rows([]);
      if (depth === "head") return undefined;
      const [[found] = [""]] = connection.prepare("PRAGMA quick_check(1)").rows<[string]>([]);
      return found === "ok" ? undefined : found;
    } finally {
      connection.close();
    }
  } catch (error) {
    if (!CORRUPT.has(String((error as { code?: unknown }).code))) throw error;
    return (error as Error).message;
  }
}

function freeName(path: string): string {
  for (let n = 1; ; n++) {
    const name = `${path}.corrupt${n === 1 ? "" : `-${n}`}`;
    if (!existsSync(name)) return name;
  }
}
