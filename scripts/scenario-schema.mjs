// Writes simulators/scenarios/scenario.schema.json, the schema that editors use for scenario files; with --check it only tells whether it is up to date.
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const { scenarioJsonSchema } = await import(new URL("../dist/simulators/scenarios/scenario-schema.js", import.meta.url).href);
const file = fileURLToPath(new URL("../simulators/scenarios/scenario.schema.json", import.meta.url));
const text = `${JSON.stringify(scenarioJsonSchema(), null, 2)}\n`;
if (!process.argv.includes("--check")) writeFileSync(file, text);
else if (readFileSync(file, "utf8") !== text) {
  console.error("simulators/scenarios/scenario.schema.json does not agree with the code: node scripts/scenario-schema.mjs");
  process.exitCode = 1;
}
