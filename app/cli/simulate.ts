import { writeFile } from "node:fs/promises";
import { parseArgs } from "node:util";
import { formatIso, instant } from "../../core/time.ts";
import type { Door } from "../../simulators/fleet/start-fleet.ts";
import type { PlaySpeed } from "../../simulators/player/play-script.ts";
import type { PreparedScenario } from "../../simulators/scenarios/load-scenario.ts";
import { type Config, parseConfig, readEnvironment } from "../config.ts";
import type { CliCommand } from "./cli-command.ts";
import { UsageError } from "./usage-error.ts";
import { wholeNumber } from "./whole-number.ts";

const OPTIONS = {
  to: { type: "string" },
  speed: { type: "string" },
  start: { type: "string" },
  seed: { type: "string" },
  dump: { type: "string" },
  truth: { type: "string" },
  registry: { type: "boolean" },
  import: { type: "boolean" },
  declare: { type: "boolean" },
  list: { type: "boolean" },
  fleet: { type: "string" },
  interval: { type: "string" },
  for: { type: "string" },
  ramp: { type: "string" },
  json: { type: "boolean" },
} as const;

type Values = { -readonly [K in keyof typeof OPTIONS]?: (typeof OPTIONS)[K]["type"] extends "boolean" ? boolean : string };

/** `outfall simulate`: plays a scenario or a fleet of outlets against a running product. */
export const SIMULATE: CliCommand = {
  name: "simulate",
  usage: "simulate SCENARIO|--fleet N|--list [--to URL,URL] [--speed 60x|max] [--start T] [--truth FILE] [--dump FILE] …",
  meaning:
    "plays virtual plants against the product over MQTT and HJ 212 and reports what became of each message; docs/scenarios.md",
  async run(args) {
    const { values, positionals } = readArguments(args);
    if (values.list === true) return listScenarios();
    const [scenario, ...more] = positionals;
    if (more.length > 0 || (scenario === undefined) === (values.fleet === undefined)) {
      throw new UsageError(["simulate: name one scenario, or --fleet N, or --list"]);
    }
    if (scenario === undefined) {
      const { runFleet } = await import("./simulate-fleet.ts");
      return runFleet(values, { doors: doorsOf(values), config: configOf() });
    }
    return simulate(scenario, values);
  },
};

function readArguments(args: readonly string[]): { readonly values: Values; readonly positionals: readonly string[] } {
  try {
    // exactOptionalPropertyTypes: parseArgs gives no undefined values, only missing ones.
    return parseArgs({ args: [...args], options: OPTIONS, strict: true, allowPositionals: true }) as {
      values: Values;
      positionals: string[];
    };
  } catch (error) {
    throw new UsageError([(error as Error).message]);
  }
}

async function listScenarios(): Promise<number> {
  const { loadScenario, scenarioNames } = await import("../../simulators/scenarios/load-scenario.ts");
  for (const name of scenarioNames()) {
    const read = loadScenario(name);
    if (read.ok)
      process.stdout.write(`${name.padEnd(26)} ${read.value.family.join(", ")}: ${read.value.title.zh} ${read.value.title.en}\n`);
  }
  return 0;
}

async function simulate(name: string, values: Values): Promise<number> {
  const prepared = await prepare(name, values);
  if (values.registry === true) {
    process.stdout.write(`${JSON.stringify(prepared.registry, null, 2)}\n`);
    return 0;
  }
  const { dumpScript } = await import("../../simulators/scenarios/scenario-script.ts");
  if (values.dump !== undefined) await writeFile(values.dump, dumpScript(prepared.script));
  if (values.truth !== undefined) await writeFile(values.truth, `${JSON.stringify(prepared.truth, null, 2)}\n`);
  // Who only wants the files, plays nothing.
  const isForFiles =
    (values.dump !== undefined || values.truth !== undefined) && values.to === undefined && values.speed === undefined;
  return isForFiles ? 0 : play(name, prepared, values);
}

async function prepare(name: string, values: Values): Promise<PreparedScenario> {
  const { loadScenario, parseStart, prepareScenario } = await import("../../simulators/scenarios/load-scenario.ts");
  const read = loadScenario(name);
  if (!read.ok) throw UsageError.of(read.error);
  const start = values.start === undefined ? undefined : parseStart(values.start, instant(Date.now()));
  if (start?.ok === false) throw new UsageError([start.error]);
  return prepareScenario(read.value, {
    ...(start !== undefined && { start: start.value }),
    ...(values.seed !== undefined && { seed: wholeNumber("seed", values.seed, 0) }),
  });
}

async function play(name: string, prepared: PreparedScenario, values: Values): Promise<number> {
  const { playScript } = await import("../../simulators/player/play-script.ts");
  const speed = speedOf(values.speed ?? "max");
  const people = values.import === true || values.declare === true ? await import("./scenario-people.ts") : undefined;
  if (people !== undefined && values.import === true) await people.importRegistry(configOf(), prepared.registry);
  const act = values.declare === true ? await people?.declarer(configOf(), prepared) : undefined;
  const show = progressLine();
  const report = await playScript(prepared.script, {
    ...doorsOf(values),
    speed,
    start: prepared.start,
    progress: ({ at, messages, of }) => show(`${formatIso(at)}  ${messages}/${of}`, messages === of),
    ...(act !== undefined && { act }),
  });
  const { devices, ...total } = report;
  const full = { scenario: name, seed: prepared.scenario.seed, start: formatIso(prepared.start), ...total, devices };
  if (values.json === true) process.stdout.write(`${JSON.stringify(full)}\n`);
  else {
    process.stdout.write(
      `${name}: ${total.sent} sent, ${total.acknowledged} acknowledged, ${total.refused} refused, ${total.resent} resent, ` +
        `${total.unanswerable} without an answer, in ${total.seconds} s\n`,
    );
  }
  return 0;
}

const TERMINAL_INTERVAL_MS = 250;
const LOG_INTERVAL_MS = 5_000;

/** Shows how far it is on standard error: on a terminal a few times a second in one line, else a line every few seconds, and at the end. */
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
  if (!(factor > 0)) throw new UsageError([`--speed: ${text} is neither max nor a factor such as 60x`]);
  return factor;
}

/** The doors that `--to` names; those of the settings where it names none. */
function doorsOf({ to }: Values): { readonly mqtt: Door; readonly hj212: Door } {
  const { host, mqttPort, hj212Port } = configOf();
  const doors = { mqtt: { host, port: mqttPort }, hj212: { host, port: hj212Port } };
  for (const text of to?.split(",") ?? []) {
    const url = URL.canParse(text) ? new URL(text) : undefined;
    const kind = url?.protocol.slice(0, -1);
    if (url === undefined || (kind !== "mqtt" && kind !== "hj212")) {
      throw new UsageError([`--to: ${text} is neither mqtt://host:port nor hj212://host:port`]);
    }
    doors[kind] = { host: url.hostname, port: Number(url.port) || doors[kind].port };
  }
  return doors;
}

function configOf(): Config {
  const parsed = parseConfig(readEnvironment());
  if (!parsed.ok) throw UsageError.of(parsed.error);
  return parsed.value;
}
