// Devices that remember what was acknowledged: half of them speak MQTT, half HJ 212. Every message is unique (its device and its second),
// so that afterwards each acknowledged one can be looked for by itself.
import { connect as tcp } from "node:net";
import mqtt from "mqtt";
import { encodeFrame } from "../../dist/ingest/codecs/hj212/encode-frame.js";

const HOUR = 3_600_000;
const PASSWORD = "123456";
const IN_FLIGHT = 40;
/** Every so many messages one is an hour mean above the limit, which must become a finding. */
const HOUR_EVERY = 100;
const LIMIT = 100;
const EXCEEDING = 130;

const mnOf = (index) => `SIM4101020000000000${String(index).padStart(6, "0")}`;
export const outletOf = (index) => `e1-DA${String(index).padStart(3, "0")}`;

/** The registry of `devices` loggers with one outlet each; all in one street. */
export function fleetRegistry(devices) {
  const all = Array.from({ length: devices }, (_, i) => i);
  const cell = (id, level, parent, kind, more = {}) => ({
    id,
    level,
    parent,
    kind,
    name: `演示${id}环境保护监管片区`,
    staffCount: 2,
    ...more,
  });
  return {
    schema: "outfall/registry/1",
    cells: [
      cell("g1", 1, null, "district", { division: "410199" }),
      cell("g2", 2, "g1", "street"),
      cell("g3", 3, "g2", "community"),
      cell("g4", 4, "g3", "enterprise", { enterprise: "e1" }),
    ],
    enterprises: [{ id: "e1", name: "演示水泥厂", uscc: "91410102000000019H" }],
    outlets: all.map((i) => ({
      id: outletOf(i),
      enterprise: "e1",
      code: `DA${String(i).padStart(3, "0")}`,
      name: `排口${i}`,
      kind: "stack",
    })),
    devices: all.map((i) => ({ mn: mnOf(i), hj212Password: PASSWORD, mqttSecret: secretOf(i), edition: "2017" })),
    channels: all.map((i) => ({ outlet: outletOf(i), device: mnOf(i), factor: "a21026", unit: "mg/m3" })),
    limits: all.map((i) => ({
      id: `${outletOf(i)}-so2-h`,
      outlet: outletOf(i),
      pollutant: "a21026",
      basis: "hour-mean",
      comparator: "<=",
      value: LIMIT,
      unit: "mg/m3",
      validFrom: "2020-01-01",
      validTo: null,
      source: "permit",
      confidence: "C",
    })),
  };
}

const secretOf = (index) => `fault-test-secret-${index}`;

/** One device. `acknowledged` holds the time of every message that was answered; `sent` counts all. */
export class Device {
  acknowledgedSeconds = new Set();
  acknowledgedHours = new Set();
  sent = 0;
  #index;
  #speaks;
  #next = 0;
  #open = new Map();
  #socket;
  #timer;

  constructor(index) {
    this.#index = index;
    this.#speaks = index % 2 === 0 ? "mqtt" : "hj212";
  }

  get index() {
    return this.#index;
  }

  /** Sends `rate` messages a second until the connection breaks or `stop` is called. */
  async run(ready, rate) {
    if (this.#speaks === "mqtt") await this.#connectMqtt(ready.mqtt.port);
    else await this.#connectTcp(ready.hj212.port);
    const every = 20;
    let due = 0;
    this.#timer = setInterval(() => {
      due += (rate * every) / 1_000;
      while (due >= 1 && this.#open.size < IN_FLIGHT) {
        due -= 1;
        this.#sendNext();
      }
      due = Math.min(due, rate);
    }, every);
  }

  stop() {
    clearInterval(this.#timer);
    if (this.#speaks === "mqtt") this.#socket?.end(true);
    else this.#socket?.destroy();
    this.#open.clear();
  }

  #sendNext() {
    const number = this.#next++;
    this.sent += 1;
    const isHour = number % HOUR_EVERY === HOUR_EVERY - 1;
    const at = isHour ? HOURS_FROM + Math.floor(number / HOUR_EVERY) * HOUR : SECONDS_FROM + number * 1_000;
    const acknowledge = () => void (isHour ? this.acknowledgedHours : this.acknowledgedSeconds).add(at);
    if (this.#speaks === "mqtt") this.#publish(number, at, isHour, acknowledge);
    else this.#write(number, at, isHour, acknowledge);
  }

  #publish(number, at, isHour, acknowledge) {
    this.#open.set(number, acknowledge);
    const reading = {
      at: new Date(at).toISOString(),
      basis: isHour ? "hour" : "realtime",
      values: { a21026: { value: isHour ? EXCEEDING : 50 } },
    };
    this.#socket.publish(`outfall/v1/${mnOf(this.#index)}/readings`, JSON.stringify(reading), { qos: 1 }, (error) => {
      if (!this.#open.delete(number) || error) return;
      acknowledge();
    });
  }

  #write(number, at, isHour, acknowledge) {
    const qn = `${beijing(SECONDS_FROM + number * 1_000)}${String(this.#index % 1000).padStart(3, "0")}`;
    this.#open.set(qn, acknowledge);
    const cp = isHour
      ? `DataTime=${beijing(at)};a21026-Min=110,a21026-Avg=${EXCEEDING},a21026-Max=150,a21026-Flag=N`
      : `DataTime=${beijing(at)};a21026-Rtd=50,a21026-Flag=N`;
    const frame = { qn, st: "31", cn: isHour ? "2061" : "2011", pw: PASSWORD, mn: mnOf(this.#index), flag: 5, cp };
    this.#socket.write(encodeFrame(frame));
  }

  #connectMqtt(port) {
    return new Promise((resolve, reject) => {
      this.#socket = mqtt.connect(`mqtt://127.0.0.1:${port}`, {
        protocolVersion: 4,
        username: mnOf(this.#index),
        password: secretOf(this.#index),
        reconnectPeriod: 0,
      });
      this.#socket.once("connect", () => resolve());
      this.#socket.on("error", reject);
    });
  }

  #connectTcp(port) {
    return new Promise((resolve, reject) => {
      let text = "";
      this.#socket = tcp(port, "127.0.0.1", () => resolve());
      this.#socket.setNoDelay(true);
      this.#socket.on("error", reject);
      this.#socket.on("data", (chunk) => {
        text += chunk.toString("latin1");
        const lines = text.split("\r\n");
        text = lines.pop() ?? "";
        for (const line of lines) this.#answered(line);
      });
    });
  }

  #answered(line) {
    const qn = /QN=(\d+);/.exec(line)?.[1];
    const acknowledge = line.includes("CN=9014") ? this.#open.get(qn) : undefined;
    if (acknowledge === undefined) return;
    this.#open.delete(qn);
    acknowledge();
  }
}

/** Old enough that hours are confirmed at once, and far enough apart that seconds and hours do not meet. */
const SECONDS_FROM = Date.UTC(2026, 8, 1);
const HOURS_FROM = Date.UTC(2021, 0, 1);

function beijing(at) {
  return new Date(at + 8 * HOUR).toISOString().replace(/\D/g, "").slice(0, 14);
}
