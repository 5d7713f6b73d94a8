import { once } from "node:events";
import type { DeviceOrder, Finished, PhaseFigures } from "../faults/hostile-orders.ts";
import { SEEDED_DAYS, SEEDED_EXTREME, seedSeries } from "../faults/seed-series.ts";
import { askChild, startChild } from "../harness/asked-child.ts";
import { freshDirectory } from "../harness/left-behind.ts";
import { pause } from "../harness/pause.ts";
import { outletOf, plainRegistry } from "../harness/plain-registry.ts";
import { type Product, putRegistry, startProduct } from "../harness/product.ts";
import { type Spread, spread } from "../harness/spread.ts";

const DEVICES = 50;
const PAIRS = 3;
const DAY_MS = 86_400_000;
const MOST_RATIO = 2;
/** An idle p99 below this counts as this, as in hostile.ts. */
const P99_FLOOR_MS = 5;

/** Acknowledgements of devices that nobody disturbs, and of the same while charts are asked for all the time. */
export interface BesideAcks {
  readonly idle: PhaseFigures;
  readonly besideCharts: PhaseFigures;
  readonly chartMs: Spread;
  readonly kept: boolean;
}

/** Asks a running product for `atOnce` charts of 99 days again and again, beside 50 devices; idle in turn. */
export async function measureBesideAcks(atOnce: number, seconds: number): Promise<BesideAcks> {
  const dataDir = freshDirectory("bench-series");
  const registry = plainRegistry(DEVICES + 1);
  const mns = registry.devices.map(({ mn }) => mn);
  const outlet = outletOf(DEVICES);
  const first = await startProduct({ dataDir });
  await putRegistry(first, registry);
  await first.stop();
  await seedSeries(dataDir, { outlet, mn: mns[DEVICES] ?? "" });
  const product = await startProduct({ dataDir });
  const setup = { port: product.ready.hj212.port, mns: mns.slice(0, DEVICES) };
  const devices = startChild(new URL("../faults/hostile-devices.js", import.meta.url), setup);
  await once(devices, "message");
  const measure = (phase: "idle" | "underAttack"): Promise<unknown> =>
    askChild(devices, { do: "measure", phase, ms: (seconds * 1_000) / PAIRS } satisfies DeviceOrder);
  const times: number[] = [];
  for (let pair = 0; pair < PAIRS; pair += 1) {
    await pause(1_000);
    await measure("idle");
    await besideCharts(product, { outlet, atOnce, times }, () => measure("underAttack"));
  }
  const { phases } = await askChild<Finished>(devices, { do: "finish" } satisfies DeviceOrder);
  await product.stop();
  const [idle, beside] = [phases.idle, phases.underAttack];
  const kept = beside.ackMs.p99 <= MOST_RATIO * Math.max(idle.ackMs.p99, P99_FLOOR_MS);
  return { idle, besideCharts: beside, chartMs: spread(times), kept };
}

interface Charts {
  readonly outlet: string;
  readonly atOnce: number;
  readonly times: number[];
}

async function besideCharts({ api }: Product, { outlet, atOnce, times }: Charts, work: () => Promise<unknown>): Promise<void> {
  let isOver = false;
  const to = Date.now();
  const span = `from=${new Date(to - SEEDED_DAYS * DAY_MS).toISOString()}&to=${new Date(to).toISOString()}`;
  const ask = async (): Promise<void> => {
    while (!isOver) {
      const begin = performance.now();
      const path = `/api/v1/outlets/${outlet}/series?pollutant=a21026&basis=realtime&${span}`;
      const { body } = await api<{ readonly points: readonly { readonly value: number }[] }>("GET", path);
      if (!body.points.some(({ value }) => value === SEEDED_EXTREME)) throw new Error("a chart lost its extreme");
      times.push(performance.now() - begin);
    }
  };
  const asking = Promise.all(Array.from({ length: atOnce }, ask));
  await work();
  isOver = true;
  await asking;
}
