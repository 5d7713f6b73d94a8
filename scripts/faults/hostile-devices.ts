// The good devices of hostile.ts, in a process of their own: each sends a frame every half second and waits for its
// 9014. An order "measure" counts what happens in that time for that phase; "finish" is answered with what was sent and
//   acknowledged, and how long the acknowledgements took in each phase.
import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { stamp } from "../harness/beijing-time.ts";
import { pause } from "../harness/pause.ts";
import { quantile } from "../harness/spread.ts";
import { frame } from "./hostile-classes.ts";
import type { DeviceOrder, DeviceSetup, Finished, Phase, PhaseFigures } from "./hostile-orders.ts";

const EVERY_MS = 500;
const LOST_MS = 10_000;
const HOUR = 3_600_000;
const { port, mns } = JSON.parse(process.argv[2] ?? "{}") as DeviceSetup;
/** Every frame has a second of its own, so that afterwards it can be looked for by itself. */
const FROM = Math.floor(Date.now() / 1_000) * 1_000 - HOUR;

class GoodDevice {
  readonly acknowledged: number[] = [];
  sent = 0;
  closed = false;
  readonly #mn: string;
  #latencies: number[] = [];
  #waiting: { readonly qn: string; readonly at: number; readonly begin: number } | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor(mn: string) {
    this.#mn = mn;
  }

  async start(offsetMs: number): Promise<void> {
    const socket = connect(port, "127.0.0.1");
    socket.setNoDelay(true);
    socket.on("error", () => {});
    socket.on("close", () => {
      this.closed = true;
    });
    await once(socket, "connect");
    let text = "";
    socket.on("data", (chunk) => {
      const lines = (text + chunk.toString("latin1")).split("\r\n");
      text = lines.pop() ?? "";
      for (const line of lines) this.#hear(line);
    });
    setTimeout(() => {
      this.#timer = setInterval(() => this.#send(socket), EVERY_MS);
    }, offsetMs);
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  /** True while a frame is out that was not answered. */
  isWaiting(): boolean {
    return this.#waiting !== undefined;
  }

  /** How long its acknowledgements took since the last call. */
  takeLatencies(): readonly number[] {
    const taken = this.#latencies;
    this.#latencies = [];
    return taken;
  }

  #send(socket: Socket): void {
    if (this.#waiting !== undefined) return;
    const at = FROM + this.sent * 1_000;
    const qn = `${stamp(Date.now())}${String(this.sent % 1_000).padStart(3, "0")}`;
    this.sent += 1;
    this.#waiting = { qn, at, begin: performance.now() };
    socket.write(frame({ mn: this.#mn, qn, cp: `DataTime=${stamp(at)};a21026-Rtd=50,a21026-Flag=N` }));
  }

  #hear(line: string): void {
    if (this.#waiting === undefined || !line.includes("CN=9014") || !line.includes(`QN=${this.#waiting.qn};`)) return;
    this.#latencies.push(performance.now() - this.#waiting.begin);
    this.acknowledged.push(this.#waiting.at);
    this.#waiting = undefined;
  }
}

const devices = mns.map((mn) => new GoodDevice(mn));

interface Measured {
  sent: number;
  /** By device. */
  readonly latencies: readonly number[][];
}

/** What was measured so far; each phase comes several times. */
const phases: Readonly<Record<Phase, Measured>> = { idle: unmeasured(), underAttack: unmeasured() };

function unmeasured(): Measured {
  return { sent: 0, latencies: devices.map(() => []) };
}

function sentByAll(): number {
  return devices.reduce((sum, d) => sum + d.sent, 0);
}

async function measure(phase: Measured, ms: number): Promise<"measured"> {
  const sentBefore = sentByAll();
  for (const device of devices) device.takeLatencies();
  await pause(ms);
  phase.sent += sentByAll() - sentBefore;
  for (const [i, device] of devices.entries()) phase.latencies[i]?.push(...device.takeLatencies());
  return "measured";
}

function figuresOf({ sent, latencies }: Measured): PhaseFigures {
  const all = latencies.flat();
  const p99s = latencies.map((own) => quantile(own, 0.99));
  return {
    sent,
    acknowledged: all.length,
    ackMs: { p50: quantile(all, 0.5), p99: quantile(all, 0.99), most: quantile(all, 1) },
    deviceP99Ms: { median: quantile(p99s, 0.5), worst: quantile(p99s, 1) },
  };
}

/** Stops sending, waits for what is out, and says what became of everything. */
async function finish(): Promise<Finished> {
  for (const device of devices) device.stop();
  const until = performance.now() + LOST_MS;
  while (devices.some((d) => d.isWaiting() && !d.closed) && performance.now() < until) await pause(50);
  return {
    sent: sentByAll(),
    acknowledged: devices.map((d) => d.acknowledged),
    phases: { idle: figuresOf(phases.idle), underAttack: figuresOf(phases.underAttack) },
    cut: devices.filter((d) => d.closed).length,
  };
}

async function obey(order: DeviceOrder): Promise<void> {
  process.send?.(order.do === "finish" ? await finish() : await measure(phases[order.phase], order.ms));
}

await Promise.all(devices.map((device, i) => device.start((i * EVERY_MS) / devices.length)));
process.send?.("connected");
process.on("message", (order: DeviceOrder) => void obey(order));
