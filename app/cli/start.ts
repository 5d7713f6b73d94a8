import { parseArgs } from "node:util";
import { RoleTakenError } from "../../core/ports/failures.ts";
import { type Config, parseConfig, readEnvironment } from "../config.ts";
import { ROLE_NAMES, type RoleName } from "../roles/role.ts";
import { supervise } from "../supervisor.ts";
import type { CliCommand } from "./cli-command.ts";
import { UsageError } from "./usage-error.ts";

/** `outfall start`: the product, until a signal stops it. */
export const START: CliCommand = {
  name: "start",
  usage: "start [--demo] [--roles gateway,pipeline,api,simulators]",
  meaning: "runs the product; with --roles only these roles, over a shared data directory",
  async run(args) {
    const { values } = parseOptions(args);
    const environment = values.demo === true ? { OUTFALL_DEMO: "1", ...readEnvironment() } : readEnvironment();
    const parsed = parseConfig(environment);
    if (!parsed.ok) throw UsageError.of(parsed.error);
    const roles = rolesOf(values.roles, parsed.value);
    try {
      const code = await supervise({ config: parsed.value, environment, roles });
      // Threads that were told to stop may hold the loop for a moment; everything durable is on the disk.
      process.exit(code);
    } catch (error) {
      if (error instanceof RoleTakenError) throw new UsageError([error.message]);
      throw error;
    }
  },
};

function parseOptions(args: readonly string[]): { values: { demo?: boolean | undefined; roles?: string | undefined } } {
  try {
    return parseArgs({ args: [...args], options: { demo: { type: "boolean" }, roles: { type: "string" } }, strict: true });
  } catch (error) {
    throw new UsageError([(error as Error).message]);
  }
}

function rolesOf(text: string | undefined, config: Config): readonly RoleName[] {
  if (text === undefined) return config.demo ? ROLE_NAMES : ROLE_NAMES.filter((r) => r !== "simulators");
  const names = text.split(",").map((name) => name.trim());
  const unknown = names.filter((name) => !ROLE_NAMES.includes(name as RoleName));
  if (unknown.length > 0)
    throw new UsageError(
      unknown.map((name) => `--roles: there is no role ${JSON.stringify(name)}; roles are ${ROLE_NAMES.join(", ")}`),
    );
  return names as RoleName[];
}
