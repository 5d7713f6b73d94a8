import { PacketType, WirePacket } from "./packet-types.ts";

/** CONNACK with a code of MQTT 3.1.1 [MQTT 3.2.2]. */
export const CONNACK = {
  unacceptableVersion: Buffer.from([0x20, 0x02, 0x00, 0x01]),
  identifierRejected: Buffer.from([0x20, 0x02, 0x00, 0x02]),
  /** In the form of MQTT 5, which the client expects: reason 0x84, no properties. */
  unsupportedVersionOf5: Buffer.from([0x20, 0x03, 0x00, 0x84, 0x00]),
} as const;

export const PINGRESP = Buffer.from([PacketType.PINGRESP << 4, 0]);

const REFUSED = 0x80;

/** What answers a PUBLISH of QoS 1 or 2. */
export function publishAnswer(qos: number, id: number): Buffer {
  return Buffer.from([(qos === 1 ? PacketType.PUBACK : PacketType.PUBREC) << 4, 2, id >> 8, id & 255]);
}

export function pubcomp(id: number): Buffer {
  return Buffer.from([PacketType.PUBCOMP << 4, 2, id >> 8, id & 255]);
}

/** One code a filter, in their order; `undefined` for one that is refused. */
export function suback(id: number, granted: readonly (number | undefined)[]): Buffer {
  const body = Buffer.from([id >> 8, id & 255, ...granted.map((qos) => qos ?? REFUSED)]);
  return Buffer.concat([new WirePacket(PacketType.SUBACK, 0, body).header(), body]);
}
