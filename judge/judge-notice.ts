import type { EntryContent } from "../core/entries/read-entry.ts";
import { DEVICE_MATTERS } from "../core/judging/device-matters.ts";
import type { Reading } from "../core/readings/reading.ts";
import { isRowInForce } from "../core/registry/grid.ts";
import { startOfHour } from "../core/time.ts";
import { foldReading } from "../rules/period/fold-reading.ts";
import { judgePeriod } from "./judge-period.ts";
import type { Turn } from "./turn.ts";

type Notice = Extract<EntryContent, { kind: "notice" }>;

/**
 * The outlet at which what is noticed of a device is judged: the first that it measures now. `undefined` when it
 * measures none, and then nobody's data are in doubt.
 */
export function outletOfDevice({ index, now }: Pick<Turn, "index" | "now">, mn: string): string | undefined {
  const measured = index.registry.channels.filter((c) => c.device === mn && isRowInForce(c, now)).map(({ outlet }) => outlet);
  return measured.filter((id) => isRowInForce(index.outletById.get(id) ?? NONE, now)).sort()[0];
}

/** An outlet that is registered no more is in force at no time. */
const NONE = { validTo: "0000-01-01" };

/** Folds what a door noticed into the hour in which it did, and asks the rules that look at it. */
export async function judgeNotice(turn: Turn, { mn, notice: { matter, count } }: Notice): Promise<void> {
  const outlet = outletOfDevice(turn, mn);
  if (outlet === undefined) return;
  const { now, seq, set } = turn;
  const pollutant = DEVICE_MATTERS[matter];
  const key = { outlet, pollutant, basis: "hour", start: startOfHour(now) } as const;
  const reading: Reading = {
    ...{ outlet, pollutant, basis: "hour", at: key.start, value: count, flag: "N", unit: "", mn, factor: pollutant },
    ...{ order: now, arrival: { entry: seq } },
  };
  await set.loadPeriods([key]);
  set.putPeriod(foldReading(key, set.peekPeriod(key) ?? undefined, { reading, seq, now, channelFrom: 0, isHistory: false }));
  await judgePeriod(turn, key);
}
