import { existsSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import type { Log } from "../../core/log.ts";
import { type Instant, instant, parseIso } from "../../core/time.ts";
import { COMMAND_WORDS } from "../../words/command-help.ts";
import { type Config, parseConfig, readEnvironment } from "../config.ts";
import { StartRefusedError } from "../start-refused.ts";
import { StopRequest } from "../stop-request.ts";
import type { CliCommand } from "./cli-command.ts";
import { report } from "./command-report.ts";
import { UsageError, type UsageProblem } from "./usage-error.ts";

const USAGE = "reship --from INSTANT [--to INSTANT] [--json]";
/** Between two lines of progress. */
const TELL_EVERY_MS = 2_000;
const LAST_INSTANT = instant(8_640_000_000_000_000);

/** `outfall reship`: fills a new InfluxDB, or an older one, from the working store. */
export const RESHIP: CliCommand = {
  name: "reship",
  usage: USAGE,
  meaning: COMMAND_WORDS.reship.meaning,
  options: [
    ["--from INSTANT", COMMAND_WORDS.reship.from],
    ["--to INSTANT", COMMAND_WORDS.reship.to],
    ["--json", COMMAND_WORDS.reship.json],
  ],
  async run(args, stop = new StopRequest()) {
    const { from, to, json } = options(args);
    const parsed = parseConfig(readEnvironment());
    if (!parsed.ok) throw UsageError.of(parsed.error);
    const config = parsed.value;
    const { influx, dataDir } = config;
    const problems: UsageProblem[] = [];
    if (influx === undefined) problems.push({ of: "OUTFALL_INFLUX_URL", code: "nowhere-to-ship", facts: {} });
    if (!existsSync(join(dataDir, "intake.sqlite"))) {
      problems.push({ of: "OUTFALL_DATA_DIR", code: "nothing-to-ship", facts: { folder: dataDir } });
    }
    if (influx === undefined || problems.length > 0) throw UsageError.wrong(...problems);
    await refuseForeign(config);
    // Loaded here, so that the other commands start without the libraries of the stores.
    const { shipAgain } = await import("./ship-again.ts");
    const done = await shipAgain({ dataDir, influx, range: { from, to }, stop, log: waitingLog(), tell: teller(json) });
    const { example, ...counted } = done;
    if (json) process.stdout.write(`${JSON.stringify(counted)}\n`);
    else {
      process.stdout.write(`${report("reshipped", { series: done.series, readings: done.readings })}\n`);
      const readings = Object.values(done.refused).reduce((sum, count) => sum + count, 0);
      if (example !== undefined) process.stdout.write(`${report("reship-refused", { readings, reason: example.reason })}\n`);
    }
    if (!done.complete) process.stderr.write(`${report("reship-ended", {})}\n`);
    return done.complete ? 0 : 1;
  },
};

/** A bucket of another installation, a wrong token or name is refused as at a start. */
async function refuseForeign(config: Config): Promise<void> {
  const { refuseForeignStores } = await import("../roles/installation.ts");
  try {
    await refuseForeignStores(config);
  } catch (error) {
    if (error instanceof StartRefusedError) throw UsageError.of(error.problems);
    throw error;
  }
}

/** Progress on standard error now and then; a script that reads JSON wants none. */
function teller(isJson: boolean): (progress: { series: number; ofSeries: number; readings: number }) => void {
  let last = performance.now();
  return (progress) => {
    if (isJson || performance.now() - last < TELL_EVERY_MS) return;
    last = performance.now();
    process.stderr.write(`${report("reship-progress", progress)}\n`);
  };
}

/** That the store is away and waited for, and that it is back. */
function waitingLog(): Log {
  const silent = (): void => {};
  return {
    error: silent,
    debug: silent,
    warn: () => void process.stderr.write(`${report("reship-waits", {})}\n`),
    info: () => void process.stderr.write(`${report("reship-goes-on", {})}\n`),
  };
}

function options(args: readonly string[]): { readonly from: Instant; readonly to: Instant; readonly json: boolean } {
  const { from, to, json = false } = parse(args);
  if (from === undefined) throw UsageError.wrong({ code: "use-instead", facts: { usage: USAGE } });
  const [begin, end] = [parseIso(from), to === undefined ? LAST_INSTANT : parseIso(to)];
  const problems: UsageProblem[] = [];
  if (begin === undefined) problems.push({ of: "--from", code: "not-a-moment", facts: { text: from } });
  if (end === undefined) problems.push({ of: "--to", code: "not-a-moment", facts: { text: to ?? "" } });
  if (begin !== undefined && end !== undefined && end <= begin) problems.push({ of: "--to", code: "ends-before", facts: {} });
  if (begin === undefined || end === undefined || problems.length > 0) throw UsageError.wrong(...problems);
  return { from: begin, to: end, json };
}

function parse(args: readonly string[]): { from?: string; to?: string; json?: boolean } {
  try {
    return parseArgs({
      args: [...args],
      options: { from: { type: "string" }, to: { type: "string" }, json: { type: "boolean" } },
      strict: true,
    }).values;
  } catch (error) {
    throw UsageError.wrong({ code: "wrong-options", facts: { technical: (error as Error).message } });
  }
}
