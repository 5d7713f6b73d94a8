import { parseArgs } from "node:util";
import { UsageError } from "./usage-error.ts";

/** Every option of `outfall simulate`: how it is parsed, what stands behind it, and what it means. */
export const SIMULATE_OPTIONS = {
  list: { type: "boolean", value: "", meaning: "lists the scenarios that come with the product, and ends" },
  to: {
    type: "string",
    value: " URL,URL",
    meaning: "the doors: mqtt://host:port, hj212://host:port, one or both; the settings say where the others are",
  },
  speed: {
    type: "string",
    value: " 60x|max",
    meaning: "so many times real time, or as fast as it is acknowledged; max when left out",
  },
  start: { type: "string", value: " T", meaning: "now, -48h, or a time with offset; the file's own start when left out" },
  seed: { type: "string", value: " N", meaning: "another seed than the file's" },
  truth: {
    type: "string",
    value: " FILE",
    meaning: "writes what really happened, as JSON; sends nothing unless --to or --speed stands beside it",
  },
  dump: { type: "string", value: " FILE", meaning: "writes the messages, one line of JSON each; sends nothing, as --truth" },
  registry: { type: "boolean", value: "", meaning: "prints the registry that the product needs, and ends" },
  import: { type: "boolean", value: "", meaning: "replaces the product's registry by that one first; needs OUTFALL_ADMIN_TOKEN" },
  declare: { type: "boolean", value: "", meaning: "does over HTTP what people do in the scenario; needs OUTFALL_ADMIN_TOKEN" },
  fleet: { type: "string", value: " N", meaning: "so many outlets instead of a scenario" },
  interval: { type: "string", value: " SECONDS", meaning: "of the fleet: between two values of an outlet; 30 when left out" },
  for: { type: "string", value: " SECONDS", meaning: "of the fleet: how long it sends; 60 when left out" },
  ramp: { type: "string", value: " SECONDS", meaning: "of the fleet: within which all connect; 400 a second when left out" },
  json: { type: "boolean", value: "", meaning: "the report, or the list, as JSON on standard output" },
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
    throw new UsageError([(error as Error).message]);
  }
}

/** `--start -48h` means `--start=-48h`: parseArgs takes a value that begins with a dash for another option. */
function joinStart(args: readonly string[]): readonly string[] {
  const at = args.indexOf("--start");
  const value = args[at + 1] ?? "";
  return at === -1 || !/^-\d/.test(value) ? args : [...args.slice(0, at), `--start=${value}`, ...args.slice(at + 2)];
}
