// Compiles the product, the scripts and the pages. Plain JavaScript: nothing is compiled before it has run.
// Does nothing where the tools are not installed (a production install brings `dist` along).
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { newest } from "./newest.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));
const tsc = join(root, "node_modules/typescript/bin/tsc");
const vite = join(root, "node_modules/vite/bin/vite.js");
if (!existsSync(tsc)) process.exit(0);

run([tsc, "-b"]);
if (existsSync(vite)) run([join(root, "scripts/bundle.mjs")]);
// The pages are made of web, the words it shares with the product, the tables that those read, and the help.
const pages = Math.max(...["web", "words", "core", "docs/help"].map((room) => newest(join(root, room))));
if (existsSync(vite) && pages > newest(join(root, "dist/web"))) {
  run([vite, "build", "--config", "web/vite.config.ts", "--logLevel", "warn"]);
}

function run(args) {
  const { status } = spawnSync(process.execPath, args, { cwd: root, stdio: ["ignore", 2, 2] });
  if (status !== 0) process.exit(status ?? 1);
}
