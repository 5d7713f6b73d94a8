// npm run test:soak [-- --rounds 50 --stock --publishers 32 --seconds 1 --seed 1]: a subscriber is killed while devices and the platform send as
// fast as they can, again and again. The broker must live, serve a good device after every round, and have all that it acknowledged on the disk.
// With --stock the same load goes to an aedes with its default options, for comparison; there a dead broker is counted, started again, and no failure.
import { fork } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { generate, parser } from "mqtt-packet";
import { randomFrom } from "./random.mjs";

const { values } = parseArgs({
  options: {
    rounds: { type: "string", default: "50" },
    publishers: { type: "string", default: "32" },
    seconds: { type: "string", default: "1" },
    seed: { type: "string", default: String(Date.now() % 100_000) },
    stock: { type: "boolean", default: false },
  },
});
const bounded = (text, most) => Math.max(1, Math.min(most, Number(text) || 1));
const rounds = bounded(values.rounds, 500);
const publishers = bounded(values.publishers, 64);
const saturationMs = Math.max(0.1, Math.min(10, Number(values.seconds) || 1)) * 1_000;
const random = randomFrom(Number(values.seed));
/** Messages that a publisher sends ahead of their acknowledgements. */
const WINDOW = 2_000;
const SERVED_WITHIN_MS = 10_000;
const SUBSCRIBER = "SIM410102000000000000099";
const mnOf = (index) => `SIM4101020000000000${String(index).padStart(6, "0")}`;
// Small, so that many messages fit in what a broker reads at once.
const payload = Buffer.alloc(16, "u");
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

class Client {
  acknowledged = 0;
  isOpen = true;
  #answers = new Map();

  constructor(socket) {
    this.socket = socket;
    const packets = parser();
    packets.on("packet", (packet) => {
      if (packet.cmd === "puback") this.acknowledged += 1;
      if (packet.cmd === "publish" && packet.qos === 1) socket.write(generate({ cmd: "puback", messageId: packet.messageId }));
      this.#answers.get(packet.cmd)?.();
    });
    socket.on("data", (chunk) => packets.parse(chunk));
    socket.on("error", () => {});
    socket.once("close", () => {
      this.isOpen = false;
      for (const done of this.#answers.values()) done();
    });
  }

  static async connect(port, mn) {
    const socket = connect(port, "127.0.0.1");
    const client = new Client(socket);
    socket.write(
      generate({
        cmd: "connect",
        protocolId: "MQTT",
        protocolVersion: 4,
        clean: true,
        clientId: mn,
        keepalive: 0,
        username: mn,
        password: Buffer.from("x"),
      }),
    );
    await client.answer("connack");
    return client;
  }

  /** Resolves with the next packet of this kind, or when the socket closes. */
  answer(cmd) {
    return new Promise((resolve) => this.#answers.set(cmd, resolve));
  }

  subscribe(topics) {
    const granted = this.answer("suback");
    this.socket.write(generate({ cmd: "subscribe", messageId: 1, subscriptions: topics.map((topic) => ({ topic, qos: 1 })) }));
    return granted;
  }

  /** Publishes without a pause until `isOver`, then waits for what is not answered yet; resolves with how many never were. */
  async saturate(mn, isOver) {
    const packets = Array.from({ length: 100 }, (_, i) => publishOf(mn, i + 1));
    const burst = Buffer.concat(packets);
    let sent = this.acknowledged;
    while (!isOver() && this.isOpen) {
      if (sent - this.acknowledged < WINDOW && this.socket.writableLength < 1_000_000) {
        this.socket.write(burst);
        sent += packets.length;
      }
      await pause(0);
    }
    const end = Date.now() + SERVED_WITHIN_MS;
    while (this.isOpen && this.acknowledged < sent && Date.now() < end) await pause(10);
    return this.isOpen ? sent - this.acknowledged : 0;
  }
}

function publishOf(mn, messageId) {
  return generate({ cmd: "publish", qos: 1, messageId, dup: false, retain: false, topic: `outfall/v1/${mn}/readings`, payload });
}

function startBroker(directory) {
  const child = fork(new URL("soak-broker.mjs", import.meta.url), [values.stock ? "stock" : "ours", directory], {
    stdio: ["ignore", "inherit", "pipe", "ipc"],
  });
  const broker = { child, isAlive: true, errors: "" };
  child.stderr.on("data", (chunk) => {
    broker.errors = `${broker.errors}${chunk}`.slice(-4_000);
  });
  child.once("exit", () => {
    broker.isAlive = false;
  });
  const tell = (message) => broker.isAlive && child.send(message, () => {});
  return new Promise((resolve, reject) => {
    child.once("message", ({ port }) => resolve(Object.assign(broker, { port, tell })));
    child.once("exit", (code) => reject(new Error(`the broker ended with ${code}: ${broker.errors}`)));
  });
}

/** One round: everybody sends, the subscriber is killed in the middle of it, one more burst goes to whoever is left. */
async function round(broker) {
  let isOver = false;
  const devices = await Promise.all(Array.from({ length: publishers }, (_, i) => Client.connect(broker.port, mnOf(i))));
  const subscriber = await Client.connect(broker.port, SUBSCRIBER);
  await subscriber.subscribe([`outfall/v1/${SUBSCRIBER}/down`, "outfall/v1/+/readings"]);
  if (random() < 0.5) subscriber.socket.pause();
  broker.tell({ flood: SUBSCRIBER });
  const running = devices.map((device, i) => device.saturate(mnOf(i), () => isOver || !broker.isAlive));
  await pause(saturationMs * (0.3 + 0.7 * random()));
  subscriber.socket.resetAndDestroy();
  await pause(saturationMs / 4);
  isOver = true;
  broker.tell({});
  const unanswered = (await Promise.all(running)).reduce((sum, one) => sum + one, 0);
  const acknowledged = devices.reduce((sum, device) => sum + device.acknowledged, 0);
  for (const device of devices) device.socket.destroy();
  return { acknowledged, unanswered };
}

/** True when a good device gets its acknowledgement. */
async function serves(broker) {
  const attempt = async () => {
    const device = await Client.connect(broker.port, "SIM410102000000000000098");
    const acknowledged = device.answer("puback");
    device.socket.write(publishOf("SIM410102000000000000098", 1));
    await acknowledged;
    device.socket.destroy();
    return device.acknowledged === 1;
  };
  return Promise.race([attempt(), pause(SERVED_WITHIN_MS).then(() => false)]);
}

async function journalled(directory) {
  if (values.stock) return undefined;
  const { openJournalReader } = await import("../../dist/storage/journal/sqlite-reader.js");
  const reader = openJournalReader({ directory });
  const last = await reader.lastSeq();
  await reader.close();
  return last;
}

const directory = mkdtempSync(join(tmpdir(), "outfall-soak-"));
const result = {
  test: "subscriber loss",
  broker: values.stock ? "stock aedes" : "outfall",
  rounds,
  seed: Number(values.seed),
  acknowledged: 0,
  unanswered: 0,
  crashes: 0,
  notServed: 0,
};
const causes = new Set();
let broker = await startBroker(directory);
try {
  for (let i = 1; i <= rounds; i++) {
    const { acknowledged, unanswered } = await round(broker).catch(() => ({ acknowledged: 0, unanswered: 0 }));
    result.acknowledged += acknowledged;
    result.unanswered += unanswered;
    const isServed = broker.isAlive && (await serves(broker));
    if (broker.isAlive && isServed) result.acknowledged += 1;
    if (broker.isAlive && !isServed) result.notServed += 1;
    if (broker.isAlive) continue;
    result.crashes += 1;
    causes.add(/^\w*Error: .*$/m.exec(broker.errors)?.[0] ?? "no words");
    broker = await startBroker(directory);
  }
  broker.child.kill("SIGKILL");
  const onDisk = await journalled(directory);
  const lost = onDisk === undefined ? undefined : Math.max(0, result.acknowledged - onDisk);
  console.log(
    JSON.stringify({ ...result, ...(causes.size > 0 && { causes: [...causes] }), ...(onDisk !== undefined && { onDisk, lost }) }),
  );
  process.exitCode =
    values.stock || (result.crashes === 0 && result.notServed === 0 && result.unanswered === 0 && lost === 0) ? 0 : 1;
} finally {
  broker.child.kill("SIGKILL");
  rmSync(directory, { recursive: true, force: true });
}
