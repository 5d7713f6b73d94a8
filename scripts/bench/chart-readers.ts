// Those who look at charts in series-beside-acks.ts, in a process of their own.
import { setPriority } from "node:os";
import { SEEDED_DAYS, SEEDED_EXTREME } from "../faults/seed-series.ts";
import { apiOf } from "../harness/product.ts";
import type { ChartOrder } from "./chart-order.ts";

const DAY_MS = 86_400_000;

// Whoever looks at a chart does so on another machine: what their work takes of this one is not what is measured.
setPriority(10);

/** Asks for the same charts again and again for a while; answers with how long each took, in milliseconds. */
async function readCharts({ http, outlet, atOnce, ms }: ChartOrder): Promise<readonly number[]> {
  const api = apiOf(http);
  const to = Date.now();
  const span = `from=${new Date(to - SEEDED_DAYS * DAY_MS).toISOString()}&to=${new Date(to).toISOString()}`;
  const path = `/api/v1/outlets/${outlet}/series?pollutant=a21026&basis=realtime&${span}`;
  const times: number[] = [];
  const until = performance.now() + ms;
  const ask = async (): Promise<void> => {
    while (performance.now() < until) {
      const begin = performance.now();
      const { body } = await api<{ readonly points: readonly { readonly value: number }[] }>("GET", path);
      if (!body.points.some(({ value }) => value === SEEDED_EXTREME)) throw new Error("a chart lost its extreme");
      times.push(performance.now() - begin);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, ask));
  return times;
}

process.on("message", (order: ChartOrder) => void readCharts(order).then((times) => process.send?.(times)));
