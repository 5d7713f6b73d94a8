import type { z } from "zod";
import { limitBeside, limitFigure, READINGS_OF_LIMIT, shareOfLimit } from "../../../core/judging/outlet-state.ts";
import { POLLUTANTS } from "../../../core/readings/pollutants.ts";
import type { ReadingBeside, StoredReading } from "../../../core/readings/reading.ts";
import { isRowInForce, type RegistryIndex } from "../../../core/registry/grid.ts";
import { formatIso, type Instant } from "../../../core/time.ts";
import { shownLimits } from "../../context/shown-limits.ts";
import type { BesideWire, LatestOut } from "./schema.ts";

/** A reading with the limit it is shown beside: an item of `latest`, and the data of a live `reading` event. */
export function readingToWire(
  reading: StoredReading,
  index: RegistryIndex,
): z.output<typeof LatestOut> & { readonly outlet: string } {
  const limit = limitBeside(shownLimits(index, reading.outlet, reading.pollutant), reading.basis, reading.at);
  return {
    outlet: reading.outlet,
    pollutant: reading.pollutant,
    value: reading.value,
    converted: reading.converted ?? null,
    unit: unitOf(index, reading, reading.at),
    at: formatIso(reading.at),
    basis: reading.basis,
    flag: reading.flag,
    limit: limitFigure(limit),
    limitId: limit?.id ?? null,
    limitReadingBasis: limit === null ? null : READINGS_OF_LIMIT[limit.basis],
    share: shareOfLimit(reading, limit),
    ...besideToWire(reading),
  };
}

/** What was said beside a value; nothing at all where nothing was. */
export function besideToWire({ rawMean, sampledAt, vendorFlag, backfilled }: ReadingBeside): { readonly beside?: BesideWire } {
  const beside: BesideWire = {
    ...(rawMean !== undefined && { rawMean }),
    ...(sampledAt !== undefined && { sampledAt: formatIso(sampledAt) }),
    ...(vendorFlag !== undefined && { vendorFlag }),
    ...(backfilled !== undefined && { backfilled }),
  };
  return Object.keys(beside).length === 0 ? {} : { beside };
}

/** The unit of a pollutant at an outlet at a time: that of its channel, else the usual one. */
export function unitOf(
  index: RegistryIndex,
  target: { readonly outlet: string; readonly pollutant: string },
  at: Instant,
): string {
  const channels = (index.channelsByOutlet.get(target.outlet) ?? []).filter((c) => c.pollutant === target.pollutant);
  const channel = channels.find((c) => isRowInForce(c, at)) ?? channels.at(-1);
  return channel?.unit ?? POLLUTANTS.get(target.pollutant)?.unit ?? "";
}
