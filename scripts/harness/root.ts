import { existsSync } from "node:fs";
import { dirname, join } from "node:path";

/** The folder of the repository: scripts run compiled, two folders deeper than they are written. */
export const ROOT = rootAbove(import.meta.dirname);

function rootAbove(folder: string): string {
  return existsSync(join(folder, "package.json")) ? folder : rootAbove(dirname(folder));
}
