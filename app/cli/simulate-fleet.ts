import { instant } from "../../core/time.ts";
import type { Config } from "../config.ts";
import { playDoors } from "./play-doors.ts";
import { importRegistry } from "./scenario-people.ts";
import type { SimulateValues } from "./simulate-options.ts";
import { wholeNumber } from "./whole-number.ts";

const USUAL_INTERVAL = "30";
const USUAL_DURATION = "60";
/** Connections a second when nothing else is said. */
const CONNECTIONS_PER_SECOND = 400;

/**
 * `outfall simulate --fleet N`: so many outlets in this process. The exit code is 1 when a message was never
 * acknowledged.
 */
export async function runFleet(values: Readonly<SimulateValues>, config: Config): Promise<number> {
  const { fleetRegistry, runOutletFleet } = await import("../../simulators/fleet/outlet-fleet.ts");
  const outlets = wholeNumber("fleet", values.fleet ?? "");
  if (values.registry === true) {
    process.stdout.write(`${JSON.stringify(fleetRegistry(outlets))}\n`);
    return 0;
  }
  if (values.import === true) await importRegistry(config, fleetRegistry(outlets));
  const doors = playDoors(config, values.to);
  let shownAt = performance.now();
  const report = await runOutletFleet({
    mqtt: doors("mqtt"),
    hj212: doors("hj212"),
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
