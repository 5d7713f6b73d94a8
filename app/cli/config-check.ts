import { parseConfig, readEnvironment } from "../config.ts";
import { checkSettingsOnDisk } from "../settings-on-disk.ts";
import type { CliCommand } from "./cli-command.ts";
import { UsageError } from "./usage-error.ts";

/** `outfall config check`: reads the settings, opens nothing. */
export const CONFIG_CHECK: CliCommand = {
  name: "config",
  usage: "config check [--json]",
  meaning:
    "checks the settings of the environment, the data directory and the certificates, and prints the settings, secrets redacted; makes and opens nothing",
  options: [["--json", "the settings as JSON, which they are in any case"]],
  async run(args) {
    if (args[0] !== "check" || args.slice(1).some((word) => word !== "--json")) {
      throw new UsageError(["config: the only words that may follow are check [--json]"]);
    }
    const environment = readEnvironment();
    const parsed = parseConfig(environment);
    const problems = [...(parsed.ok ? [] : parsed.error), ...checkSettingsOnDisk(environment)];
    if (!parsed.ok || problems.length > 0) throw UsageError.of(problems);
    process.stdout.write(`${JSON.stringify(parsed.value, null, 2)}\n`);
    return 0;
  },
};
