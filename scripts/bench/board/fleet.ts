// Devices that each say a realtime value of every pollutant again and again, spread over the time between. A process of
// its own, so that it takes nothing of the product's share. An order is answered with how many values were sent.
import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { encodeFrame } from "../../../ingest/codecs/hj212/encode-frame.ts";
import { stamp } from "../../harness/beijing-time.ts";
import { HJ212_PASSWORD } from "../../harness/plain-registry.ts";
import { WIDE_POLLUTANTS } from "../../harness/wide-registry.ts";
import type { BoardFleetSetup } from "../board.ts";

const { port, mns, pollutants, everyMs } = JSON.parse(process.argv[2] ?? "{}") as BoardFleetSetup;
const measured = WIDE_POLLUTANTS.slice(0, pollutants);
let sent = 0;

function frameOf(mn: string, n: number): Buffer {
  const now = Date.now();
  const values = measured.map(([code, limit], i) => {
    const value = (limit * (0.4 + ((n * 31 + i * 7) % 97) / 200)).toFixed(2);
    return `${code}-Rtd=${value},${code}-Flag=N`;
  });
  const cp = [`DataTime=${stamp(now)}`, ...values].join(";");
  return Buffer.from(
    encodeFrame({
      qn: `${stamp(now)}${String(now % 1_000).padStart(3, "0")}`,
      st: "31",
      cn: "2011",
      pw: HJ212_PASSWORD,
      mn,
      flag: 5,
      cp,
    }),
  );
}

async function open(mn: string, index: number): Promise<Socket> {
  const socket = connect(port, "127.0.0.1");
  await once(socket, "connect");
  socket.resume();
  let n = index;
  setTimeout(
    () => {
      setInterval(() => {
        n += 1;
        sent += measured.length;
        socket.write(frameOf(mn, n));
      }, everyMs);
    },
    (index / mns.length) * everyMs,
  );
  return socket;
}

const sockets: Socket[] = [];
for (const [index, mn] of mns.entries()) sockets.push(await open(mn, index));
process.on("message", () => process.send?.({ sent }));
process.send?.("ready");
