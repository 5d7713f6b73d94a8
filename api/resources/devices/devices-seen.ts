import { holds } from "../../../core/people/rights.ts";
import type { ApiContext, View } from "../../context/api-context.ts";
import { seesDevice } from "../../context/scope.ts";
import { readDeviceFacts } from "./query.ts";
import type { DeviceWire } from "./schema.ts";
import { deviceToWire } from "./wire.ts";

/** Every device that the caller sees, with its state now. */
export async function devicesSeen(view: View, { deps }: ApiContext): Promise<readonly DeviceWire[]> {
  const { index, actor } = view;
  const devices = index.registry.devices.filter((device) => seesDevice(view, device.mn));
  const facts = await readDeviceFacts(deps, view, { devices, seesMessages: holds(actor.roles, "see-messages") });
  const lines = new Map((await deps.deviceRecords.devices()).map((line) => [line.mn, line]));
  return devices.map((device) => deviceToWire(device, index, { ...facts, line: lines.get(device.mn) }));
}
