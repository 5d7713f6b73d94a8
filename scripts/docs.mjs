// Writes what comes from code: pages of docs/ and the leaders' dashboard; with --check it only tells whether they are up to date.
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const { configurationPage, errorsPage, metricsPage } = await import(new URL("../dist/app/documents.js", import.meta.url).href);
const { LEADERSHIP_DASHBOARD } = await import(new URL("../dist/dashboards/leadership.js", import.meta.url).href);
const check = process.argv.includes("--check");
let stale = 0;
for (const [name, text] of [
  ["docs/configuration.md", configurationPage()],
  ["docs/errors.md", errorsPage()],
  ["docs/metrics.md", metricsPage()],
  ["dashboards/provisioning/dashboards/leadership.json", `${JSON.stringify(LEADERSHIP_DASHBOARD, null, 2)}\n`],
]) {
  const file = fileURLToPath(new URL(`../${name}`, import.meta.url));
  const current = read(file);
  if (current === text) continue;
  if (!check) writeFileSync(file, text);
  else {
    console.error(`${name} does not agree with the code: run npm run docs`);
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
