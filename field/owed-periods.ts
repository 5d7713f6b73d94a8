import { missingPeriods } from "../core/field/find-gaps.ts";
import type { OwedPeriods } from "../core/field/reconcile-gaps.ts";
import type { IntakeView } from "../core/readings/intake.ts";
import { isRowInForce, type RegistryIndex } from "../core/registry/grid.ts";
import type { Channel, Device } from "../core/registry/registry.ts";
import { DAY, HOUR, type Instant, instant, MINUTE, plus } from "../core/time.ts";

/** How far back missing periods are looked for: loggers keep more, but what is older is a matter for people. */
const WINDOW = 7 * DAY;
/** A period is owed when it has been over for so long. */
export const GRACE = 15 * MINUTE;

export interface OwedFacts {
  readonly index: RegistryIndex;
  readonly intake: IntakeView;
  readonly now: Instant;
}

/**
 * The hours and minute intervals that a device owes, by system code. A channel owes from the first period that it
 * reported within the last seven days: what never reported a basis does not owe it.
 */
export async function owedBy(device: Device, facts: OwedFacts): Promise<readonly OwedPeriods[]> {
  const channels = facts.index.registry.channels.filter((c) => c.device === device.mn && isRowInForce(c, facts.now));
  const sts = [...new Set(channels.flatMap((c) => (c.st === undefined ? [] : [c.st])))];
  const main = sts[0] ?? null;
  const owed = (sts.length === 0 ? [null] : sts).flatMap((st) => {
    // A channel that names no system code goes with the first one: the device answers a request for all that it has.
    const own = channels.filter((c) => (c.st ?? main) === st);
    return [owedOf("hour", { device, st, channels: own }, facts), owedOf("minute", { device, st, channels: own }, facts)];
  });
  return Promise.all(owed);
}

interface Group {
  readonly device: Device;
  readonly st: string | null;
  readonly channels: readonly Channel[];
}

async function owedOf(
  basis: "hour" | "minute",
  { device, st, channels }: Group,
  { intake, now }: OwedFacts,
): Promise<OwedPeriods> {
  const windowFrom = plus(now, -WINDOW);
  const reading = channels.map(async ({ outlet, pollutant }) => ({
    outlet,
    starts: (await intake.series({ outlet, pollutant, basis, from: windowFrom, to: now })).map(({ at }) => at),
  }));
  const known = await Promise.all(reading);
  const step = basis === "hour" ? HOUR : minuteStep(device, known);
  const last = instant(Math.floor((now - GRACE) / step) * step - step);
  const missing = new Map<Instant, string[]>();
  for (const { outlet, starts } of known) {
    const [first] = starts;
    if (first === undefined) continue;
    for (const at of missingPeriods({ from: first, to: last, step, known: new Set(starts) })) {
      missing.set(at, [...(missing.get(at) ?? []), outlet]);
    }
  }
  return { mn: device.mn, st, basis, step, windowFrom, missing };
}

/** The registered minute interval, or else the shortest distance between two periods that came. */
function minuteStep(device: Device, known: readonly { readonly starts: readonly Instant[] }[]): number {
  if (device.minuteMinutes !== undefined) return device.minuteMinutes * MINUTE;
  let least = HOUR as number;
  for (const { starts } of known) {
    for (let i = 1; i < starts.length; i++) least = Math.min(least, (starts[i] ?? 0) - (starts[i - 1] ?? 0));
  }
  return Math.max(MINUTE, least);
}
