import { parseArgs } from "node:util";
import { COMMAND_WORDS } from "../../words/command-help.ts";
import { parseConfig, readEnvironment } from "../config.ts";
import { checkSettingsOnDisk } from "../settings-on-disk.ts";
import type { CliCommand } from "./cli-command.ts";
import { report } from "./command-report.ts";
import type { DoctorReport } from "./examine.ts";
import { UsageError } from "./usage-error.ts";

/** `outfall doctor`: says what a start would refuse, and why our clock is in doubt, without starting anything. */
export const DOCTOR: CliCommand = {
  name: "doctor",
  usage: "doctor [--json] [--accept-key]",
  meaning: COMMAND_WORDS.doctor.meaning,
  options: [
    ["--json", COMMAND_WORDS.doctor.json],
    ["--accept-key", COMMAND_WORDS.doctor.acceptKey],
  ],
  async run(args) {
    const { values } = options(args);
    const environment = readEnvironment();
    const parsed = parseConfig(environment);
    const problems = [...(parsed.ok ? [] : parsed.error), ...checkSettingsOnDisk(environment)];
    if (!parsed.ok || problems.length > 0) throw UsageError.of(problems);
    // Loaded here, so that the other commands start without the database libraries.
    const { acceptKeyOf, examine } = await import("./examine.ts");
    if (values["accept-key"] === true) await acceptKeyOf(parsed.value);
    const found = await examine(parsed.value);
    process.stdout.write(values.json === true ? `${JSON.stringify(found)}\n` : inWords(found));
    if (found.checks.some((check) => check.refusesStart)) return 2;
    return found.ok ? 0 : 1;
  },
};

function inWords({ ok, installation, running, checks }: DoctorReport): string {
  const lines = [
    installation === null ? report("doctor-new", {}) : report("doctor-installation", { installation }),
    ...(running.length > 0 ? [report("doctor-running", { roles: running })] : []),
    ...checks.map(({ of, message }) => `${of}: ${message}`),
    ...(ok ? [report("doctor-well", {})] : []),
  ];
  return `${lines.join("\n")}\n`;
}

function options(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: { json: { type: "boolean" }, "accept-key": { type: "boolean" } },
      strict: true,
    });
  } catch (error) {
    throw UsageError.wrong({ code: "wrong-options", facts: { technical: (error as Error).message } });
  }
}
