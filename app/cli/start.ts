import { parseArgs } from "node:util";
import { err, ok, type Result } from "../../core/result.ts";
import { parseConfig, readEnvironment, refusedSetting, type SettingProblem } from "../config.ts";
import { ROLE_NAMES, type RoleName } from "../roles/role.ts";
import { checkSettingsOnDisk } from "../settings-on-disk.ts";
import { StartRefusedError } from "../start-refused.ts";
import { StopRequest } from "../stop-request.ts";
import type { CliCommand } from "./cli-command.ts";
import { UsageError } from "./usage-error.ts";

/** `outfall start`: the product, until a signal stops it. */
export const START: CliCommand = {
  name: "start",
  usage: "start [--demo] [--roles gateway,pipeline,api,simulators]",
  meaning: "runs the product; with --roles only these roles, over a shared data directory",
  options: [
    ["--demo", "as OUTFALL_DEMO=1: demo registry, accounts and plants"],
    ["--roles A,B", "only these of gateway, pipeline, api, simulators, beside other processes over the same data directory"],
  ],
  async run(args, stop = new StopRequest()) {
    const { values } = parseOptions(args);
    const environment = values.demo === true ? { OUTFALL_DEMO: "1", ...readEnvironment() } : readEnvironment();
    const parsed = parseConfig(environment);
    const roles = rolesOf(values.roles, environment["OUTFALL_DEMO"] === "1");
    const problems = [...(parsed.ok ? [] : parsed.error), ...checkSettingsOnDisk(environment), ...(roles.ok ? [] : roles.error)];
    if (!parsed.ok || !roles.ok || problems.length > 0) throw UsageError.of(problems);
    // Loaded here: a signal is heard before the libraries of the product are there.
    const { supervise } = await import("../supervisor.ts");
    try {
      const code = await supervise({ config: parsed.value, environment, roles: roles.value, stop });
      // Threads that were told to stop may hold the loop for a moment; everything durable is on the disk.
      process.exit(code);
    } catch (error) {
      if (error instanceof StartRefusedError) throw UsageError.of(error.problems);
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

function rolesOf(text: string | undefined, isDemo: boolean): Result<readonly RoleName[], readonly SettingProblem[]> {
  if (text === undefined) return ok(isDemo ? ROLE_NAMES : ROLE_NAMES.filter((r) => r !== "simulators"));
  const names = text.split(",").map((name) => name.trim());
  const distinct = [...new Set(names)];
  const problems = distinct.flatMap((name) => {
    if (!ROLE_NAMES.includes(name as RoleName)) {
      return [`there is no role ${JSON.stringify(name)}; roles are ${ROLE_NAMES.join(", ")}`];
    }
    return names.filter((n) => n === name).length > 1 ? [`${name} is named more than once`] : [];
  });
  if (names.includes("simulators") && !names.includes("gateway")) {
    problems.push("simulators need gateway beside them in the same process");
  }
  if (problems.length === 0) return ok(distinct as RoleName[]);
  return err(problems.map((message) => refusedSetting("--roles", message)));
}
