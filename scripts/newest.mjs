import { existsSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";

/** Time of the newest file below a folder, tests left out; 0 when there is none. */
export function newest(folder) {
  if (!existsSync(folder)) return 0;
  let time = 0;
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (entry.isFile() && !entry.name.endsWith(".test.ts"))
      time = Math.max(time, statSync(join(entry.parentPath, entry.name)).mtimeMs);
  }
  return time;
}
