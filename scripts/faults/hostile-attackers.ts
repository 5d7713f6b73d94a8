// The attackers of hostile.ts, in a process of their own. Each order is answered with what was done.
import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { setPriority } from "node:os";
import { pause } from "../harness/pause.ts";
import { randomFrom } from "../harness/random.ts";
import { type AbuseClass, CLASSES, goodFrame, type Way } from "./hostile-classes.ts";
import type { Attacked, AttackerOrder, RollCalled, Tally } from "./hostile-orders.ts";

const EVERY_MS = 250;
const ANSWER_MS = 20_000;
const REFUSED_MS = 2_000;
/** As many as one address may hold (200), from so many addresses. */
const IDLE_ADDRESSES = 5;
const IDLE_PER_ADDRESS = 200;
const BEYOND = 50;
const LF = 10;

// The product and the good devices come first: what the attackers' own work takes of two cores is not what is measured.
setPriority(10);

let attempts = 0;

/**
 * Attackers come from addresses of their own, so that the bound of one address is theirs and not that of the good
 * devices.
 */
async function open(port: number, localAddress = `127.2.0.${(attempts++ % 50) + 1}`): Promise<Peer> {
  const socket = connect({ port, host: "127.0.0.1", localAddress });
  socket.setNoDelay(true);
  socket.on("error", () => {});
  await Promise.race([once(socket, "connect"), once(socket, "close")]);
  return new Peer(socket);
}

class Peer {
  readonly socket: Socket;
  readonly closed: Promise<void>;
  acks = 0;
  #wake: () => void = () => {};

  constructor(socket: Socket) {
    this.socket = socket;
    this.closed = new Promise((resolve) => socket.once("close", () => resolve()));
    socket.on("data", (chunk) => {
      for (let i = chunk.indexOf(LF); i >= 0; i = chunk.indexOf(LF, i + 1)) this.acks += 1;
      this.#wake();
    });
  }

  send(bytes: Uint8Array): Promise<void> {
    return new Promise((resolve) => (this.socket.destroyed ? resolve() : void this.socket.write(bytes, () => resolve())));
  }

  /** True once exactly `count` answers have come. */
  async answered(count: number): Promise<boolean> {
    const until = performance.now() + ANSWER_MS;
    while (this.acks < count && !this.socket.destroyed && performance.now() < until) {
      const heard = new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
      await Promise.race([heard, this.closed, pause(1_000)]);
    }
    return this.acks === count;
  }
}

interface Attempt {
  readonly peer: Peer;
  readonly bytes: Uint8Array;
  readonly abuse: AbuseClass;
  readonly port: number;
  readonly mn: string;
}

/** One attempt of a class; false when the product did not do what it has to. */
async function attempt(abuse: AbuseClass, { port, mn }: { readonly port: number; readonly mn: string }): Promise<boolean> {
  const peer = await open(port);
  try {
    return await WAYS[abuse.way ?? "plain"]({ peer, bytes: abuse.stream(mn), abuse, port, mn });
  } finally {
    peer.socket.destroy();
  }
}

const WAYS: Readonly<Record<Way, (attempt: Attempt) => Promise<boolean>>> = {
  plain: async ({ peer, bytes, abuse: { acks, closes, stores }, mn }) => {
    await Promise.race([peer.send(bytes), peer.closed]);
    if (closes !== undefined) {
      // Our own half stays open until the other side has ended: closing is its business.
      await Promise.race([peer.closed, pause(ANSWER_MS)]);
      return peer.socket.destroyed && peer.acks === 0;
    }
    if (stores === false) return peer.answered(acks);
    await peer.send(goodFrame(mn));
    return peer.answered(acks + 1);
  },
  bytes: async ({ peer, bytes }) => {
    for (const byte of bytes) await peer.send(Uint8Array.of(byte));
    return peer.answered(1);
  },
  "two-sockets": async ({ peer, bytes, port }) => {
    const other = await open(port);
    await Promise.all([peer.send(bytes), other.send(bytes)]);
    const both = await Promise.all([peer.answered(1), other.answered(1)]);
    other.socket.destroy();
    return both.every((ok) => ok);
  },
  "half-close": async ({ peer, bytes }) => {
    peer.socket.end(bytes);
    return peer.answered(1);
  },
  reset: async ({ peer, bytes }) => {
    // Whole frames only: whether the listener still sees the half of one before a reset is a race, and so is what it
    // counts.
    await peer.send(bytes);
    peer.socket.resetAndDestroy();
    return true;
  },
  unread: async ({ peer, bytes }) => {
    peer.socket.pause();
    await peer.send(bytes);
    await pause(1_000);
    peer.socket.resetAndDestroy();
    return true;
  },
};

async function tally(results: Record<number, Tally>, index: number, { port, mns }: AttackerOrder): Promise<void> {
  const [abuse, mn] = [CLASSES[index], mns[index]];
  if (abuse === undefined || mn === undefined) throw new Error(`no class ${index}`);
  const ok = await attempt(abuse, { port, mn });
  const sum = results[index] ?? { tried: 0, wrong: 0 };
  results[index] = { tried: sum.tried + 1, wrong: sum.wrong + (ok ? 0 : 1) };
}

/** Each of the classes once. */
async function rollCall(order: AttackerOrder & { readonly do: "roll-call" }): Promise<RollCalled> {
  const results: Record<number, Tally> = {};
  await Promise.all(order.indexes.map((index) => tally(results, index, order)));
  return { results };
}

/**
 * Connections that say nothing. Opened over a second: a thousand at once are one stall of the accepting thread (30 ms
 * here), which is another measurement.
 */
async function holdIdle(port: number): Promise<readonly Peer[]> {
  const held: Peer[] = [];
  for (let i = 0; i < IDLE_PER_ADDRESS; i++) {
    const addresses = Array.from({ length: IDLE_ADDRESSES }, (_, n) => `127.1.0.${n + 1}`);
    held.push(...(await Promise.all(addresses.map((address) => open(port, address)))));
    await pause(4);
  }
  return held;
}

/** All classes again and again for `ms`, beside idle sockets that hold all the places they can get. */
async function attack(order: AttackerOrder & { readonly do: "attack" }): Promise<Attacked> {
  const random = randomFrom(order.seed);
  const until = performance.now() + order.ms;
  const held = await holdIdle(order.port);
  const beyond = await Promise.all(Array.from({ length: BEYOND }, () => open(order.port, "127.1.0.1")));
  await Promise.race([Promise.all(beyond.map((peer) => peer.closed)), pause(REFUSED_MS)]);
  const results: Record<number, Tally> = {};
  const repeat = async ({ everyMs = EVERY_MS }: AbuseClass, index: number): Promise<void> => {
    await pause(random.next() * EVERY_MS);
    while (performance.now() < until) {
      await tally(results, index, order);
      await pause(everyMs * (0.5 + random.next()));
    }
  };
  await Promise.all(CLASSES.map(repeat));
  const stillOpen = held.filter((peer) => !peer.socket.destroyed).length;
  const refused = beyond.filter((peer) => peer.socket.destroyed).length;
  for (const peer of [...held, ...beyond]) peer.socket.destroy();
  return { results, idle: { tried: held.length, held: stillOpen }, beyond: { tried: BEYOND, refused } };
}

async function obey(order: AttackerOrder): Promise<void> {
  process.send?.(order.do === "attack" ? await attack(order) : await rollCall(order));
}

process.on("message", (order: AttackerOrder) => void obey(order));
