import { DAY, HOUR, MINUTE, plus } from "../../../core/time.ts";
import { FIRST_HOUR, hourMessages, loadRegistry } from "./hour-load.ts";
import { Judging } from "./judging.ts";
import type { Figure } from "./part.ts";

const SIZE = { outlets: 1_000, factors: 2, over: 1 } as const;
const HOURS = 8;

/** 16,000 findings of a day are confirmed at noon of the next, by a judge that has just been started. */
export async function noon(): Promise<readonly Figure[]> {
  const judging = await Judging.overSqlite(loadRegistry(SIZE));
  for (let hour = 0; hour < HOURS; hour++) {
    await judging.judge(hourMessages({ ...SIZE, start: plus(FIRST_HOUR, hour * HOUR) }, judging.nextSeq));
  }
  const tagged = plus(FIRST_HOUR, DAY + 4 * HOUR);
  await judging.tick(plus(tagged, -MINUTE));
  judging.restart();
  const took = await judging.tick(tagged);
  const confirmed = await judging.records.findings({ status: "confirmed", limit: 1 });
  if (confirmed.items.length === 0) throw new Error("nothing was confirmed");
  await judging.close();
  return [
    {
      what: `${SIZE.outlets * SIZE.factors * HOURS} confirmations at one noon`,
      figure: took.cpuSeconds,
      unit: "CPU-s",
      target: "< 3 s, live verdicts wait < 2 s",
      beside: { seconds: took.seconds, longestCommit: took.longestHold },
    },
  ];
}
