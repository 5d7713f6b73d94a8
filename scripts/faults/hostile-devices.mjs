// The good devices of hostile.mjs, in a process of their own: each sends a frame every half second and waits for its 9014. An order {phase, ms} counts
// what happens in that time for that phase; "finish" is answered with what was sent and acknowledged, and how long the acknowledgements took in each phase.
import { once } from "node:events";
import { connect } from "node:net";
import { frame, stamp } from "./hostile-classes.mjs";

const EVERY_MS = 500;
const LOST_MS = 10_000;
const { port, mns } = JSON.parse(process.argv[2]);
/** Every frame has a second of its own, so that afterwards it can be looked for by itself. */
const FROM = Math.floor(Date.now() / 1_000) * 1_000 - 3_600_000;

class GoodDevice {
  acknowledged = [];
  sent = 0;
  latencies = [];
  closed = false;
  #mn;
  #waiting;
  #timer;

  constructor(mn) {
    this.#mn = mn;
  }

  async start(offsetMs) {
    this.socket = connect(port, "127.0.0.1");
    this.socket.setNoDelay(true);
    this.socket.on("error", () => {});
    this.socket.on("close", () => {
      this.closed = true;
    });
    await once(this.socket, "connect");
    let text = "";
    this.socket.on("data", (chunk) => {
      const lines = (text + chunk.toString("latin1")).split("\r\n");
      text = lines.pop() ?? "";
      for (const line of lines) this.#hear(line);
    });
    setTimeout(() => {
      this.#timer = setInterval(() => this.#send(), EVERY_MS);
    }, offsetMs);
  }

  stop() {
    clearInterval(this.#timer);
  }

  /** True while a frame is out that was not answered. */
  get isWaiting() {
    return this.#waiting !== undefined;
  }

  #send() {
    if (this.#waiting !== undefined) return;
    const at = FROM + this.sent * 1_000;
    const qn = `${stamp(Date.now())}${String(this.sent % 1_000).padStart(3, "0")}`;
    this.sent += 1;
    this.#waiting = { qn, at, begin: performance.now() };
    this.socket.write(frame({ mn: this.#mn, qn, cp: `DataTime=${stamp(at)};a21026-Rtd=50,a21026-Flag=N` }));
  }

  #hear(line) {
    if (this.#waiting === undefined || !line.includes("CN=9014") || !line.includes(`QN=${this.#waiting.qn};`)) return;
    this.latencies.push(performance.now() - this.#waiting.begin);
    this.acknowledged.push(this.#waiting.at);
    this.#waiting = undefined;
  }
}

const devices = mns.map((mn) => new GoodDevice(mn));
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

function quantile(values, q) {
  const sorted = values.toSorted((a, b) => a - b);
  return Number((sorted[Math.floor(q * (sorted.length - 1))] ?? 0).toFixed(2));
}

/** What was measured so far, by phase; each phase comes several times. */
const phases = {};

async function measure({ phase, ms }) {
  phases[phase] ??= { sent: 0, latencies: devices.map(() => []) };
  const sentBefore = devices.reduce((sum, d) => sum + d.sent, 0);
  for (const device of devices) device.latencies = [];
  await pause(ms);
  phases[phase].sent += devices.reduce((sum, d) => sum + d.sent, 0) - sentBefore;
  for (const [i, device] of devices.entries()) phases[phase].latencies[i].push(...device.latencies);
}

function summary({ sent, latencies }) {
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
async function finish() {
  for (const device of devices) device.stop();
  const until = performance.now() + LOST_MS;
  while (devices.some((d) => d.isWaiting && !d.closed) && performance.now() < until) await pause(50);
  return {
    sent: devices.reduce((sum, d) => sum + d.sent, 0),
    acknowledged: devices.map((d) => d.acknowledged),
    phases: Object.fromEntries(Object.entries(phases).map(([name, phase]) => [name, summary(phase)])),
    cut: devices.filter((d) => d.closed).length,
  };
}

await Promise.all(devices.map((device, i) => device.start((i * EVERY_MS) / devices.length)));
process.send("connected");
process.on("message", async (order) => {
  process.send(order.do === "finish" ? await finish() : ((await measure(order)) ?? "measured"));
});
