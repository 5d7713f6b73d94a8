import { startDemoFleet } from "../../simulators/demo/start-demo-fleet.ts";
import type { RoleContext, RunningRole } from "./role.ts";

/** Runs the plants of the demo district against the product's own doors, over real sockets. */
export async function startSimulatorsRole(context: RoleContext): Promise<RunningRole> {
  const { mqtt, hj212 } = context.doors;
  if (mqtt === undefined || hj212 === undefined) throw new Error("the simulators need the gateway in the same process");
  const fleet = startDemoFleet({ mqtt, hj212, clock: context.clock, log: context.log });
  return { doors: {}, stop: () => fleet.stop() };
}
