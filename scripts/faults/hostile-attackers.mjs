// The attackers of hostile.mjs, in a process of their own. Each order comes as a message {port, mns, …} and is answered with what was done.
import { once } from "node:events";
import { connect } from "node:net";
import { setPriority } from "node:os";
import { CLASSES, goodFrame } from "./hostile-classes.mjs";
import { randomFrom } from "./random.mjs";

const EVERY_MS = 250;
const ANSWER_MS = 20_000;
/** As many as one address may hold (200), from so many addresses. */
const IDLE_ADDRESSES = 5;
const IDLE_PER_ADDRESS = 200;
const BEYOND = 50;
const LF = 10;
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

// The product and the good devices come first: what the attackers' own work takes of two cores is not what is measured.
setPriority(10);

let attempts = 0;

/** Attackers come from addresses of their own, so that the bound of one address is theirs and not that of the good devices. */
async function open(port, localAddress = `127.2.0.${(attempts++ % 50) + 1}`) {
  const socket = connect({ port, host: "127.0.0.1", localAddress });
  socket.setNoDelay(true);
  socket.on("error", () => {});
  await Promise.race([once(socket, "connect"), once(socket, "close")]);
  return new Peer(socket);
}

class Peer {
  acks = 0;
  #wake = () => {};

  constructor(socket) {
    this.socket = socket;
    this.closed = new Promise((resolve) => socket.once("close", resolve));
    socket.on("data", (chunk) => {
      for (let i = chunk.indexOf(LF); i >= 0; i = chunk.indexOf(LF, i + 1)) this.acks += 1;
      this.#wake();
    });
  }

  send(bytes) {
    return new Promise((resolve) => (this.socket.destroyed ? resolve() : this.socket.write(bytes, () => resolve())));
  }

  /** True once `count` answers have come. */
  async answered(count) {
    const until = performance.now() + ANSWER_MS;
    while (this.acks < count && !this.socket.destroyed && performance.now() < until) {
      await Promise.race([new Promise((resolve) => (this.#wake = resolve)), this.closed, pause(1_000)]);
    }
    return this.acks === count;
  }
}

/** One attempt of a class; false when the product did not do what it has to. */
async function attempt({ stream, acks, closes, stores, way = "plain" }, { port, mn }) {
  const peer = await open(port);
  const bytes = stream(mn);
  try {
    return await WAYS[way]({ peer, bytes, acks, closes, stores, port, mn });
  } finally {
    peer.socket.destroy();
  }
}

const WAYS = {
  async plain({ peer, bytes, acks, closes, stores, mn }) {
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
  async bytes({ peer, bytes }) {
    for (const byte of bytes) await peer.send(Uint8Array.of(byte));
    return peer.answered(1);
  },
  async "two-sockets"({ peer, bytes, port }) {
    const other = await open(port);
    await Promise.all([peer.send(bytes), other.send(bytes)]);
    const both = await Promise.all([peer.answered(1), other.answered(1)]);
    other.socket.destroy();
    return both.every((ok) => ok);
  },
  async "half-close"({ peer, bytes }) {
    peer.socket.end(bytes);
    return peer.answered(1);
  },
  async reset({ peer, bytes }) {
    // Whole frames only: whether the door still sees the half of one before a reset is a race, and so is what it counts.
    await peer.send(bytes);
    peer.socket.resetAndDestroy();
    return true;
  },
  async unread({ peer, bytes }) {
    peer.socket.pause();
    await peer.send(bytes);
    await pause(1_000);
    peer.socket.resetAndDestroy();
    return true;
  },
};

async function tally(results, index, where) {
  const ok = await attempt(CLASSES[index], where);
  results[index] ??= { tried: 0, wrong: 0 };
  results[index].tried += 1;
  if (!ok) results[index].wrong += 1;
}

/** Each of the classes once. */
async function rollCall({ port, mns, indexes }) {
  const results = {};
  await Promise.all(indexes.map((index) => tally(results, index, { port, mn: mns[index] })));
  return { results };
}

/** Connections that say nothing. Opened over a second: a thousand at once are one stall of the accepting thread (30 ms here), which is another measurement. */
async function holdIdle(port) {
  const held = [];
  for (let i = 0; i < IDLE_PER_ADDRESS; i++) {
    const addresses = Array.from({ length: IDLE_ADDRESSES }, (_, n) => `127.1.0.${n + 1}`);
    held.push(...(await Promise.all(addresses.map((address) => open(port, address)))));
    await pause(4);
  }
  return held;
}

/** All classes again and again for `ms`, beside idle sockets that hold all the places they can get. */
async function attack({ port, mns, ms, seed }) {
  const random = randomFrom(seed);
  const until = performance.now() + ms;
  const held = await holdIdle(port);
  const beyond = await Promise.all(Array.from({ length: BEYOND }, () => open(port, "127.1.0.1")));
  await Promise.race([Promise.all(beyond.map((peer) => peer.closed)), pause(2_000)]);
  const results = {};
  const repeat = async (index) => {
    await pause(random() * EVERY_MS);
    while (performance.now() < until) {
      await tally(results, index, { port, mn: mns[index] });
      await pause((CLASSES[index].everyMs ?? EVERY_MS) * (0.5 + random()));
    }
  };
  await Promise.all(CLASSES.map((_, index) => repeat(index)));
  const open_ = held.filter((peer) => !peer.socket.destroyed).length;
  const refused = beyond.filter((peer) => peer.socket.destroyed).length;
  for (const peer of [...held, ...beyond]) peer.socket.destroy();
  return { results, idle: { tried: held.length, held: open_ }, beyond: { tried: BEYOND, refused } };
}

process.on("message", async (order) => {
  const answer = order.do === "attack" ? await attack(order) : await rollCall(order);
  process.send(answer);
});
