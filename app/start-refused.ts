import type { SettingProblem } from "./setting-problem.ts";

/**
 * The product cannot be started with these settings, here and now; each problem is named after the setting or option
 * that has to change.
 */
export class StartRefusedError extends Error {
  override readonly name = "StartRefusedError";
  readonly problems: readonly SettingProblem[];

  constructor(problems: readonly SettingProblem[]) {
    super(problems.map((p) => `${p.pointer}: ${p.code}`).join("; "));
    this.problems = problems;
  }
}
