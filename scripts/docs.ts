// Writes the files that come from code: pages of docs/, the leaders' dashboard and the schema of scenario files. With
// --check it only tells whether they are up to date.
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { registryJsonSchema } from "../api/resources/registry/json-schema.ts";
import { LEADERSHIP_DASHBOARD } from "../dashboards/leadership.ts";
import { scenarioJsonSchema } from "../simulators/scenarios/scenario-schema.ts";
import { configurationPage, errorsPage, metricsPage } from "./documents/generated-pages.ts";
import { flag, readOptions } from "./harness/options.ts";
import { ROOT } from "./harness/root.ts";
import { type Outcome, runScript } from "./harness/run-script.ts";

const FILES: Readonly<Record<string, () => string>> = {
  "docs/configuration.md": configurationPage,
  "docs/errors.md": errorsPage,
  "docs/metrics.md": metricsPage,
  "dashboards/provisioning/dashboards/leadership.json": () => jsonOf(LEADERSHIP_DASHBOARD),
  "docs/registry.schema.json": () => jsonOf(registryJsonSchema()),
  "simulators/scenarios/scenario.schema.json": () => jsonOf(scenarioJsonSchema()),
};

function jsonOf(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

await runScript((): Outcome => {
  const { check } = readOptions("npm run docs --", { check: flag() });
  const stale = Object.entries(FILES).filter(([name, text]) => {
    const path = join(ROOT, name);
    return !existsSync(path) || readFileSync(path, "utf8") !== text();
  });
  if (!check) for (const [name, text] of stale) writeFileSync(join(ROOT, name), text());
  else for (const [name] of stale) console.error(`${name} does not agree with the code: run npm run docs`);
  return { kept: !check || stale.length === 0 };
});
