// npm run verify: everything that must hold before a commit is shared, in one command. `--without-tests` leaves out the
// step that `npm test` has just done.
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { flag, readOptions } from "./harness/options.ts";
import { ROOT } from "./harness/root.ts";
import { type Outcome, runScript } from "./harness/run-script.ts";

interface Step {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
}

function tool(name: string, what: string, ...args: readonly string[]): Step {
  return { name: what, command: join(ROOT, "node_modules/.bin", name), args };
}

const STEPS: readonly Step[] = [
  tool("biome", "format and lint", "check", "--error-on-warnings", "."),
  tool("tsc", "types and arrows", "-b"),
  tool("tsc", "types of the pages", "-p", "web"),
  tool("knip", "nothing unused", "--no-progress"),
  { name: "files that come from code", command: process.execPath, args: ["dist/scripts/docs.js", "--check"] },
];
const TESTS: Step = { name: "tests", command: "npm", args: ["test", "--silent"] };

function run({ name, command, args }: Step): boolean {
  const began = Date.now();
  const { status } = spawnSync(command, args, { cwd: ROOT, stdio: "inherit" });
  console.log(`${status === 0 ? "ok    " : "FAILED"}  ${name} (${((Date.now() - began) / 1_000).toFixed(1)} s)`);
  return status === 0;
}

await runScript((): Outcome => {
  const options = readOptions("npm run verify --", { "without-tests": flag() });
  const results = [...STEPS, ...(options["without-tests"] ? [] : [TESTS])].map(run);
  return { kept: results.every((ok) => ok) };
});
