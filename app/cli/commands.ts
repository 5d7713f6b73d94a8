import { CONFIG_CHECK } from "./config-check.ts";
import { DECODE } from "./decode.ts";
import { LIMITS } from "./limits.ts";
import { REGISTRY } from "./registry.ts";
import { REPLAY } from "./replay.ts";
import { START } from "./start.ts";

/** One command of the command line. */
export interface CliCommand {
  readonly name: string;
  /** The words after `outfall`. */
  readonly usage: string;
  readonly meaning: string;
  /** Answers with the exit code. @throws UsageError for wrong arguments. */
  run(args: readonly string[]): Promise<number>;
}

export const COMMANDS: readonly CliCommand[] = [START, DECODE, REPLAY, REGISTRY, LIMITS, CONFIG_CHECK];
