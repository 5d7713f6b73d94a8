import { list } from "../../api/client.ts";
import type { Gap } from "../../api/device-shapes.ts";
import { forEachFew, useRepeated } from "../now/use-row-extras.ts";

const REFRESH_MS = 60_000;
/** Each device is asked for on its own: more than this is not worth the requests, and the column stays empty below. */
const MOST_DEVICES = 200;

/** How many gaps of each device are not filled, by MN. */
export function useGapCounts(mns: readonly string[]): ReadonlyMap<string, number> {
  const asked = mns.slice(0, MOST_DEVICES);
  return useRepeated(asked.join(), REFRESH_MS, async () => {
    const found = new Map<string, number>();
    await forEachFew(asked, async (mn) => {
      const { items } = await list<Gap>(`/devices/${encodeURIComponent(mn)}/gaps`, { limit: 1000 });
      found.set(mn, items.filter((gap) => gap.state !== "filled").length);
    });
    return found;
  });
}
