import { connect as tcp } from "node:net";
import mqtt from "mqtt";
import { encodeFrame } from "../../ingest/codecs/hj212/encode-frame.ts";
import { stamp } from "../harness/beijing-time.ts";
import { HJ212_PASSWORD, LIMIT, mnOf, secretOf } from "../harness/plain-registry.ts";
import type { Ready } from "../harness/product.ts";

const HOUR = 3_600_000;
const IN_FLIGHT = 40;
const LOOK_MS = 20;
/** Every so many messages one is an hour mean above the limit, which must become a finding. */
const HOUR_EVERY = 100;
const EXCEEDING = LIMIT + 30;
/** Old enough that hours are confirmed at once, and far enough apart that seconds and hours do not meet. */
const SECONDS_FROM = Date.UTC(2026, 8, 1);
const HOURS_FROM = Date.UTC(2021, 0, 1);

/**
 * One message: unique by its device and its second, so that afterwards each acknowledged one can be looked for by
 * itself.
 */
interface Message {
  readonly number: number;
  readonly at: number;
  readonly isHour: boolean;
}

/** The way to the product; `onAcknowledged` is called once for each message that was answered. */
interface Line {
  send(message: Message, onAcknowledged: () => void): void;
  unanswered(): number;
  close(): void;
}

/** A device that remembers what was acknowledged. Devices with even numbers speak MQTT, the others HJ 212. */
export class FaultDevice {
  readonly acknowledgedSeconds = new Set<number>();
  readonly acknowledgedHours = new Set<number>();
  readonly index: number;
  #next = 0;
  #line: Line | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor(index: number) {
    this.index = index;
  }

  /** Sends `rate` messages a second until the connection breaks or `stop` is called. */
  async run(ready: Ready, rate: number): Promise<void> {
    const line =
      this.index % 2 === 0 ? await mqttLine(this.index, ready.mqtt.port) : await hj212Line(this.index, ready.hj212.port);
    this.#line = line;
    let due = 0;
    this.#timer = setInterval(() => {
      due += (rate * LOOK_MS) / 1_000;
      while (due >= 1 && line.unanswered() < IN_FLIGHT) {
        due -= 1;
        this.#sendNext(line);
      }
      due = Math.min(due, rate);
    }, LOOK_MS);
  }

  stop(): void {
    clearInterval(this.#timer);
    this.#line?.close();
  }

  #sendNext(line: Line): void {
    const number = this.#next++;
    const isHour = number % HOUR_EVERY === HOUR_EVERY - 1;
    const at = isHour ? HOURS_FROM + Math.floor(number / HOUR_EVERY) * HOUR : SECONDS_FROM + number * 1_000;
    const acknowledged = isHour ? this.acknowledgedHours : this.acknowledgedSeconds;
    line.send({ number, at, isHour }, () => void acknowledged.add(at));
  }
}

async function mqttLine(index: number, port: number): Promise<Line> {
  const open = new Set<number>();
  const client = mqtt.connect(`mqtt://127.0.0.1:${port}`, {
    protocolVersion: 4,
    username: mnOf(index),
    password: secretOf(index),
    reconnectPeriod: 0,
  });
  await new Promise<void>((resolve, reject) => {
    client.once("connect", () => resolve());
    client.on("error", reject);
  });
  return {
    send: ({ number, at, isHour }, onAcknowledged) => {
      open.add(number);
      const values = { a21026: { value: isHour ? EXCEEDING : LIMIT / 2 } };
      const reading = { at: new Date(at).toISOString(), basis: isHour ? "hour" : "realtime", values };
      client.publish(`outfall/v1/${mnOf(index)}/readings`, JSON.stringify(reading), { qos: 1 }, (error) => {
        if (open.delete(number) && !error) onAcknowledged();
      });
    },
    unanswered: () => open.size,
    close: () => {
      open.clear();
      client.end(true);
    },
  };
}

async function hj212Line(index: number, port: number): Promise<Line> {
  const open = new Map<string, () => void>();
  const socket = tcp(port, "127.0.0.1");
  socket.setNoDelay(true);
  await new Promise<void>((resolve, reject) => {
    socket.once("connect", () => resolve());
    socket.on("error", reject);
  });
  let text = "";
  socket.on("data", (chunk) => {
    text += chunk.toString("latin1");
    const lines = text.split("\r\n");
    text = lines.pop() ?? "";
    for (const line of lines) {
      const qn = /QN=(\d+);/.exec(line)?.[1] ?? "";
      const onAcknowledged = line.includes("CN=9014") ? open.get(qn) : undefined;
      open.delete(qn);
      onAcknowledged?.();
    }
  });
  return {
    send: (message, onAcknowledged) => {
      const qn = `${stamp(SECONDS_FROM + message.number * 1_000)}${String(index % 1_000).padStart(3, "0")}`;
      open.set(qn, onAcknowledged);
      socket.write(frameOf(index, qn, message));
    },
    unanswered: () => open.size,
    close: () => {
      open.clear();
      socket.destroy();
    },
  };
}

function frameOf(index: number, qn: string, { at, isHour }: Message): Uint8Array {
  const data = isHour ? `a21026-Min=110,a21026-Avg=${EXCEEDING},a21026-Max=150` : `a21026-Rtd=${LIMIT / 2}`;
  const header = { qn, st: "31", cn: isHour ? "2061" : "2011", pw: HJ212_PASSWORD, mn: mnOf(index), flag: 5 };
  return encodeFrame({ ...header, cp: `DataTime=${stamp(at)};${data},a21026-Flag=N` });
}
