import type { Said } from "../../core/said.ts";
import { USAGE_WORDS, type UsageProblemCodes } from "../../words/command-line.ts";
import type { Telling } from "../../words/names.ts";
import { say } from "../../words/word-table.ts";
import { type SettingProblem, saySetting } from "../setting-problem.ts";

/** One thing that is wrong with how a command was called. */
export type UsageProblem = Said<UsageProblemCodes> & {
  /** The option or setting it is about. */
  readonly of?: string;
};

/**
 * Wrong arguments or configuration: every problem is a line of its own, in the language of whoever called, and the exit
 * code is 2.
 */
export class UsageError extends Error {
  override readonly name = "UsageError";
  readonly #lines: (telling: Telling) => readonly string[];

  private constructor(codes: readonly string[], lines: (telling: Telling) => readonly string[]) {
    super(codes.join("; "));
    this.#lines = lines;
  }

  /** Problems of settings. */
  static of(problems: readonly SettingProblem[]): UsageError {
    return UsageError.saying(problems, saySetting);
  }

  /** Problems of any kind, each said in its own way. */
  static saying<P extends { readonly code: string }>(
    problems: readonly P[],
    line: (problem: P, telling: Telling) => string,
  ): UsageError {
    return new UsageError(
      problems.map((p) => p.code),
      (telling) => problems.map((p) => line(p, telling)),
    );
  }

  /** Problems of the words behind a command. */
  static wrong(...problems: readonly UsageProblem[]): UsageError {
    return UsageError.saying(problems, sayUsage);
  }

  lines(telling: Telling): readonly string[] {
    return this.#lines(telling);
  }
}

/** One line that says what is wrong with how a command was called. */
export function sayUsage(problem: UsageProblem, telling: Telling): string {
  const text = say(USAGE_WORDS, problem, telling);
  return problem.of === undefined ? text : `${problem.of}: ${text}`;
}

/** A command was called rightly and could not do its work: one line, and the exit code is 1. */
export class CommandFailed extends Error {
  override readonly name = "CommandFailed";
  readonly problem: UsageProblem;

  constructor(problem: UsageProblem) {
    super(problem.code);
    this.problem = problem;
  }
}
