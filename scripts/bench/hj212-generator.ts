// Sends HJ 212 frames over many connections and counts the 9014 that come back. A process of its own: it must not share
// a thread with the gateway.
//   node hj212-generator.js SETUP     prints "counting" and one line of JSON
import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { encodeFrame } from "../../ingest/codecs/hj212/encode-frame.ts";
import { pause } from "../harness/pause.ts";
import { quantile } from "../harness/spread.ts";
import { FACTORS } from "./hj212-frames.ts";
import type { GeneratorFigures, GeneratorSetup } from "./hj212-gateway.ts";

const { port, mns, inflight, warmupMs, ms } = JSON.parse(process.argv[2] ?? "{}") as GeneratorSetup;
const LF = 10;

/** As many different frames as may be on their way: each with its own QN and time. */
function framesOf(mn: string): readonly Buffer[] {
  return Array.from({ length: inflight }, (_, i) =>
    Buffer.from(
      encodeFrame({
        qn: `20260102030${String(500_000 + i).slice(0, 6)}`.slice(0, 17).padEnd(17, "0"),
        st: "31",
        cn: "2011",
        pw: "123456",
        mn,
        flag: 5,
        cp: ["DataTime=20260102030500", ...FACTORS.map((f) => `${f}-Rtd=${(30 + i / 10).toFixed(1)},${f}-Flag=N`)].join(";"),
      }),
    ),
  );
}

interface Batch {
  left: number;
  readonly at: number;
}

let acks = 0;
let isOver = false;
const latencies: number[] = [];

async function openDevice(mn: string): Promise<Socket> {
  const socket = connect(port, "127.0.0.1");
  socket.setNoDelay(true);
  await once(socket, "connect");
  const frames = framesOf(mn);
  /** Batches on their way, oldest first: answers come in the order of the frames. */
  const batches: Batch[] = [];
  let next = 0;
  const send = (count: number): void => {
    const batch = Array.from({ length: count }, () => frames[next++ % frames.length] ?? Buffer.alloc(0));
    batches.push({ left: count, at: performance.now() });
    socket.write(Buffer.concat(batch));
  };
  socket.on("data", (chunk) => {
    let count = 0;
    for (let i = chunk.indexOf(LF); i >= 0; i = chunk.indexOf(LF, i + 1)) count++;
    acks += count;
    settle(batches, count);
    if (!isOver) send(count);
  });
  socket.on("error", (error) => {
    if (!isOver) throw error;
  });
  send(inflight);
  return socket;
}

function settle(batches: Batch[], count: number): void {
  const now = performance.now();
  let left = count;
  for (let oldest = batches[0]; left > 0 && oldest !== undefined; oldest = batches[0]) {
    const taken = Math.min(left, oldest.left);
    oldest.left -= taken;
    left -= taken;
    if (oldest.left > 0) continue;
    latencies.push(now - oldest.at);
    batches.shift();
  }
}

const sockets = await Promise.all(mns.map(openDevice));
await pause(warmupMs);
const before = { acks, cpu: process.cpuUsage(), at: performance.now() };
latencies.length = 0;
process.stdout.write("counting\n");
await pause(ms);
const seconds = (performance.now() - before.at) / 1_000;
const { user, system } = process.cpuUsage(before.cpu);
isOver = true;
const figures: GeneratorFigures = {
  acks: acks - before.acks,
  acksPerSecond: (acks - before.acks) / seconds,
  cpuShare: (user + system) / 1e6 / seconds,
  ackMs: { p50: quantile(latencies, 0.5), p99: quantile(latencies, 0.99) },
};
process.stdout.write(`${JSON.stringify(figures)}\n`);
for (const socket of sockets) socket.destroy();
