import { existsSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { COMMAND_WORDS } from "../../words/command-help.ts";
import { type Config, parseConfig, readEnvironment } from "../config.ts";
import { journalDirectory } from "../roles/journal-directory.ts";
import type { CliCommand } from "./cli-command.ts";
import { report } from "./command-report.ts";
import type { ReplayReport } from "./replay-journal.ts";
import { UsageError } from "./usage-error.ts";

/** `outfall replay`: judges the whole journal again from nothing and compares with what is stored. */
export const REPLAY: CliCommand = {
  name: "replay",
  usage: "replay [--json]",
  meaning: COMMAND_WORDS.replay.meaning,
  options: [["--json", COMMAND_WORDS.replay.json]],
  async run(args) {
    const { values } = options(args);
    const parsed = parseConfig(readEnvironment());
    if (!parsed.ok) throw UsageError.of(parsed.error);
    refuseWithoutJournal(parsed.value);
    // Loaded here, so that the other commands start without the database libraries.
    const { replayJournal } = await import("./replay-journal.ts");
    const replayed = await replayJournal(parsed.value);
    if (values.json === true) process.stdout.write(`${JSON.stringify(replayed)}\n`);
    else process.stdout.write(inWords(replayed));
    return replayed.same ? 0 : 1;
  },
};

/** Whoever opens a store that is not there makes an empty one: replay looks first. */
function refuseWithoutJournal(config: Config): void {
  const { dataDir, postgresUrl } = config;
  const needed = [
    { file: join(journalDirectory(config), "journal.sqlite"), what: "journal.sqlite" },
    { file: join(dataDir, "secrets.key"), what: "secrets.key" },
    ...(postgresUrl === undefined ? [{ file: join(dataDir, "records.sqlite"), what: "records.sqlite" }] : []),
  ];
  const [missing] = needed.filter(({ file }) => !existsSync(file));
  if (missing !== undefined) {
    const facts = { folder: dataDir, missing: missing.what };
    throw UsageError.wrong({ of: "OUTFALL_DATA_DIR", code: "nothing-to-replay", facts });
  }
}

function inWords({ entries, findings, cases, same, different }: ReplayReport): string {
  const head = report("replayed", { entries, findings: findings.length, cases: cases.length });
  const end = same ? report("replay-same", {}) : report("replay-different", { ids: different });
  return `${head}\n${end}\n`;
}

function options(args: readonly string[]): { values: { json?: boolean | undefined } } {
  try {
    return parseArgs({ args: [...args], options: { json: { type: "boolean" } }, strict: true });
  } catch (error) {
    throw UsageError.wrong({ code: "wrong-options", facts: { technical: (error as Error).message } });
  }
}
