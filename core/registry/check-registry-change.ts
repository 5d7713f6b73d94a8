import type { RegistryProblem } from "./problem-codes.ts";
import type { Channel, Registry } from "./registry.ts";

/**
 * Channels that mean something else than before without a date that keeps the two apart: what a device said under the
 * old meaning would count as the new one when it is judged again. A channel that begins later than the one it replaces
 * says from when it holds.
 */
export function channelsWithoutDates(before: Registry, after: Registry): readonly RegistryProblem[] {
  const old = new Map<string, Channel[]>();
  for (const channel of before.channels) old.set(keyOf(channel), [...(old.get(keyOf(channel)) ?? []), channel]);
  return after.channels.flatMap((channel, i): readonly RegistryProblem[] => {
    const replaced = (old.get(keyOf(channel)) ?? []).find(
      (was) => meansOtherwise(was, channel) && replacesFromItsStart(was, channel),
    );
    if (replaced === undefined) return [];
    const { device, factor, outlet, pollutant } = replaced;
    return [{ pointer: `/channels/${i}/validFrom`, code: "channel-needs-dates", facts: { device, factor, outlet, pollutant } }];
  });
}

function keyOf({ device, st, factor }: Channel): string {
  return `${device}|${st ?? ""}|${factor}`;
}

function meansOtherwise(was: Channel, is: Channel): boolean {
  return was.outlet !== is.outlet || was.pollutant !== is.pollutant;
}

/** True when the new channel is in force on the first day of the old one, and in no way later. */
function replacesFromItsStart(was: Channel, is: Channel): boolean {
  const endsBefore = typeof is.validTo === "string" && was.validFrom !== undefined && is.validTo <= was.validFrom;
  return !endsBefore && (is.validFrom === undefined || (was.validFrom !== undefined && is.validFrom <= was.validFrom));
}
