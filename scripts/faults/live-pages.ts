import { pause } from "../harness/pause.ts";
import type { Product } from "../harness/product.ts";

const PAGES = 10;
const LOOK_EVERY_MS = 1_000;

/** What became of the pages. */
export interface Served {
  readonly asked: number;
  readonly failed: number;
  /** Events that came over the live streams, and streams that ended before their page was closed. */
  readonly events: number;
  readonly streamsCut: number;
}

/** People who look at a list of outlets once a second, each with the live stream of the page. */
export function openPages(product: Product) {
  const closing = new AbortController();
  const counts = { asked: 0, failed: 0, events: 0, streamsCut: 0 };
  const look = async (): Promise<void> => {
    while (!closing.signal.aborted) {
      counts.asked += 1;
      const status = await product
        .api("GET", "/api/v1/outlets?limit=50")
        .then((answer) => answer.status)
        .catch(() => 0);
      if (status !== 200) counts.failed += 1;
      await pause(LOOK_EVERY_MS);
    }
  };
  const listen = async (): Promise<void> => {
    try {
      for await (const text of product.stream("/api/v1/live", closing.signal))
        counts.events += text.split("\nevent: ").length - 1;
    } catch {
      // Closed by us, or cut: the count below says which.
    }
    if (!closing.signal.aborted) counts.streamsCut += 1;
  };
  const pages = Promise.all(Array.from({ length: PAGES }, () => Promise.all([look(), listen()])));
  return {
    stop: async (): Promise<Served> => {
      closing.abort();
      await pages;
      return counts;
    },
  };
}
