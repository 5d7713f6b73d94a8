import { pathToFileURL } from "node:url";
import type { StopRequest } from "../stop-request.ts";
import type { CliCommand } from "./cli-command.ts";
import { COMMANDS } from "./commands.ts";
import { UsageError } from "./usage-error.ts";

/**
 * `outfall COMMAND …`. Exit codes: 0 well, 1 failure while running, 2 wrong configuration or arguments (each problem on
 * standard error by its name, never a stack trace).
 */
export async function main(args: readonly string[], stop?: StopRequest): Promise<number> {
  const [name = "--help", ...rest] = args;
  if (name === "--help" || name === "help" || name === "-h") {
    process.stdout.write(overview());
    return 0;
  }
  const command = COMMANDS.find((c) => c.name === name);
  if (command === undefined) {
    process.stderr.write(`outfall: no command ${JSON.stringify(name)}\n${overview()}`);
    return 2;
  }
  if (rest.includes("--help")) {
    process.stdout.write(helpOf(command));
    return 0;
  }
  try {
    return await command.run(rest, stop);
  } catch (error) {
    if (error instanceof UsageError) {
      for (const line of error.lines) process.stderr.write(`outfall: ${line}\n`);
      return 2;
    }
    process.stderr.write(`outfall: ${error instanceof Error ? error.message : String(error)}\n`);
    return 1;
  }
}

function helpOf({ usage, meaning, options = [] }: CliCommand): string {
  const width = Math.max(...options.map(([option]) => option.length));
  const lines = options.map(([option, means]) => `\n  ${option.padEnd(width)}  ${means}`);
  return `outfall ${usage}\n\n${meaning}\n${lines.join("")}${lines.length > 0 ? "\n" : ""}`;
}

function overview(): string {
  const width = Math.max(...COMMANDS.map((c) => c.usage.length));
  const lines = COMMANDS.map((c) => `  outfall ${c.usage.padEnd(width)}  ${c.meaning}`);
  return `排污口 Outfall\n\n${lines.join("\n")}\n\nEach command knows --help. Settings: docs/configuration.md\n`;
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  process.exitCode = await main(process.argv.slice(2));
}
