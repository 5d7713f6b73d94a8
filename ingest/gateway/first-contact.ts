import type { DeviceCommand } from "../../core/device-exchange.ts";
import type { Device, FirstContactStep } from "../../core/registry.ts";

/** Realtime intervals that a device of 2017 takes, in seconds. */
const REALTIME_SECONDS = { least: 30, most: 3_600 };

/** What is asked of a device when it is first heard, in the order of its row in the registry. An interval that is not in the row, or that no device takes, is left out. */
export function firstContactCommands(device: Device): readonly DeviceCommand[] {
  return (device.firstContact ?? []).flatMap((step) => commandsOf(step, device));
}

/** Tells one sequence from another, so that a device is asked again when its row has changed; `null` when nothing is to be asked. */
export function firstContactText(device: Device): string | null {
  if (device.firstContact === undefined || device.firstContact.length === 0) return null;
  return JSON.stringify([device.firstContact, device.realtimeSeconds ?? null, device.minuteMinutes ?? null]);
}

function commandsOf(step: FirstContactStep, device: Device): readonly DeviceCommand[] {
  switch (step) {
    case "set-time":
      return [{ command: "set-time" }];
    case "start-realtime":
      return [{ command: "start-realtime" }];
    case "set-intervals":
      return intervals(device);
  }
}

function intervals({ realtimeSeconds, minuteMinutes, edition }: Device): readonly DeviceCommand[] {
  const commands: DeviceCommand[] = [];
  if (realtimeSeconds !== undefined && realtimeSeconds >= REALTIME_SECONDS.least && realtimeSeconds <= REALTIME_SECONDS.most)
    commands.push({ command: "set-interval", cn: "1062", value: realtimeSeconds });
  // 2005 knows no minute interval.
  if (minuteMinutes !== undefined && edition !== "2005")
    commands.push({ command: "set-interval", cn: "1064", value: minuteMinutes });
  return commands;
}
