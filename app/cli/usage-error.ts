import type { SettingProblem } from "../config.ts";

/** Wrong arguments or configuration: every problem is a line of its own, and the exit code is 2. */
export class UsageError extends Error {
  override readonly name = "UsageError";
  readonly lines: readonly string[];

  constructor(lines: readonly string[]) {
    super(lines.join("; "));
    this.lines = lines;
  }

  static of(problems: readonly SettingProblem[]): UsageError {
    return new UsageError(problems.map((p) => (p.pointer === "" ? p.message : `${p.pointer}: ${p.message}`)));
  }
}
