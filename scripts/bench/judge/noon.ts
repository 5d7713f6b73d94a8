import type { ReadEntry } from "../../../core/entries/read-entry.ts";
import { DAY, HOUR, MINUTE, plus } from "../../../core/time.ts";
import { FIRST_HOUR, hourMessages, loadRegistry, OUTLETS_PER_ENTERPRISE, tickEntry } from "./hour-load.ts";
import { Judging } from "./judging.ts";
import type { Figure } from "./part.ts";

const SIZE = { outlets: 1_000, factors: 2, over: 1 } as const;
const HOURS = 8;
/** So many plants say their last hour while a tick is worked off. */
const PLANTS_A_TICK = 5;

/**
 * 16,000 findings of a day are confirmed at noon of the next, by a judge that has just been started. Behind each tick
 * hour values of a few plants wait in the journal, for the tick and for what is due of their own plant.
 */
export async function noon(): Promise<readonly Figure[]> {
  const judging = await Judging.overSqlite(loadRegistry(SIZE));
  for (let hour = 0; hour < HOURS; hour++) {
    await judging.judge(hourMessages({ ...SIZE, start: plus(FIRST_HOUR, hour * HOUR) }, judging.nextSeq));
  }
  const tagged = plus(FIRST_HOUR, DAY + 4 * HOUR);
  await judging.tick(plus(tagged, -MINUTE));
  judging.restart();
  const noonHour = hourMessages({ ...SIZE, over: 0, start: plus(tagged, -HOUR - 5 * MINUTE) }, 0);
  let [seconds, cpuSeconds, longestCommit, liveWaited, liveWaitedCpu, ticks, plant] = [0, 0, 0, 0, 0, 0, 0];
  for (;;) {
    const due = await judging.records.nextDeadline();
    if (due === undefined || due.at > tagged) break;
    const live = Array.from(
      { length: PLANTS_A_TICK },
      () => noonHour[(plant++ * OUTLETS_PER_ENTERPRISE) % SIZE.outlets] as ReadEntry,
    );
    const seq = judging.nextSeq;
    const behind = live.map((read, i): ReadEntry => ({ ...read, entry: { ...read.entry, seq: seq + 1 + i } }));
    const took = await judging.judge([tickEntry(seq, tagged), ...behind]);
    seconds += took.seconds;
    cpuSeconds += took.cpuSeconds;
    longestCommit = Math.max(longestCommit, took.longestHold);
    liveWaited = Math.max(liveWaited, took.seconds);
    liveWaitedCpu = Math.max(liveWaitedCpu, took.cpuSeconds);
    ticks += 1;
  }
  const confirmed = await judging.records.findings({ status: "confirmed", limit: 1 });
  if (confirmed.items.length === 0) throw new Error("nothing was confirmed");
  await judging.close();
  return [
    {
      what: `${SIZE.outlets * SIZE.factors * HOURS} confirmations at one noon`,
      figure: cpuSeconds,
      unit: "CPU-s",
      target: "< 3 s, live verdicts wait < 2 s",
      beside: { seconds, ticks, liveWaited, liveWaitedCpu, longestCommit },
    },
  ];
}
