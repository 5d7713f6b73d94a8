import { parseArgs } from "node:util";
import { COMMAND_WORDS } from "../../words/command-help.ts";
import { UsageError } from "./usage-error.ts";

/** Every option of `outfall simulate`: how it is parsed, what stands behind it, and what it means. */
export const SIMULATE_OPTIONS = {
  list: { type: "boolean", value: "", meaning: COMMAND_WORDS.simulate.list },
  to: { type: "string", value: " URL,URL", meaning: COMMAND_WORDS.simulate.to },
  speed: { type: "string", value: " 60x|max", meaning: COMMAND_WORDS.simulate.speed },
  start: { type: "string", value: " T", meaning: COMMAND_WORDS.simulate.start },
  seed: { type: "string", value: " N", meaning: COMMAND_WORDS.simulate.seed },
  truth: { type: "string", value: " FILE", meaning: COMMAND_WORDS.simulate.truth },
  dump: { type: "string", value: " FILE", meaning: COMMAND_WORDS.simulate.dump },
  registry: { type: "boolean", value: "", meaning: COMMAND_WORDS.simulate.registry },
  import: { type: "boolean", value: "", meaning: COMMAND_WORDS.simulate.import },
  declare: { type: "boolean", value: "", meaning: COMMAND_WORDS.simulate.declare },
  fleet: { type: "string", value: " N", meaning: COMMAND_WORDS.simulate.fleet },
  interval: { type: "string", value: " SECONDS", meaning: COMMAND_WORDS.simulate.interval },
  for: { type: "string", value: " SECONDS", meaning: COMMAND_WORDS.simulate.for },
  ramp: { type: "string", value: " SECONDS", meaning: COMMAND_WORDS.simulate.ramp },
  json: { type: "boolean", value: "", meaning: COMMAND_WORDS.simulate.json },
} as const;

type Options = typeof SIMULATE_OPTIONS;

export type SimulateValues = { -readonly [K in keyof Options]?: Options[K]["type"] extends "boolean" ? boolean : string };

/** Reads the words after `simulate`. @throws UsageError for an option that does not exist or lacks its value */
export function readSimulateArguments(args: readonly string[]): {
  readonly values: SimulateValues;
  readonly positionals: readonly string[];
} {
  try {
    // exactOptionalPropertyTypes: parseArgs gives no undefined values, only missing ones.
    return parseArgs({ args: [...joinStart(args)], options: SIMULATE_OPTIONS, strict: true, allowPositionals: true }) as {
      values: SimulateValues;
      positionals: string[];
    };
  } catch (error) {
    throw UsageError.wrong({ code: "wrong-options", facts: { technical: (error as Error).message } });
  }
}

/** `--start -48h` means `--start=-48h`: parseArgs takes a value that begins with a dash for another option. */
function joinStart(args: readonly string[]): readonly string[] {
  const at = args.indexOf("--start");
  const value = args[at + 1] ?? "";
  return at === -1 || !/^-\d/.test(value) ? args : [...args.slice(0, at), `--start=${value}`, ...args.slice(at + 2)];
}
