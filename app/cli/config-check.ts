import { COMMAND_WORDS } from "../../words/command-help.ts";
import { parseConfig, readEnvironment } from "../config.ts";
import { checkSettingsOnDisk } from "../settings-on-disk.ts";
import type { CliCommand } from "./cli-command.ts";
import { UsageError } from "./usage-error.ts";

/** `outfall config check`: reads the settings, opens nothing. */
export const CONFIG_CHECK: CliCommand = {
  name: "config",
  usage: "config check [--json]",
  meaning: COMMAND_WORDS.config.meaning,
  options: [["--json", COMMAND_WORDS.config.json]],
  async run(args) {
    if (args[0] !== "check" || args.slice(1).some((word) => word !== "--json")) {
      throw UsageError.wrong({ code: "use-instead", facts: { usage: this.usage } });
    }
    const environment = readEnvironment();
    const parsed = parseConfig(environment);
    const problems = [...(parsed.ok ? [] : parsed.error), ...checkSettingsOnDisk(environment)];
    if (!parsed.ok || problems.length > 0) throw UsageError.of(problems);
    process.stdout.write(`${JSON.stringify(parsed.value, starred, 2)}\n`);
    return 0;
  },
};

/** Credentials that stand in an address are no more to be read than those that have a setting of their own. */
function starred(_name: string, value: unknown): unknown {
  if (typeof value !== "string") return value;
  return value
    .replace(/^([a-z][a-z0-9+.-]*:\/\/)[^/?#]*@/i, "$1***@")
    .replaceAll(/([?&](?:u|p|user|password|token)=)[^&#]*/gi, "$1***");
}
