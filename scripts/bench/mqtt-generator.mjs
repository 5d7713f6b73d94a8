// Publishes readings over raw sockets as fast as they are acknowledged, and counts. A process of its own, so that its CPU is its own.
// Prints {"event":"begin"} when warm and {"event":"end", …} with the figures. Loopback only.
import { connect } from "node:net";
import { parseArgs } from "node:util";

/** A reading in exactly 121 bytes; the instant in it is written anew for each message. */
export const PAYLOAD_BYTES = 121;
const CONNECT_TIMEOUT_MS = 10_000;
const MAX_SECONDS = 600;
/** A fifth of the window goes out together: a server that acknowledges one by one must not wear the generator out. */
const RESEND_SHARE = 0.2;
const HISTOGRAM_STEP_MS = 0.1;
const HISTOGRAM_SIZE = 100_000;

const { values: options } = parseArgs({
  options: {
    host: { type: "string", default: "127.0.0.1" },
    port: { type: "string" },
    connections: { type: "string", default: "50" },
    inflight: { type: "string", default: "50" },
    seconds: { type: "string", default: "5" },
    warmup: { type: "string", default: "1" },
    user: { type: "string", default: "SIM4101020000000000{i}" },
    password: { type: "string", default: "bench-secret-{i}" },
  },
});

class Device {
  constructor(index, inflight) {
    const label = String(index).padStart(6, "0");
    this.user = options.user.replace("{i}", label);
    this.password = options.password.replace("{i}", label);
    this.inflight = inflight;
    this.packet = publishPacket(`outfall/v1/${this.user}/readings`);
    this.idAt = this.packet.length - PAYLOAD_BYTES - 2;
    this.clockAt = this.packet.length - PAYLOAD_BYTES + READING.indexOf("00:00.000");
    this.count = 0;
    this.messageId = 0;
    this.sentAt = new Float64Array(65_536);
    /** Messages that may be sent and were not yet. */
    this.credits = 0;
    /** The piece of an acknowledgement that the last chunk ended with. */
    this.tail = undefined;
  }

  open(host, port, onAck) {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error("no CONNACK")), CONNECT_TIMEOUT_MS);
      this.socket = connect({ host, port, noDelay: true }, () => this.socket.write(connectPacket(this.user, this.password)));
      this.socket.once("error", reject);
      this.socket.once("close", () => reject(new Error(`closed: ${this.user}`)));
      this.socket.once("data", (chunk) => {
        clearTimeout(timer);
        if (chunk.length !== 4 || chunk[0] !== 0x20 || chunk[3] !== 0)
          return reject(new Error(`refused: ${chunk.toString("hex")}`));
        this.socket.on("data", (acks) => this.#take(acks, onAck));
        resolve();
      });
    });
  }

  send(count) {
    const now = performance.now();
    const size = this.packet.length;
    const batch = Buffer.allocUnsafe(size * count);
    for (let i = 0; i < count; i++) {
      this.messageId = (this.messageId % 65_535) + 1;
      this.sentAt[this.messageId] = now;
      this.packet.copy(batch, i * size);
      batch.writeUInt16BE(this.messageId, i * size + this.idAt);
      writeClock(batch, i * size + this.clockAt, this.count++);
    }
    this.socket.write(batch);
  }

  /** Every packet that comes now is a PUBACK of four bytes. */
  #take(chunk, onAck) {
    const bytes = this.tail === undefined ? chunk : Buffer.concat([this.tail, chunk]);
    const count = bytes.length >> 2;
    this.tail = bytes.length % 4 === 0 ? undefined : bytes.subarray(count * 4);
    const now = performance.now();
    for (let at = 0; at < count * 4; at += 4) {
      if (bytes[at] !== 0x40) throw new Error(`unexpected packet 0x${bytes[at].toString(16)}`);
      onAck(now - this.sentAt[bytes.readUInt16BE(at + 2)]);
    }
    this.credits += count;
    if (this.credits < this.inflight * RESEND_SHARE || isOver) return;
    this.send(this.credits);
    this.credits = 0;
  }
}

const HOUR_BEFORE = new Date(Date.now() - 2 * 3_600_000).toISOString().slice(0, 14);
const READING = `{"at":"${HOUR_BEFORE}00:00.000Z","basis":"realtime","values":{"a21026":{"value":35.2,"flag":"N"}}}`.padEnd(
  PAYLOAD_BYTES,
);
let isOver = false;
if (READING.length !== PAYLOAD_BYTES) throw new Error(`the reading has ${READING.length} bytes`);

/** Writes `mm:ss.SSS` of the n-th millisecond of an hour, so that no two messages of a device are repeats. */
function writeClock(buffer, at, n) {
  const ms = n % 1_000;
  const s = Math.floor(n / 1_000) % 60;
  const m = Math.floor(n / 60_000) % 60;
  buffer[at] = 48 + Math.floor(m / 10);
  buffer[at + 1] = 48 + (m % 10);
  buffer[at + 3] = 48 + Math.floor(s / 10);
  buffer[at + 4] = 48 + (s % 10);
  buffer[at + 6] = 48 + Math.floor(ms / 100);
  buffer[at + 7] = 48 + (Math.floor(ms / 10) % 10);
  buffer[at + 8] = 48 + (ms % 10);
}

function text(value) {
  const bytes = Buffer.from(value);
  return Buffer.concat([Buffer.from([bytes.length >> 8, bytes.length & 255]), bytes]);
}

function packet(first, body) {
  const length = [];
  let left = body.length;
  do {
    length.push((left & 127) | (left > 127 ? 128 : 0));
    left >>= 7;
  } while (left > 0);
  return Buffer.concat([Buffer.from([first, ...length]), body]);
}

function connectPacket(user, password) {
  const flags = Buffer.from([4, 0xc2, 0, 60]);
  return packet(0x10, Buffer.concat([text("MQTT"), flags, text(user), text(user), text(password)]));
}

function publishPacket(topic) {
  return packet(0x32, Buffer.concat([text(topic), Buffer.from([0, 0]), Buffer.from(READING)]));
}

function percentile(histogram, total, share) {
  let seen = 0;
  for (let i = 0; i < histogram.length; i++) {
    seen += histogram[i];
    if (seen >= total * share) return Number((i * HISTOGRAM_STEP_MS).toFixed(1));
  }
  return HISTOGRAM_SIZE * HISTOGRAM_STEP_MS;
}

function say(event) {
  process.stdout.write(`${JSON.stringify(event)}\n`);
}

async function main() {
  const seconds = Math.min(Number(options.seconds), MAX_SECONDS);
  const warmup = Math.min(Number(options.warmup), MAX_SECONDS);
  const inflight = Number(options.inflight);
  const devices = Array.from({ length: Number(options.connections) }, (_, i) => new Device(i, inflight));
  let acks = 0;
  let histogram = new Uint32Array(HISTOGRAM_SIZE);
  const onAck = (ms) => {
    acks += 1;
    histogram[Math.min(HISTOGRAM_SIZE - 1, Math.floor(ms / HISTOGRAM_STEP_MS))] += 1;
  };
  for (const device of devices) await device.open(options.host, Number(options.port), onAck);
  for (const device of devices) {
    device.socket.removeAllListeners("close");
    device.socket.on("close", () => {
      if (isOver) return;
      process.stderr.write("the server closed a connection\n");
      process.exit(1);
    });
    device.send(inflight);
  }
  await new Promise((resolve) => setTimeout(resolve, warmup * 1_000));
  acks = 0;
  histogram = new Uint32Array(HISTOGRAM_SIZE);
  const cpuBefore = process.cpuUsage();
  const begin = performance.now();
  say({ event: "begin" });
  await new Promise((resolve) => setTimeout(resolve, seconds * 1_000));
  const took = (performance.now() - begin) / 1_000;
  const cpu = process.cpuUsage(cpuBefore);
  say({
    event: "end",
    acks,
    seconds: took,
    cpuSeconds: (cpu.user + cpu.system) / 1e6,
    ackMs: { p50: percentile(histogram, acks, 0.5), p99: percentile(histogram, acks, 0.99) },
  });
  isOver = true;
  for (const device of devices) device.socket.destroy();
}

await main();
