import { instant } from "../../core/time.ts";
import type { Config } from "../config.ts";
import { report } from "./command-report.ts";
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
  const played = await runOutletFleet({
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
      const { connected, acknowledged, sent } = counts;
      process.stderr.write(`${report("fleet-progress", { phase, connected, acknowledged, sent })}\n`);
    },
  });
  if (values.json === true) process.stdout.write(`${JSON.stringify(played)}\n`);
  else {
    process.stdout.write(`${report("fleet-played", { ...played, outlets })}\n`);
  }
  if (played.connected < outlets) {
    process.stderr.write(`${report("fleet-not-connected", { connected: played.connected, outlets })}\n`);
  }
  return played.unanswered === 0 ? 0 : 1;
}
