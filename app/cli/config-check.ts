import { parseConfig, readEnvironment } from "../config.ts";
import type { CliCommand } from "./cli-command.ts";
import { UsageError } from "./usage-error.ts";

/** `outfall config check`: reads the settings, opens nothing. */
export const CONFIG_CHECK: CliCommand = {
  name: "config",
  usage: "config check",
  meaning: "checks the settings of the environment and prints them, secrets redacted; opens nothing",
  async run(args) {
    if (args[0] !== "check") throw new UsageError(["config: the only word that may follow is check"]);
    const parsed = parseConfig(readEnvironment());
    if (!parsed.ok) throw UsageError.of(parsed.error);
    process.stdout.write(`${JSON.stringify(parsed.value, null, 2)}\n`);
    return 0;
  },
};
