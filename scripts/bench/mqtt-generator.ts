// Publishes readings over raw sockets as fast as they are acknowledged, and counts. A process of its own, so that its
// CPU is its own. Prints {"event":"begin"} when warm and {"event":"end", …} with the figures.
import { connect, type Socket } from "node:net";
import { number, readOptions, text } from "../harness/options.ts";
import { pause } from "../harness/pause.ts";
import type { MqttFigures } from "./ingest.ts";
import { connectPacket, PAYLOAD_BYTES, payloadOf, publishPacket, writeClock } from "./mqtt-packets.ts";

const CONNECT_TIMEOUT_MS = 10_000;
const MAX_SECONDS = 600;
/** A fifth of the window goes out together: a server that acknowledges one by one must not wear the generator out. */
const RESEND_SHARE = 0.2;
const HISTOGRAM_STEP_MS = 0.1;
const HISTOGRAM_SIZE = 100_000;
const MESSAGE_IDS = 65_535;

const options = readOptions("mqtt-generator", {
  host: text("127.0.0.1"),
  port: number(1_883, MESSAGE_IDS),
  connections: number(50, 20_000),
  inflight: number(50, MESSAGE_IDS),
  seconds: number(5, MAX_SECONDS),
  warmup: number(1, MAX_SECONDS),
  linger: number(0.001, MAX_SECONDS),
  /** The first millisecond of the hour that a device reports; a second run over the same store takes others. */
  first: number(1, 3_599_999),
  user: text("{mn}"),
  password: text("secret"),
});
const PAYLOAD = payloadOf(new Date(Date.now() - 2 * 3_600_000));
let isOver = false;

class Device {
  readonly socket: Socket;
  readonly #packet: Buffer;
  readonly #idAt: number;
  readonly #clockAt: number;
  readonly #sentAt = new Float64Array(MESSAGE_IDS + 1);
  #count = options.first;
  #messageId = 0;
  /** Messages that may be sent and were not yet. */
  #credits = 0;
  /** The piece of an acknowledgement that the last chunk ended with. */
  #tail: Buffer | undefined;

  private constructor(socket: Socket, user: string) {
    this.socket = socket;
    this.#packet = publishPacket(`outfall/v1/${user}/readings`, PAYLOAD.bytes);
    this.#idAt = this.#packet.length - PAYLOAD_BYTES - 2;
    this.#clockAt = this.#packet.length - PAYLOAD_BYTES + PAYLOAD.clockAt;
  }

  static open(index: number, onAck: (ms: number) => void): Promise<Device> {
    const label = String(index).padStart(6, "0");
    const user = options.user.replace("{i}", label);
    const password = options.password.replace("{i}", label);
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error("no CONNACK")), CONNECT_TIMEOUT_MS);
      const socket = connect({ host: options.host, port: options.port, noDelay: true }, () => {
        socket.write(connectPacket(user, password));
      });
      socket.once("error", reject);
      socket.once("close", () => (isOver ? undefined : reject(new Error(`closed: ${user}`))));
      socket.once("data", (chunk) => {
        clearTimeout(timer);
        if (chunk.length !== 4 || chunk[0] !== 0x20 || chunk[3] !== 0) {
          return reject(new Error(`refused: ${chunk.toString("hex")}`));
        }
        const device = new Device(socket, user);
        socket.on("data", (acks) => device.#take(acks, onAck));
        resolve(device);
      });
    });
  }

  send(count: number): void {
    const now = performance.now();
    const size = this.#packet.length;
    const batch = Buffer.allocUnsafe(size * count);
    for (let i = 0; i < count; i++) {
      this.#messageId = (this.#messageId % MESSAGE_IDS) + 1;
      this.#sentAt[this.#messageId] = now;
      this.#packet.copy(batch, i * size);
      batch.writeUInt16BE(this.#messageId, i * size + this.#idAt);
      writeClock(batch, i * size + this.#clockAt, this.#count++);
    }
    this.socket.write(batch);
  }

  /** Every packet that comes now is a PUBACK of four bytes. */
  #take(chunk: Buffer, onAck: (ms: number) => void): void {
    const bytes = this.#tail === undefined ? chunk : Buffer.concat([this.#tail, chunk]);
    const count = bytes.length >> 2;
    this.#tail = bytes.length % 4 === 0 ? undefined : bytes.subarray(count * 4);
    const now = performance.now();
    for (let at = 0; at < count * 4; at += 4) {
      if (bytes[at] !== 0x40) throw new Error(`unexpected packet 0x${bytes[at]?.toString(16)}`);
      onAck(now - (this.#sentAt[bytes.readUInt16BE(at + 2)] ?? now));
    }
    this.#credits += count;
    if (this.#credits < options.inflight * RESEND_SHARE || isOver) return;
    this.send(this.#credits);
    this.#credits = 0;
  }
}

function percentile(histogram: Uint32Array, total: number, share: number): number {
  let seen = 0;
  for (const [i, count] of histogram.entries()) {
    seen += count;
    if (seen >= total * share) return Number((i * HISTOGRAM_STEP_MS).toFixed(1));
  }
  return HISTOGRAM_SIZE * HISTOGRAM_STEP_MS;
}

function say(event: object): void {
  process.stdout.write(`${JSON.stringify(event)}\n`);
}

let acks = 0;
let everAcked = 0;
let histogram = new Uint32Array(HISTOGRAM_SIZE);
function onAck(ms: number): void {
  acks += 1;
  everAcked += 1;
  const slot = Math.min(HISTOGRAM_SIZE - 1, Math.floor(ms / HISTOGRAM_STEP_MS));
  histogram[slot] = (histogram[slot] ?? 0) + 1;
}

const devices: Device[] = [];
for (let i = 0; i < options.connections; i++) devices.push(await Device.open(i, onAck));
for (const device of devices) {
  device.socket.removeAllListeners("close");
  device.socket.on("close", () => {
    if (isOver) return;
    process.stderr.write("the server closed a connection\n");
    process.exit(1);
  });
  device.send(options.inflight);
}
await pause(options.warmup * 1_000);
acks = 0;
histogram = new Uint32Array(HISTOGRAM_SIZE);
const cpuBefore = process.cpuUsage();
const begin = performance.now();
say({ event: "begin" });
await pause(options.seconds * 1_000);
const seconds = (performance.now() - begin) / 1_000;
const cpu = process.cpuUsage(cpuBefore);
const figures: MqttFigures = {
  acks,
  everAcked,
  seconds,
  cpuSeconds: (cpu.user + cpu.system) / 1e6,
  ackMs: { p50: percentile(histogram, acks, 0.5), p99: percentile(histogram, acks, 0.99) },
};
isOver = true;
// What is under way is acknowledged, so that what the server got is known to the last message.
await pause(options.linger * 1_000);
say({ event: "end", ...figures, everAcked });
for (const device of devices) device.socket.destroy();
