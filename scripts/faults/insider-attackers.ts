// The attackers of insiders.ts, in a process of their own: a tenant with an account, and a registered device.
import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { setPriority } from "node:os";
import { pause } from "../harness/pause.ts";
import { goodFrame } from "./hostile-classes.ts";
import type { InsiderOrder, InsiderTally } from "./insider-orders.ts";

const DAY = 86_400_000;
const SERIES_AT_ONCE = 6;
const HELD_CONNECTIONS = 200;
const SLOW_READERS = 10;
const DEVICE_SOCKETS = 20;
const BATCH = 200;
const GIANT = Buffer.alloc(2_000_000, 0x20);

// What the attackers' own work takes of the machine is not what is measured.
setPriority(10);

async function open(port: number, address: string): Promise<Socket> {
  const socket = connect({ port, host: "127.0.0.1", localAddress: address });
  socket.on("error", () => {});
  await first(socket, ["connect", "close"]);
  return socket;
}

/** Waits for the first of the events, at most so long; an error is no more than the door cutting what is too many. */
async function first(socket: Socket, events: readonly string[], mostMs = 10_000): Promise<void> {
  const over = new AbortController();
  const { signal } = over;
  // A timer that is held: signals of `AbortSignal.any` may be collected before they fire.
  const timer = setTimeout(() => over.abort(), mostMs);
  await Promise.race(events.map((event) => once(socket, event, { signal }).catch(() => {})));
  clearTimeout(timer);
  over.abort();
}

async function ask(order: InsiderOrder, path: string, init: RequestInit = {}): Promise<number> {
  try {
    const headers = { authorization: `Bearer ${order.token}`, "content-type": "application/json" };
    const signal = AbortSignal.timeout(10_000);
    const answer = await fetch(`http://127.0.0.1:${order.http}${path}`, { ...init, headers, signal });
    await answer.arrayBuffer();
    return answer.status;
  } catch {
    return 0;
  }
}

function seriesPath({ outlet }: InsiderOrder): string {
  const from = new Date(Date.now() - 99 * DAY).toISOString();
  return `/api/v1/outlets/${outlet}/series?pollutant=a21026&basis=realtime&from=${from}&to=${new Date().toISOString()}`;
}

/** Frames as fast as the door takes them, over more sockets than a device may have. */
async function flood(order: InsiderOrder, until: number, tally: InsiderTally): Promise<void> {
  while (performance.now() < until) {
    const socket = await open(order.hj212, "127.3.0.1");
    socket.resume();
    const batch = Buffer.concat(Array.from({ length: BATCH }, () => goodFrame(order.mn)));
    while (!socket.destroyed && performance.now() < until) {
      const isTaken = socket.write(batch);
      tally.frames += BATCH;
      if (!isTaken) await first(socket, ["drain", "close"], 250);
    }
    socket.destroy();
    await pause(20);
  }
}

/** Asks and does not read the answer. */
async function readSlowly(order: InsiderOrder): Promise<Socket> {
  const socket = await open(order.http, "127.3.0.2");
  socket.pause();
  const head = `host: 127.0.0.1:${order.http}\r\nauthorization: Bearer ${order.token}\r\n\r\n`;
  socket.write(`GET ${seriesPath(order)} HTTP/1.1\r\n${head}`.repeat(5));
  return socket;
}

async function repeat(until: number, once: () => Promise<unknown>): Promise<void> {
  while (performance.now() < until) {
    await once();
    await pause(10);
  }
}

async function attack(order: InsiderOrder): Promise<InsiderTally> {
  const until = performance.now() + order.ms;
  const tally: InsiderTally = { frames: 0, series: 0, giants: 0 };
  const held = await Promise.all([
    ...Array.from({ length: HELD_CONNECTIONS }, () => open(order.http, "127.3.0.3")),
    ...Array.from({ length: SLOW_READERS }, () => readSlowly(order)),
  ]);
  const series = (): Promise<unknown> => ask(order, seriesPath(order)).then(() => (tally.series += 1));
  const giant = (path: string) => (): Promise<unknown> =>
    ask(order, path, { method: "POST", body: GIANT }).then(() => (tally.giants += 1));
  await Promise.all([
    ...Array.from({ length: SERIES_AT_ONCE }, () => repeat(until, series)),
    ...Array.from({ length: DEVICE_SOCKETS }, () => flood(order, until, tally)),
    repeat(until, giant("/api/v1/session")),
    repeat(until, giant("/api/v1/cases")),
  ]);
  for (const socket of held) socket.destroy();
  return tally;
}

process.on("message", (order: InsiderOrder) => void attack(order).then((tally) => process.send?.(tally)));
