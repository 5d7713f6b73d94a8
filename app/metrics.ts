import { type IntervalHistogram, monitorEventLoopDelay } from "node:perf_hooks";
import type { Counter, Gauge } from "prom-client";
import type { Counters } from "../core/counters.ts";
import { type CounterName, type GaugeName, METRICS, type MetricName, type MetricRow } from "../core/metrics-table.ts";
import type { Bus, MetricValue } from "./bus.ts";

const PUBLISH_MS = 1_000;
/** How closely a thread watches its own stalls. */
const WATCH_MS = 10;

/** Counts in this thread and tells the others once a second. */
export class ThreadCounters implements Counters {
  readonly #values = new Map<string, { name: MetricName; label: string; value: number }>();
  readonly #role: string;
  readonly #bus: Bus;
  readonly #timer: NodeJS.Timeout;
  readonly #delay: IntervalHistogram = monitorEventLoopDelay({ resolution: WATCH_MS });

  constructor(role: string, bus: Bus) {
    this.#role = role;
    this.#bus = bus;
    this.#delay.enable();
    this.#timer = setInterval(() => this.publish(), PUBLISH_MS);
    bus.onMessage("metrics-wanted", () => this.publish());
  }

  /** Tells the others what stands now: once a second, at the start of the role, and when somebody asks. */
  publish(): void {
    this.#reportStalls();
    this.#bus.post({ type: "metrics", role: this.#role, values: this.snapshot() });
  }

  add(name: CounterName, label = "", by = 1): void {
    const slot = this.#slot(name, label);
    slot.value += by;
  }

  set(name: GaugeName, value: number, label = ""): void {
    this.#slot(name, label).value = value;
  }

  snapshot(): readonly MetricValue[] {
    return [...this.#values.values()].map((v) => ({ ...v }));
  }

  close(): void {
    clearInterval(this.#timer);
    this.#delay.disable();
  }

  /**
   * The longest time in the last second for which this thread did nothing else: a stalled gateway is what a device sees
   * as a slow answer.
   */
  #reportStalls(): void {
    this.set("event_loop_delay_max_seconds", this.#delay.max / 1e9);
    this.#delay.reset();
  }

  #slot(name: MetricName, label: string): { value: number } {
    const key = `${name}|${label}`;
    let slot = this.#values.get(key);
    if (slot === undefined) {
      slot = { name, label, value: 0 };
      this.#values.set(key, slot);
    }
    return slot;
  }
}

/** Gathers what all threads count and writes it in the text format of Prometheus. */
export class MetricsBoard {
  readonly #byRole = new Map<string, readonly MetricValue[]>();

  constructor(bus: Bus) {
    bus.onMessage("metrics", (message) => void this.#byRole.set(message.role, message.values));
    // Roles that started before say at once what they have counted.
    bus.post({ type: "metrics-wanted" });
  }

  async text(): Promise<string> {
    // Loaded here: every thread counts, one of them writes, and only when it is asked.
    const { Counter, Gauge, Registry } = await import("prom-client");
    const registry = new Registry();
    const made = new Map<MetricName, Counter | Gauge>();
    for (const [role, values] of this.#byRole) {
      for (const { name, label, value } of values) {
        const row: MetricRow = METRICS[name];
        const options = { name: `outfall_${name}`, help: row.help, labelNames: ["role", "kind"], registers: [registry] };
        const metric = made.get(name) ?? (row.kind === "gauge" ? new Gauge(options) : new Counter(options));
        made.set(name, metric);
        metric.inc({ role, kind: label }, value);
      }
    }
    return registry.metrics();
  }
}
