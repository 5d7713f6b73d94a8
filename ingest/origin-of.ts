import type { Basis, ReadingOrigin } from "../core/readings/reading.ts";
import type { Channel, Device } from "../core/registry/registry.ts";

/** What a reading keeps of the channel it came by, as the registry is when it arrives. */
export function originOf(channel: Channel, basis: Basis, { minuteMinutes }: Device): ReadingOrigin {
  const origin = { mn: channel.device, factor: channel.factor, unit: channel.unit };
  return basis === "minute" && minuteMinutes !== undefined ? { ...origin, minutes: minuteMinutes } : origin;
}
