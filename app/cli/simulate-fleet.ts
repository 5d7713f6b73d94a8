import { instant } from "../../core/time.ts";
import type { Door } from "../../simulators/fleet/start-fleet.ts";
import type { Config } from "../config.ts";
import { importRegistry } from "./scenario-people.ts";
import { wholeNumber } from "./whole-number.ts";

/** The options of `simulate` that concern a fleet. */
interface FleetValues {
  readonly fleet?: string;
  readonly interval?: string;
  readonly for?: string;
  readonly ramp?: string;
  readonly registry?: boolean;
  readonly import?: boolean;
  readonly json?: boolean;
}

const USUAL_INTERVAL = "30";
const USUAL_DURATION = "60";
/** Connections a second when nothing else is said. */
const CONNECTIONS_PER_SECOND = 400;

/** `outfall simulate --fleet N`: so many outlets in this process. The exit code is 1 when a message was never acknowledged. */
export async function runFleet(
  values: FleetValues,
  { doors, config }: { readonly doors: { readonly mqtt: Door; readonly hj212: Door }; readonly config: Config },
): Promise<number> {
  const { fleetRegistry, runOutletFleet } = await import("../../simulators/fleet/outlet-fleet.ts");
  const outlets = wholeNumber("fleet", values.fleet ?? "");
  if (values.registry === true) {
    process.stdout.write(`${JSON.stringify(fleetRegistry(outlets))}\n`);
    return 0;
  }
  if (values.import === true) await importRegistry(config, fleetRegistry(outlets));
  let shownAt = performance.now();
  const report = await runOutletFleet({
    ...doors,
    outlets,
    intervalSeconds: wholeNumber("interval", values.interval ?? USUAL_INTERVAL),
    forSeconds: wholeNumber("for", values.for ?? USUAL_DURATION),
    rampSeconds: values.ramp === undefined ? Math.ceil(outlets / CONNECTIONS_PER_SECOND) : wholeNumber("ramp", values.ramp),
    clock: { kind: "system", now: () => instant(Date.now()) },
    progress: (counts, phase) => {
      if (performance.now() - shownAt < 5_000) return;
      shownAt = performance.now();
      process.stderr.write(`${phase}: ${counts.connected} connected, ${counts.acknowledged}/${counts.sent} acknowledged\n`);
    },
  });
  if (values.json === true) process.stdout.write(`${JSON.stringify(report)}\n`);
  else {
    process.stdout.write(
      `${outlets} outlets: ${report.sent} sent, ${report.acknowledged} acknowledged, ${report.unanswered} unanswered, ` +
        `${report.resent} resent, ${report.refused} connections refused or broken, in ${report.seconds} s\n`,
    );
  }
  if (report.connected < outlets) {
    process.stderr.write(
      `only ${report.connected} of ${outlets} connections were open at the end: the product's bounds are OUTFALL_MAX_CONNECTIONS and ` +
        "OUTFALL_MAX_CONNECTIONS_PER_ADDRESS, and both processes need as many open files\n",
    );
  }
  return report.unanswered === 0 ? 0 : 1;
}
