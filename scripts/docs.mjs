// Writes the pages of docs/ that come from code (configuration.md, errors.md, metrics.md); with --check it only tells whether they are up to date.
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const { configurationPage, errorsPage, metricsPage } = await import(new URL("../dist/app/documents.js", import.meta.url).href);
const check = process.argv.includes("--check");
let stale = 0;
for (const [name, text] of [
  ["configuration.md", configurationPage()],
  ["errors.md", errorsPage()],
  ["metrics.md", metricsPage()],
]) {
  const file = fileURLToPath(new URL(`../docs/${name}`, import.meta.url));
  const current = read(file);
  if (current === text) continue;
  if (!check) writeFileSync(file, text);
  else {
    console.error(`docs/${name} does not agree with the code: run npm run docs`);
    stale += 1;
  }
}
process.exitCode = stale === 0 ? 0 : 1;

function read(file) {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}
