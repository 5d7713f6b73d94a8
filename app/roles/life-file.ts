import { randomUUID } from "node:crypto";
import { closeSync, fstatSync, openSync, readFileSync, rmSync, statSync, writeSync } from "node:fs";
import { join } from "node:path";

const LIFE_FILE = "life";

/** A life of the data, and the file system's own marks of the file that says it. */
interface Life {
  readonly life: string;
  readonly inode: number;
  readonly bornMs: number;
}

/**
 * The life of the data in a directory: another one after they were restored or copied, the same one after a restart. A
 * file that was written back from a backup is another file to the file system, whatever stands in it. What restores
 * whole disks brings the marks back, too, and is not told apart.
 */
export function lifeOfData(dataDir: string): string {
  const file = join(dataDir, LIFE_FILE);
  return readLife(file)?.life ?? beginLife(file);
}

function readLife(file: string): Life | undefined {
  try {
    const known = JSON.parse(readFileSync(file, "utf8")) as Life;
    const { ino, birthtimeMs } = statSync(file);
    return known.inode === ino && known.bornMs === birthtimeMs ? known : undefined;
  } catch {
    return undefined;
  }
}

function beginLife(file: string): string {
  rmSync(file, { force: true });
  const fd = openSync(file, "wx", 0o600);
  const { ino: inode, birthtimeMs: bornMs } = fstatSync(fd);
  const life = randomUUID();
  writeSync(fd, JSON.stringify({ life, inode, bornMs } satisfies Life));
  closeSync(fd);
  return life;
}
