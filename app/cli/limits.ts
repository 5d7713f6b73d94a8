import { COMMAND_WORDS } from "../../words/command-help.ts";
import { LIMIT_PROBLEM_WORDS } from "../../words/command-line.ts";
import { say } from "../../words/word-table.ts";
import { spokenHere } from "../spoken-language.ts";
import type { CliCommand } from "./cli-command.ts";
import { report } from "./command-report.ts";
import { UsageError } from "./usage-error.ts";

/** `outfall limits check`: holds the shipped legal figures to their schema. */
export const LIMITS: CliCommand = {
  name: "limits",
  usage: "limits check [--json]",
  meaning: COMMAND_WORDS.limits.meaning,
  options: [["--json", COMMAND_WORDS.limits.json]],
  async run(args) {
    if (args[0] !== "check" || args.slice(1).some((a) => a !== "--json"))
      throw UsageError.wrong({ code: "use-instead", facts: { usage: this.usage } });
    const { checkLimitsFile, LIMIT_FILES, readLimitsFile } = await import("../limits-file.ts");
    const checked = LIMIT_FILES.map(({ file, confidences }) => {
      const { rows, problems } = checkLimitsFile(readLimitsFile(file), confidences);
      const said = problems.map((p) => ({ ...p, message: say(LIMIT_PROBLEM_WORDS, p, spokenHere()) }));
      return { file, rows: rows.length, problems: said };
    });
    const wrong = checked.flatMap((r) => r.problems);
    if (args.includes("--json")) process.stdout.write(`${JSON.stringify(checked)}\n`);
    else {
      for (const { file, rows, problems } of checked) {
        const head = report("rows-checked", { file, rows });
        process.stdout.write(`${[head, ...problems.map((p) => `${p.pointer}: ${p.message}`)].join("\n  ")}\n`);
      }
    }
    return wrong.length === 0 ? 0 : 1;
  },
};
