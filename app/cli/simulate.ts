import { formatIso, instant } from "../../core/time.ts";
import type { PlayReport, PlaySpeed } from "../../simulators/player/play-script.ts";
import type { PreparedScenario } from "../../simulators/scenarios/load-scenario.ts";
import { sayScenarioProblem } from "../../simulators/scenarios/scenario-problems.ts";
import { COMMAND_WORDS } from "../../words/command-help.ts";
import { type Config, parseConfig, readEnvironment } from "../config.ts";
import type { Endpoint } from "../roles/role.ts";
import { spokenHere } from "../spoken-language.ts";
import type { CliCommand } from "./cli-command.ts";
import { report } from "./command-report.ts";
import { readText, writeOutput } from "./files.ts";
import { type PlayDoors, playDoors } from "./play-doors.ts";
import { readSimulateArguments, SIMULATE_OPTIONS, type SimulateValues } from "./simulate-options.ts";
import { UsageError } from "./usage-error.ts";
import { wholeNumber } from "./whole-number.ts";

/** `outfall simulate`: plays a scenario or a fleet of outlets against a running product. */
export const SIMULATE: CliCommand = {
  name: "simulate",
  usage: "simulate SCENARIO|--fleet N|--list [--to URL,URL] [--speed 60x|max] [--start T] [--truth FILE] [--dump FILE] …",
  meaning: COMMAND_WORDS.simulate.meaning,
  options: Object.entries(SIMULATE_OPTIONS).map(([name, { value, meaning }]) => [`--${name}${value}`, meaning]),
  async run(args) {
    const { values, positionals } = readSimulateArguments(args);
    if (values.list === true) return listScenarios(values.json === true);
    const [scenario, ...more] = positionals;
    if (more.length > 0 || (scenario === undefined) === (values.fleet === undefined)) {
      throw UsageError.wrong({ code: "no-scenario-named", facts: {} });
    }
    if (scenario === undefined) {
      const { runFleet } = await import("./simulate-fleet.ts");
      return runFleet(values, configOf());
    }
    return simulate(scenario, values);
  },
};

async function listScenarios(asJson: boolean): Promise<number> {
  const { loadScenario, scenarioNames } = await import("../../simulators/scenarios/load-scenario.ts");
  const all = scenarioNames().flatMap((name) => {
    const read = loadScenario(name);
    return read.ok ? [{ name, family: read.value.family, title: read.value.title, hours: read.value.hours }] : [];
  });
  if (asJson) process.stdout.write(`${JSON.stringify(all)}\n`);
  else
    for (const { name, family, title } of all)
      process.stdout.write(`${name.padEnd(26)} ${family.join(", ")}: ${title[spokenHere().language]}\n`);
  return 0;
}

async function simulate(name: string, values: SimulateValues): Promise<number> {
  const prepared = await prepare(name, values);
  if (values.registry === true) {
    process.stdout.write(`${JSON.stringify(prepared.registry, null, 2)}\n`);
    return 0;
  }
  const { dumpScript } = await import("../../simulators/scenarios/scenario-script.ts");
  if (values.dump !== undefined) await writeOutput(values.dump, dumpScript(prepared.script));
  if (values.truth !== undefined) await writeOutput(values.truth, `${JSON.stringify(prepared.truth, null, 2)}\n`);
  // Who only wants the files, plays nothing.
  const isForFiles =
    (values.dump !== undefined || values.truth !== undefined) && values.to === undefined && values.speed === undefined;
  return isForFiles ? 0 : play(name, prepared, values);
}

async function prepare(name: string, values: SimulateValues): Promise<PreparedScenario> {
  const { loadScenario, parseStart, prepareScenario, scenarioNames } = await import(
    "../../simulators/scenarios/load-scenario.ts"
  );
  const { readScenario } = await import("../../simulators/scenarios/read-scenario.ts");
  const read = scenarioNames().includes(name) ? loadScenario(name) : readScenario(await readText(name));
  if (!read.ok) throw UsageError.saying(read.error, sayScenarioProblem);
  const start = values.start === undefined ? undefined : parseStart(values.start, instant(Date.now()));
  if (start?.ok === false) throw UsageError.wrong({ of: "--start", code: "not-a-start", facts: { text: start.error } });
  return prepareScenario(read.value, {
    ...(start !== undefined && { start: start.value }),
    ...(values.seed !== undefined && { seed: wholeNumber("seed", values.seed, 0) }),
  });
}

async function play(name: string, prepared: PreparedScenario, values: SimulateValues): Promise<number> {
  const { playScript } = await import("../../simulators/player/play-script.ts");
  const { playedDevices } = await import("../../simulators/player/played-devices.ts");
  const config = configOf();
  const speed = speedOf(values.speed ?? "max");
  const doors = doorsOf(prepared, playDoors(config, values.to));
  const people = values.import === true || values.declare === true ? await import("./scenario-people.ts") : undefined;
  if (people !== undefined && values.import === true) await people.importRegistry(config, prepared.registry);
  const act = values.declare === true ? await people?.declarer(config, prepared) : undefined;
  const show = progressLine();
  const played = await playScript(prepared.script, {
    ...doors,
    speed,
    start: prepared.start,
    devices: playedDevices(prepared.lines),
    progress: ({ at, messages, of, acknowledged, isLast }) =>
      show(report("progress", { at: formatIso(at), given: messages, of, acknowledged }), isLast),
    ...(act !== undefined && { act }),
  });
  const { devices, ...total } = played;
  const full = { scenario: name, seed: prepared.scenario.seed, start: formatIso(prepared.start), ...total, devices };
  if (values.json === true) process.stdout.write(`${JSON.stringify(full)}\n`);
  else {
    process.stdout.write(`${report("played", { name, ...total })}\n`);
  }
  return sayWhatFailed(played, doors) ? 1 : 0;
}

/** Only doors that the scenario uses are looked for. */
function doorsOf({ script }: PreparedScenario, doorOf: PlayDoors): { readonly mqtt: Endpoint; readonly hj212: Endpoint } {
  const used = new Set(script.messages.map((m) => m.transport));
  const unused = { host: "127.0.0.1", port: 0 };
  return { mqtt: used.has("mqtt") ? doorOf("mqtt") : unused, hj212: used.has("hj212") ? doorOf("hj212") : unused };
}

/** Says on standard error why a play failed; true when it did. */
function sayWhatFailed({ givenUp, unansweredDoors }: PlayReport, doors: ReturnType<typeof doorsOf>): boolean {
  const say = (text: string): void => void process.stderr.write(`outfall: ${text}\n`);
  for (const name of unansweredDoors) {
    const { host, port } = doors[name];
    say(report("nobody-at", { door: `${name}://${host}:${port}` }));
  }
  if (givenUp === "nothing-acknowledged") say(report("nothing-acknowledged", {}));
  return givenUp !== null || unansweredDoors.length > 0;
}

const TERMINAL_INTERVAL_MS = 250;
const LOG_INTERVAL_MS = 5_000;

/**
 * Shows how far it is on standard error: on a terminal a few times a second in one line, else a line every few seconds,
 * and at the end.
 */
function progressLine(): (text: string, isLast: boolean) => void {
  let shownAt = performance.now();
  return (text, isLast) => {
    const isTerminal = process.stderr.isTTY === true;
    if (!isLast && performance.now() - shownAt < (isTerminal ? TERMINAL_INTERVAL_MS : LOG_INTERVAL_MS)) return;
    shownAt = performance.now();
    process.stderr.write(isTerminal ? `\r${text}${isLast ? "\n" : ""}` : `${text}\n`);
  };
}

function speedOf(text: string): PlaySpeed {
  if (text === "max") return "max";
  const factor = Number(/^(\d+(?:\.\d+)?)x?$/.exec(text)?.[1]);
  if (!(factor > 0)) throw UsageError.wrong({ of: "--speed", code: "not-a-speed", facts: { text } });
  return factor;
}

function configOf(): Config {
  const parsed = parseConfig(readEnvironment());
  if (!parsed.ok) throw UsageError.of(parsed.error);
  return parsed.value;
}
