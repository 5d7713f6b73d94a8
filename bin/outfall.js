#!/usr/bin/env node
// Runs the compiled command line; compiles it first where that has not been done (a checkout installed without scripts).
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

const compiled = new URL("../dist/app/cli/main.js", import.meta.url);
if (!existsSync(compiled)) {
  const build = fileURLToPath(new URL("../scripts/build.mjs", import.meta.url));
  const done = spawnSync(process.execPath, [build], { stdio: ["ignore", 2, 2] });
  if (done.status !== 0) process.exit(1);
}
const { main } = await import(compiled.href);
process.exitCode = await main(process.argv.slice(2));
