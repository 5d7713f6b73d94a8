import { HOUR, plus } from "../../../core/time.ts";
import { FIRST_HOUR, hourMessages, loadRegistry } from "./hour-load.ts";
import { Judging } from "./judging.ts";
import type { Figure } from "./part.ts";

const SIZE = { outlets: 10_000, factors: 5, over: 0.03 } as const;

/** The top of an hour: a message of five hour values from each of 10,000 outlets, 3 % of them above their limit. */
export async function burst(): Promise<readonly Figure[]> {
  const judging = await Judging.overSqlite(loadRegistry(SIZE));
  const figures: Figure[] = [];
  for (const [n, what] of [
    [0, "the first hour of all outlets"],
    [1, "the hour after it"],
  ] as const) {
    const entries = hourMessages({ ...SIZE, start: plus(FIRST_HOUR, n * HOUR) }, judging.nextSeq);
    const took = await judging.judge(entries);
    figures.push({
      what: `burst of 10,000 messages of 5 hour values, ${what}`,
      figure: took.cpuSeconds,
      unit: "CPU-s",
      target: "< 4 s",
      beside: { seconds: took.seconds, microsecondsAValue: (took.cpuSeconds / (SIZE.outlets * SIZE.factors)) * 1e6 },
    });
  }
  await judging.close();
  return figures;
}
