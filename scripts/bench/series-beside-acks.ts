import { once } from "node:events";
import type { DeviceOrder, Finished, Phase, PhaseFigures } from "../faults/hostile-orders.ts";
import { seedSeries } from "../faults/seed-series.ts";
import { askChild, startChild } from "../harness/asked-child.ts";
import { freshDirectory } from "../harness/left-behind.ts";
import { pause } from "../harness/pause.ts";
import { outletOf, plainRegistry } from "../harness/plain-registry.ts";
import { putRegistry, startProduct } from "../harness/product.ts";
import { type Spread, spread } from "../harness/spread.ts";
import type { ChartOrder } from "./chart-order.ts";

const DEVICES = 50;
const PAIRS = 3;
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
  const readers = startChild(new URL("./chart-readers.js", import.meta.url), {});
  const ms = (seconds * 1_000) / PAIRS;
  const measure = (phase: Phase): Promise<unknown> => askChild(devices, { do: "measure", phase, ms } satisfies DeviceOrder);
  const charts = { http: product.ready.http.port, outlet, atOnce, ms } satisfies ChartOrder;
  const times: number[] = [];
  for (let pair = 0; pair < PAIRS; pair += 1) {
    await pause(1_000);
    await measure("idle");
    const [read] = await Promise.all([askChild<readonly number[]>(readers, charts), measure("underAttack")]);
    times.push(...read);
  }
  const { phases } = await askChild<Finished>(devices, { do: "finish" } satisfies DeviceOrder);
  await product.stop();
  const [idle, beside] = [phases.idle, phases.underAttack];
  const kept = beside.ackMs.p99 <= MOST_RATIO * Math.max(idle.ackMs.p99, P99_FLOOR_MS);
  return { idle, besideCharts: beside, chartMs: spread(times), kept };
}
