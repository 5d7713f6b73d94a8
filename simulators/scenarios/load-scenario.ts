import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { IncomingRegistry } from "../../core/registry/incoming-registry.ts";
import { err, ok, type Result } from "../../core/result.ts";
import { HOUR, type Instant, instant, parseIso } from "../../core/time.ts";
import { outgoingReports, type StationLine } from "./outgoing.ts";
import { readScenario } from "./read-scenario.ts";
import { scenarioStations } from "./scenario-plants.ts";
import type { ScenarioProblem } from "./scenario-problems.ts";
import { scenarioRegistry } from "./scenario-registry.ts";
import type { Scenario } from "./scenario-schema.ts";
import { type Script, writeScript } from "./scenario-script.ts";
import { scenarioTruth, type Truth } from "./scenario-truth.ts";

const ENDING = ".yaml";

/** A scenario made ready: everything follows from its file, its seed and its start. */
export interface PreparedScenario {
  readonly scenario: Scenario;
  readonly start: Instant;
  readonly registry: IncomingRegistry;
  readonly script: Script;
  /** What each logger sends, and when. */
  readonly lines: readonly StationLine[];
  readonly truth: Truth;
}

/** Names of the scenarios that come with the product; none where only the compiled product was installed. */
export function scenarioNames(): readonly string[] {
  const folder = libraryFolder();
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((file) => file.endsWith(ENDING))
    .map((file) => file.slice(0, -ENDING.length))
    .toSorted();
}

/**
 * Reads a scenario of the library by its name, or any file. A file that cannot be read is the problem
 * `no-such-scenario`.
 */
export function loadScenario(nameOrFile: string): Result<Scenario, readonly ScenarioProblem[]> {
  const file = scenarioNames().includes(nameOrFile) ? join(libraryFolder(), `${nameOrFile}${ENDING}`) : nameOrFile;
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (cause) {
    return err([{ pointer: "", code: "no-such-scenario", facts: { name: nameOrFile, technical: (cause as Error).message } }]);
  }
  return readScenario(text);
}

/** Writes script, truth and registry of a scenario. `start` and `seed` win over those of the file. */
export function prepareScenario(
  read: Scenario,
  options: { readonly start?: Instant; readonly seed?: number } = {},
): PreparedScenario {
  const scenario = options.seed === undefined ? read : { ...read, seed: options.seed };
  const start = options.start ?? parseIso(read.start) ?? instant(0);
  const stations = scenarioStations(scenario, start);
  const lines = stations.map((station) => ({ station, outgoing: outgoingReports(scenario, station, start) }));
  return {
    scenario,
    start,
    registry: scenarioRegistry(scenario, stations),
    script: writeScript(scenario, lines, start),
    lines,
    truth: scenarioTruth(scenario, lines, start),
  };
}

/**
 * Reads what `--start` says: `now`, hours before it (`-48h`), or a time with offset; put back to its whole hour.
 * The error is the text itself, when it has none of these forms.
 */
export function parseStart(text: string, now: Instant): Result<Instant, string> {
  const hours = /^-(\d{1,4})h$/.exec(text)?.[1];
  const at = text === "now" ? now : hours !== undefined ? now - Number(hours) * HOUR : parseIso(text);
  if (at === undefined) return err(text);
  return ok(instant(Math.floor(at / HOUR) * HOUR));
}

/** Compiled or not, the files are those of the source. */
function libraryFolder(): string {
  const here = import.meta.url;
  const compiled = here.lastIndexOf("/dist/");
  const shipped =
    compiled < 0 ? new URL("./library", here) : new URL("simulators/scenarios/library", here.slice(0, compiled + 1));
  return fileURLToPath(shipped);
}
