import type { CliCommand } from "./cli-command.ts";
import { UsageError } from "./usage-error.ts";

/** `outfall limits check`: holds the shipped legal figures to their schema. */
export const LIMITS: CliCommand = {
  name: "limits",
  usage: "limits check [--json]",
  meaning: "checks the legal figures in limits/ and counts them by confidence; exit 1 when one is wrong",
  options: [["--json", "the rows and problems of each file as JSON"]],
  async run(args) {
    if (args[0] !== "check" || args.slice(1).some((a) => a !== "--json"))
      throw new UsageError(["limits: use `limits check [--json]`"]);
    const { checkLimitsFile, LIMIT_FILES, readLimitsFile } = await import("../limits-file.ts");
    const report = LIMIT_FILES.map(({ file, confidences }) => {
      const { rows, problems } = checkLimitsFile(readLimitsFile(file), confidences);
      return { file, rows: rows.length, problems };
    });
    const wrong = report.flatMap((r) => r.problems);
    if (args.includes("--json")) process.stdout.write(`${JSON.stringify(report)}\n`);
    else for (const r of report) process.stdout.write(`${r.file}: ${r.rows} rows${r.problems.map((p) => `\n  ${p}`).join("")}\n`);
    return wrong.length === 0 ? 0 : 1;
  },
};
