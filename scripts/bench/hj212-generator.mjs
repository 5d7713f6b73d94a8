// Sends HJ 212 frames over many connections and counts the 9014 that come back. A process of its own: it must not share a thread with the gateway.
//   node hj212-generator.mjs '{"port":…,"mns":[…],"inflight":100,"warmupMs":1000,"ms":4000}'     prints one line of JSON
import { once } from "node:events";
import { connect } from "node:net";
import { encodeFrame } from "../../dist/ingest/codecs/hj212/encode-frame.js";

const { port, mns, inflight, warmupMs, ms } = JSON.parse(process.argv[2]);
const LF = 10;
const FACTORS = ["a21026", "a21002", "a34013", "a19001", "a01012"];

/** As many different frames as may be on their way: each with its own QN and time. */
function framesOf(mn) {
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

let acks = 0;
const latencies = [];

async function openDevice(mn) {
  const socket = connect(port, "127.0.0.1");
  socket.setNoDelay(true);
  await once(socket, "connect");
  const frames = framesOf(mn);
  /** Batches on their way, oldest first: answers come in the order of the frames. */
  const batches = [];
  let next = 0;
  const send = (count) => {
    const batch = Array.from({ length: count }, () => frames[next++ % frames.length]);
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

function settle(batches, count) {
  const now = performance.now();
  let left = count;
  while (left > 0 && batches.length > 0) {
    const taken = Math.min(left, batches[0].left);
    batches[0].left -= taken;
    left -= taken;
    if (batches[0].left === 0) latencies.push(now - batches.shift().at);
  }
}

let isOver = false;
const sockets = await Promise.all(mns.map(openDevice));
await new Promise((resolve) => setTimeout(resolve, warmupMs));
const before = { acks, cpu: process.cpuUsage(), at: performance.now() };
latencies.length = 0;
process.stdout.write("counting\n");
await new Promise((resolve) => setTimeout(resolve, ms));
const seconds = (performance.now() - before.at) / 1_000;
const { user, system } = process.cpuUsage(before.cpu);
isOver = true;
const sorted = latencies.toSorted((a, b) => a - b);
const quantile = (q) => Number((sorted[Math.floor(q * (sorted.length - 1))] ?? 0).toFixed(2));
const result = {
  acks: acks - before.acks,
  acksPerSecond: (acks - before.acks) / seconds,
  cpuShare: (user + system) / 1e6 / seconds,
  ackMs: { p50: quantile(0.5), p99: quantile(0.99) },
};
process.stdout.write(`${JSON.stringify(result)}\n`);
for (const socket of sockets) socket.destroy();
