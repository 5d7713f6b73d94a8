import { lstatSync, readdirSync } from "node:fs";
import { join } from "node:path";

/** What other accounts of the machine may do. */
const OTHERS = 0o077;
/** So many files are looked at: an archive of years has more, and they are all made alike. */
const MOST_LOOKED_AT = 10_000;

/** From now on the process makes files for its own account alone (600), and folders (700). */
export function keepFilesToOurselves(): void {
  if (process.platform !== "win32") process.umask(OTHERS);
}

/** Files and folders of a directory, itself included, that other accounts may read, write or enter. */
export function openToOthers(directory: string): readonly string[] {
  if (process.platform === "win32") return [];
  const found: string[] = [];
  const waiting = [directory];
  for (let looked = 0; looked < MOST_LOOKED_AT; looked += 1) {
    const path = waiting.shift();
    if (path === undefined) break;
    const state = lstatSync(path, { throwIfNoEntry: false });
    if (state === undefined || state.isSymbolicLink()) continue;
    if ((state.mode & OTHERS) !== 0) found.push(path);
    if (state.isDirectory()) waiting.push(...readdirSync(path).map((name) => join(path, name)));
  }
  return found;
}
