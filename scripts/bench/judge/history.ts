import { HOUR, plus } from "../../../core/time.ts";
import { spread } from "../../harness/spread.ts";
import { FIRST_HOUR, hourMessages, loadRegistry } from "./hour-load.ts";
import { Judging } from "./judging.ts";
import type { Figure, PartOptions } from "./part.ts";

/**
 * Hours of which the median is taken: a whole day and a multiple of it apart, so that noon, when the day before is
 * confirmed, lies in neither or in both.
 */
const WINDOW = 5;
const EARLY = 10;

/** What a message costs after ten hours of history, and after many. */
export async function history({ full }: PartOptions): Promise<readonly Figure[]> {
  const size = full ? { outlets: 1_000, factors: 2 } : { outlets: 200, factors: 2 };
  const hours = full ? 1_000 : 250;
  const figures: Figure[] = [];
  for (const over of [0.03, 0.5]) {
    const judging = await Judging.overSqlite(loadRegistry(size));
    const perMessage: number[] = [];
    for (let hour = 0; hour < hours; hour++) {
      const entries = hourMessages({ ...size, over, start: plus(FIRST_HOUR, hour * HOUR) }, judging.nextSeq);
      perMessage.push(((await judging.judge(entries)).cpuSeconds / size.outlets) * 1e6);
    }
    await judging.close();
    const late = EARLY + 24 * Math.floor((hours - WINDOW - EARLY) / 24);
    const [early, last] = [EARLY, late].map((from) => spread(perMessage.slice(from, from + WINDOW)).median) as [number, number];
    figures.push({
      what: `CPU a message of 2 hour values, ${size.outlets} outlets, ${over * 100} % over, hour ${late} to hour ${EARLY}`,
      figure: last / early,
      unit: "times",
      target: "within 1.15",
      beside: { early, last, mean: perMessage.reduce((sum, one) => sum + one, 0) / perMessage.length },
    });
  }
  return figures;
}
