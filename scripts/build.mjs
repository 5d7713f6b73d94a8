// Compiles the product, the scripts and the pages. Plain JavaScript: nothing is compiled before it has run.
// Does nothing where the tools are not installed (a production install brings `dist` along).
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const tsc = join(root, "node_modules/typescript/bin/tsc");
const vite = join(root, "node_modules/vite/bin/vite.js");
if (!existsSync(tsc)) process.exit(0);

run([tsc, "-b"]);
// The pages are made of these rooms: web, the words it shares with the product, and the tables that those read.
const pages = Math.max(...["web", "words", "core"].map((room) => newest(join(root, room))));
if (existsSync(vite) && pages > newest(join(root, "dist/web"))) {
  run([vite, "build", "--config", "web/vite.config.ts", "--logLevel", "warn"]);
}

function run(args) {
  const { status } = spawnSync(process.execPath, args, { cwd: root, stdio: ["ignore", 2, 2] });
  if (status !== 0) process.exit(status ?? 1);
}

/** Time of the newest file below a folder; 0 when there is none. */
function newest(folder) {
  if (!existsSync(folder)) return 0;
  let time = 0;
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (entry.isFile()) time = Math.max(time, statSync(join(entry.parentPath, entry.name)).mtimeMs);
  }
  return time;
}
