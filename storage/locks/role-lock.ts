import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { RoleTakenError } from "../../core/failures.ts";
import { openLibsql } from "../journal/connection.ts";

/**
 * Takes a role (`gateway`, `pipeline`, …) on the data directory `directory`, for this process and this thread alone,
 * until `release` or the end of the process. The lock is an open exclusive transaction of a small SQLite file: the
 * operating system lets it go even after kill -9, so nobody ever has to delete a stale lock by hand.
 * @throws RoleTakenError when another process or thread has the role
 */
export function takeRole({ directory, role }: { readonly directory: string; readonly role: string }): { release(): void } {
  if (!/^[a-z][a-z0-9-]*$/.test(role)) throw new RangeError(`not a role: ${role}`);
  const locks = join(directory, "locks");
  mkdirSync(locks, { recursive: true });
  const lock = openLibsql(join(locks, `${role}.lock.sqlite`));
  try {
    lock.exec("PRAGMA busy_timeout = 0; BEGIN EXCLUSIVE");
  } catch (cause) {
    lock.close();
    if (!isBusy(cause)) throw cause;
    throw new RoleTakenError(`the role ${role} is taken on ${directory}: another process works there`, { cause });
  }
  let held = true;
  return {
    release: () => {
      if (!held) return;
      held = false;
      lock.exec("ROLLBACK");
      lock.close();
    },
  };
}

function isBusy(cause: unknown): boolean {
  return typeof cause === "object" && cause !== null && "code" in cause && String(cause.code).startsWith("SQLITE_BUSY");
}
