import { join } from "node:path";
import type { Config } from "../config.ts";

/** Folder of the journal inside the data directory. */
export function journalDirectory(config: Config): string {
  return join(config.dataDir, "journal");
}
