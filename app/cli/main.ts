import { pathToFileURL } from "node:url";
import { PRODUCT_NAME } from "../../words/documents.ts";
import type { Telling } from "../../words/names.ts";
import { spokenHere } from "../spoken-language.ts";
import type { StopRequest } from "../stop-request.ts";
import type { CliCommand } from "./cli-command.ts";
import { report } from "./command-report.ts";
import { COMMANDS } from "./commands.ts";
import { CommandFailed, sayUsage, UsageError } from "./usage-error.ts";

/**
 * `outfall COMMAND …`. Exit codes: 0 well, 1 failure while running, 2 wrong configuration or arguments (each problem on
 * standard error by its name, never a stack trace).
 */
export async function main(args: readonly string[], stop?: StopRequest): Promise<number> {
  const telling = spokenHere();
  const [name = "--help", ...rest] = args;
  if (name === "--help" || name === "help" || name === "-h") {
    process.stdout.write(overview(telling));
    return 0;
  }
  const command = COMMANDS.find((c) => c.name === name);
  if (command === undefined) {
    const problem = sayUsage({ code: "no-such-command", facts: { name } }, telling);
    process.stderr.write(`outfall: ${problem}\n${overview(telling)}`);
    return 2;
  }
  if (rest.includes("--help")) {
    process.stdout.write(helpOf(command, telling));
    return 0;
  }
  try {
    return await command.run(rest, stop);
  } catch (error) {
    if (error instanceof UsageError) {
      for (const line of error.lines(telling)) process.stderr.write(`outfall: ${line}\n`);
      return 2;
    }
    process.stderr.write(`outfall: ${failureIn(error, telling)}\n`);
    return 1;
  }
}

function failureIn(error: unknown, telling: Telling): string {
  if (error instanceof CommandFailed) return sayUsage(error.problem, telling);
  return error instanceof Error ? error.message : String(error);
}

function helpOf({ usage, meaning, options = [] }: CliCommand, { language }: Telling): string {
  const width = Math.max(...options.map(([option]) => option.length));
  const lines = options.map(([option, means]) => `\n  ${option.padEnd(width)}  ${means[language]}`);
  return `outfall ${usage}\n\n${meaning[language]}\n${lines.join("")}${lines.length > 0 ? "\n" : ""}`;
}

function overview({ language }: Telling): string {
  const width = Math.max(...COMMANDS.map((c) => c.usage.length));
  const lines = COMMANDS.map((c) => `  outfall ${c.usage.padEnd(width)}  ${c.meaning[language]}`);
  return `${PRODUCT_NAME}\n\n${lines.join("\n")}\n\n${report("known-help", {})}\n`;
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  process.exitCode = await main(process.argv.slice(2));
}
