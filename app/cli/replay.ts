import { existsSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { type Config, parseConfig, readEnvironment } from "../config.ts";
import { journalDirectory } from "../roles/journal-directory.ts";
import type { CliCommand } from "./cli-command.ts";
import type { ReplayReport } from "./replay-journal.ts";
import { UsageError } from "./usage-error.ts";

/** `outfall replay`: judges the whole journal again from nothing and compares with what is stored. */
export const REPLAY: CliCommand = {
  name: "replay",
  usage: "replay [--json]",
  meaning:
    "judges the whole journal again in memory and compares findings and cases with the stored ones; exit 1 when they differ",
  options: [["--json", "the report as JSON: findings, cases, and the ids of those that differ"]],
  async run(args) {
    const { values } = options(args);
    const parsed = parseConfig(readEnvironment());
    if (!parsed.ok) throw UsageError.of(parsed.error);
    refuseWithoutJournal(parsed.value);
    // Loaded here, so that the other commands start without the database libraries.
    const { replayJournal } = await import("./replay-journal.ts");
    const report = await replayJournal(parsed.value);
    if (values.json === true) process.stdout.write(`${JSON.stringify(report)}\n`);
    else process.stdout.write(inWords(report));
    return report.same ? 0 : 1;
  },
};

/** Whoever opens a store that is not there makes an empty one: replay looks first. */
function refuseWithoutJournal(config: Config): void {
  const { dataDir, postgresUrl } = config;
  const needed = [
    { file: join(journalDirectory(config), "journal.sqlite"), what: "no journal" },
    { file: join(dataDir, "secrets.key"), what: "no secrets.key (backups keep it apart)" },
    ...(postgresUrl === undefined ? [{ file: join(dataDir, "records.sqlite"), what: "no records.sqlite" }] : []),
  ];
  const [missing] = needed.filter(({ file }) => !existsSync(file));
  if (missing !== undefined) {
    throw new UsageError([`OUTFALL_DATA_DIR: ${dataDir} has ${missing.what}; there is nothing to replay`]);
  }
}

function inWords(report: ReplayReport): string {
  const head = `${report.entries} entries: ${report.findings.length} findings, ${report.cases.length} cases\n`;
  return report.same ? `${head}the same as stored\n` : `${head}different: ${report.different.join(", ")}\n`;
}

function options(args: readonly string[]): { values: { json?: boolean | undefined } } {
  try {
    return parseArgs({ args: [...args], options: { json: { type: "boolean" } }, strict: true });
  } catch (error) {
    throw new UsageError([(error as Error).message]);
  }
}
