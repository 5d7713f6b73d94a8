// npm run verify: everything that must hold before a commit is shared, in one command. `--without-tests` leaves out the step that
// `npm test` has just done.
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const withoutTests = process.argv.includes("--without-tests");
const tool = (name) => fileURLToPath(new URL(`../node_modules/.bin/${name}`, import.meta.url));

const steps = [
  ["format and lint", tool("biome"), ["check", "--error-on-warnings", "."]],
  ["types and arrows", tool("tsc"), ["-b"]],
  ["types of the pages", tool("tsc"), ["-p", "web"]],
  ["documents that come from code", process.execPath, ["scripts/docs.mjs", "--check"]],
  ...(withoutTests ? [] : [["tests", "npm", ["test", "--silent"]]]),
];

let failed = 0;
for (const [name, command, args] of steps) {
  const began = Date.now();
  const { status } = spawnSync(command, args, { cwd: root, stdio: "inherit" });
  const seconds = ((Date.now() - began) / 1000).toFixed(1);
  if (status !== 0) failed += 1;
  console.log(`${status === 0 ? "ok    " : "FAILED"}  ${name} (${seconds} s)`);
}
process.exitCode = failed === 0 ? 0 : 1;
