import { UsageError } from "./options.ts";

/** How a script ends: `kept` when all that it looks for held. */
export interface Outcome {
  readonly kept: boolean;
}

type Ended = Promise<Outcome | undefined> | Outcome | undefined;

/**
 * Runs a script: exit code 0 when everything was kept, 1 when it was not or the script itself failed, 2 when it was
 * called in a wrong way. It ends even when sockets or children of the run are still open.
 */
export async function runScript(script: () => Ended): Promise<void> {
  process.exit(await exitCodeOf(script));
}

/** Runs the script whose name is the first argument, with the arguments behind it. */
export function runNamed(command: string, scripts: Readonly<Record<string, (args: readonly string[]) => Ended>>): Promise<void> {
  return runScript(() => {
    const [name = "", ...args] = process.argv.slice(2);
    const script = Object.hasOwn(scripts, name) ? scripts[name] : undefined;
    if (script === undefined) throw new UsageError(`${command} ${Object.keys(scripts).join(" | ")}`);
    return script(args);
  });
}

async function exitCodeOf(script: () => Ended): Promise<number> {
  try {
    const outcome = await script();
    return outcome === undefined || outcome.kept ? 0 : 1;
  } catch (cause) {
    const isUsage = cause instanceof UsageError;
    console.error(isUsage ? cause.message : cause);
    return isUsage ? 2 : 1;
  }
}

/** One line of JSON on standard output: what a run found. */
export function printResult(result: object): void {
  console.log(JSON.stringify(result));
}
