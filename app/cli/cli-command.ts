/** One command of the command line. */
export interface CliCommand {
  readonly name: string;
  /** The words after `outfall`. */
  readonly usage: string;
  readonly meaning: string;
  /** Answers with the exit code. @throws UsageError for wrong arguments. */
  run(args: readonly string[]): Promise<number>;
}
