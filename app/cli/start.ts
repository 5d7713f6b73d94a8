import { parseArgs } from "node:util";
import { err, ok, type Result } from "../../core/result.ts";
import { COMMAND_WORDS } from "../../words/command-help.ts";
import { parseConfig, readEnvironment } from "../config.ts";
import { ROLE_NAMES, type RoleName } from "../roles/role.ts";
import type { SettingProblem } from "../setting-problem.ts";
import { checkSettingsOnDisk } from "../settings-on-disk.ts";
import { StartRefusedError } from "../start-refused.ts";
import { StopRequest } from "../stop-request.ts";
import type { CliCommand } from "./cli-command.ts";
import { UsageError } from "./usage-error.ts";

/** `outfall start`: the product, until a signal stops it. */
export const START: CliCommand = {
  name: "start",
  usage: "start [--demo] [--roles gateway,pipeline,api,simulators]",
  meaning: COMMAND_WORDS.start.meaning,
  options: [
    ["--demo", COMMAND_WORDS.start.demo],
    ["--roles A,B", COMMAND_WORDS.start.roles],
  ],
  async run(args, stop = new StopRequest()) {
    const { values } = parseOptions(args);
    const environment = values.demo === true ? { OUTFALL_DEMO: "1", ...readEnvironment() } : readEnvironment();
    const parsed = parseConfig(environment);
    const roles = rolesOf(values.roles, environment["OUTFALL_DEMO"] === "1");
    const problems = [...(parsed.ok ? [] : parsed.error), ...checkSettingsOnDisk(environment), ...(roles.ok ? [] : roles.error)];
    if (!parsed.ok || !roles.ok || problems.length > 0) throw UsageError.of(problems);
    // Loaded here: a signal is heard before the libraries of the product are there.
    const { supervise } = await import("../roles/supervisor.ts");
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
    throw UsageError.wrong({ code: "wrong-options", facts: { technical: (error as Error).message } });
  }
}

function rolesOf(text: string | undefined, isDemo: boolean): Result<readonly RoleName[], readonly SettingProblem[]> {
  if (text === undefined) return ok(isDemo ? ROLE_NAMES : ROLE_NAMES.filter((r) => r !== "simulators"));
  const pointer = "--roles";
  const names = text.split(",").map((name) => name.trim());
  const distinct = [...new Set(names)];
  const problems = distinct.flatMap((role): readonly SettingProblem[] => {
    if (!ROLE_NAMES.includes(role as RoleName)) return [{ pointer, code: "no-such-role", facts: { role, roles: ROLE_NAMES } }];
    return names.filter((n) => n === role).length > 1 ? [{ pointer, code: "role-named-twice", facts: { role } }] : [];
  });
  if (names.includes("simulators") && !names.includes("gateway")) {
    problems.push({ pointer, code: "simulators-without-gateway", facts: {} });
  }
  return problems.length === 0 ? ok(distinct as RoleName[]) : err(problems);
}
