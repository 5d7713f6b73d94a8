#!/usr/bin/env node
// Runs the compiled command line; compiles it first where that has not been done (a checkout installed without scripts).
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

const compiled = new URL("../dist/product/main.js", import.meta.url);
if (!existsSync(compiled)) {
  const build = fileURLToPath(new URL("../scripts/build.mjs", import.meta.url));
  const done = spawnSync(process.execPath, [build], { stdio: ["ignore", 2, 2] });
  if (done.status !== 0) process.exit(1);
}
// Loading the rest takes a moment: a signal that comes meanwhile ends `start` in good order, too.
const { StopRequest } = await import(new URL("../dist/product/stop-request.js", import.meta.url).href);
const stop = process.argv[2] === "start" ? new StopRequest() : undefined;
const { main } = await import(compiled.href);
process.exitCode = await main(process.argv.slice(2), stop);
