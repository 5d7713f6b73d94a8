import { useEffect, useState } from "react";
import { list } from "../../api/client.ts";
import type { Gap } from "../../api/device-shapes.ts";

const REFRESH_MS = 60_000;
const AT_ONCE = 4;
/** Each device is asked for on its own: more than this is not worth the requests, and the column stays empty below. */
const MOST_DEVICES = 200;

/** How many gaps of each device are not filled, by MN. What a later round does not bring keeps standing. */
export function useGapCounts(mns: readonly string[]): ReadonlyMap<string, number> {
  const asked = mns.slice(0, MOST_DEVICES).join();
  const [counts, setCounts] = useState<ReadonlyMap<string, number>>(new Map());
  useEffect(() => {
    let isOver = false;
    setCounts((before) => (before.size === 0 ? before : new Map()));
    const run = async (): Promise<void> => {
      const found = new Map<string, number>();
      await forEachFew(asked === "" ? [] : asked.split(","), async (mn) => {
        const { items } = await list<Gap>(`/devices/${encodeURIComponent(mn)}/gaps`, { limit: 1000 });
        found.set(mn, items.filter((gap) => gap.state !== "filled").length);
      });
      if (!isOver) setCounts((before) => new Map([...before, ...found]));
    };
    void run();
    const timer = setInterval(() => void run(), REFRESH_MS);
    return () => {
      isOver = true;
      clearInterval(timer);
    };
  }, [asked]);
  return counts;
}

/** Runs `work` over the items, a few at a time; one that fails leaves its row without the figure. */
async function forEachFew<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  const queue = [...items];
  const worker = async (): Promise<void> => {
    for (let item = queue.shift(); item !== undefined; item = queue.shift()) await work(item).catch(() => {});
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
}
