import type { DeviceCommand } from "../core/field/exchange.ts";
import type { Device, FirstContactStep } from "../core/registry/registry.ts";
import { DEFAULT_TIMING } from "./exchange-machine.ts";

/** Realtime intervals that a device of 2017 takes, in seconds. */
const REALTIME_SECONDS = { least: 30, most: 3_600 };

/**
 * What is asked of a device when it is first heard, in the order of its row in the registry. An interval that is not in
 * the row, or that no device takes, is left out.
 */
export function firstContactCommands(device: Device): readonly DeviceCommand[] {
  return (device.firstContact ?? []).flatMap((step) => commandsOf(step, device));
}

/**
 * Tells one sequence from another, so that a device is asked again when its row has changed; `null` when nothing is to
 * be asked.
 */
export function firstContactText(device: Device): string | null {
  if (device.firstContact === undefined || device.firstContact.length === 0) return null;
  const { firstContact, realtimeSeconds = null, minuteMinutes = null, overTimeSeconds, resendCount } = device;
  // What older editions did not know is left out while it is not set: a device is not asked again because we were
  // updated.
  const waiting =
    overTimeSeconds === undefined && resendCount === undefined ? [] : [overTimeSeconds ?? null, resendCount ?? null];
  return JSON.stringify([firstContact, realtimeSeconds, minuteMinutes, ...waiting]);
}

function commandsOf(step: FirstContactStep, device: Device): readonly DeviceCommand[] {
  switch (step) {
    case "set-time":
      return [{ command: "set-time" }];
    case "start-realtime":
    case "stop-realtime":
    case "start-state":
    case "stop-state":
      return [{ command: step }];
    case "set-timeout": {
      const { overTimeSeconds = DEFAULT_TIMING.answerMs / 1_000, resendCount = DEFAULT_TIMING.repeats } = device;
      return [{ command: "set-timeout", overTime: overTimeSeconds, reCount: resendCount }];
    }
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
