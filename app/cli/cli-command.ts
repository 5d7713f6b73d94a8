import type { Words } from "../../words/language.ts";
import type { StopRequest } from "../stop-request.ts";

/** One command of the command line. */
export interface CliCommand {
  readonly name: string;
  /** The words after `outfall`. */
  readonly usage: string;
  readonly meaning: Words;
  /** Each option as it is written, with its meaning; `--help` lists them. */
  readonly options?: readonly (readonly [option: string, meaning: Words])[];
  /** Answers with the exit code; `stop` has heard the signals so far. @throws UsageError for wrong arguments. */
  run(args: readonly string[], stop?: StopRequest): Promise<number>;
}
