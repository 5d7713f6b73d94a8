import { formatBeijingStamp, formatIso, type Instant, instant, parseBeijingStamp } from "../../core/time.ts";
import { encodeFrame } from "../../ingest/codecs/hj212/encode-frame.ts";
import type { OutletDialect } from "./outlet-lines.ts";

/** An outlet of the fleet and its device. */
export interface FleetDevice {
  readonly mn: string;
  readonly password: string;
  readonly secret: string;
  readonly factor: string;
  valueAt(at: Instant): number;
}

/** HJ 212-2017: the key of a message is its moment, which is its QN. */
export function hj212Dialect({ mn, password, factor, valueAt }: FleetDevice): OutletDialect {
  return {
    greeting: new Uint8Array(0),
    encode(key) {
      const at = instant(key);
      const cp = `DataTime=${formatBeijingStamp(at)};${factor}-Rtd=${valueAt(at)},${factor}-Flag=N`;
      return encodeFrame({ qn: formatBeijingStamp(at, true), st: "31", cn: "2011", pw: password, mn, flag: 5, cp });
    },
    hear(bytes) {
      const answered: number[] = [];
      let from = 0;
      for (let end = bytes.indexOf("\r\n"); end !== -1; end = bytes.indexOf("\r\n", from)) {
        const qn = /QN=(\d{17});.*CN=9014/.exec(bytes.toString("latin1", from, end))?.[1];
        const at = qn === undefined ? undefined : parseBeijingStamp(qn);
        if (at !== undefined) answered.push(at);
        from = end + 2;
      }
      return { answered, rest: bytes.subarray(from) };
    },
  };
}

const KEEPALIVE_SECONDS = 600;
const CONNACK = 0x20;
const PUBLISH_QOS1 = 0x32;
const DUP = 0x08;
const PUBACK = 0x40;
const LAST_ID = 0xffff;

/**
 * MQTT 3.1.1 with QoS 1 and nothing else: CONNECT, PUBLISH, PUBACK. A packet id stands for the moment of its message.
 */
export function mqttDialect({ mn, secret, factor, valueAt }: FleetDevice): OutletDialect {
  const topic = field(`outfall/v1/${mn}/readings`);
  const momentOf = new Map<number, number>();
  let lastId = 0;
  const idOf = (key: number): number => {
    for (const [id, moment] of momentOf) if (moment === key) return id;
    lastId = (lastId % LAST_ID) + 1;
    momentOf.set(lastId, key);
    return lastId;
  };
  return {
    greeting: packet(0x10, [
      field("MQTT"),
      // Level 4; user name, password, clean session.
      Buffer.from([4, 0b1100_0010, KEEPALIVE_SECONDS >> 8, KEEPALIVE_SECONDS & 0xff]),
      ...[`fleet-${mn}`, mn, secret].map(field),
    ]),
    encode(key, isRepeat) {
      const at = instant(key);
      const id = idOf(key);
      const reading = { at: formatIso(at), basis: "realtime", values: { [factor]: { value: valueAt(at), flag: "N" } } };
      const parts = [topic, Buffer.from([id >> 8, id & 0xff]), Buffer.from(JSON.stringify(reading))];
      return packet(isRepeat ? PUBLISH_QOS1 | DUP : PUBLISH_QOS1, parts);
    },
    hear(bytes) {
      const answered: number[] = [];
      let greeted: boolean | undefined;
      let from = 0;
      // All that a broker says to such a client has four bytes.
      for (; from + 4 <= bytes.length; from += 4) {
        const kind = bytes[from];
        if (kind === CONNACK) greeted = bytes[from + 3] === 0;
        if (kind !== PUBACK) continue;
        const id = bytes.readUInt16BE(from + 2);
        const moment = momentOf.get(id);
        momentOf.delete(id);
        if (moment !== undefined) answered.push(moment);
      }
      return { answered, ...(greeted !== undefined && { greeted }), rest: bytes.subarray(from) };
    },
  };
}

function field(text: string): Buffer {
  const bytes = Buffer.from(text);
  return Buffer.concat([Buffer.from([bytes.length >> 8, bytes.length & 0xff]), bytes]);
}

/** A packet of less than 16 KiB. */
function packet(head: number, parts: readonly Buffer[]): Buffer {
  const length = parts.reduce((sum, p) => sum + p.length, 0);
  const size = length < 128 ? [length] : [(length & 0x7f) | 0x80, length >> 7];
  return Buffer.concat([Buffer.from([head, ...size]), ...parts]);
}
