import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** The data directory where none is named: the demo has one of its own. */
export function usualDataDir(environment: Readonly<Record<string, string | undefined>>): string {
  return environment["OUTFALL_DEMO"] === "1" ? "./demo-data" : "./data";
}

/** The file that says of a data directory that everything in it is the demo's. */
function markFile(dataDir: string): string {
  return join(dataDir, "demo");
}

/** True when the demo has marked the directory. */
export function isMarkedDemo(dataDir: string): boolean {
  return existsSync(markFile(dataDir));
}

/** Marks a directory as one of the demo, before anything else is made there. */
export function markDemo(dataDir: string): void {
  writeFileSync(markFile(dataDir), "data of the demo: never started without it\n", { mode: 0o600 });
}
