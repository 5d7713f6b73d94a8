/** The types of MQTT 3.1.1, as they stand in the upper half of the first byte [MQTT 2.2.1]. */
export const PacketType = {
  CONNECT: 1,
  CONNACK: 2,
  PUBLISH: 3,
  PUBACK: 4,
  PUBREC: 5,
  PUBREL: 6,
  PUBCOMP: 7,
  SUBSCRIBE: 8,
  SUBACK: 9,
  UNSUBSCRIBE: 10,
  UNSUBACK: 11,
  PINGREQ: 12,
  PINGRESP: 13,
  DISCONNECT: 14,
} as const;

const NAMES = new Map<number, string>(Object.entries(PacketType).map(([name, type]) => [type, name]));

/** What the standard calls a type; its number where it knows none. */
export function packetName(type: number): string {
  return NAMES.get(type) ?? String(type);
}

/** One packet as it came: cut out, not looked at. */
export class WirePacket {
  readonly type: number;
  /** The lower half of the first byte. */
  readonly flags: number;
  readonly body: Buffer;

  constructor(type: number, flags: number, body: Buffer) {
    this.type = type;
    this.flags = flags;
    this.body = body;
  }

  /** Its first bytes, header and all, copied: a view would keep the whole chunk of the socket alive. */
  head(bytes: number): Buffer {
    return Buffer.concat([this.header(), this.body.subarray(0, Math.max(0, bytes - 2))]).subarray(0, bytes);
  }

  /** The fixed header, written again. */
  header(): Buffer {
    const bytes = [(this.type << 4) | this.flags];
    let left = this.body.length;
    do {
      bytes.push((left & 127) | (left > 127 ? 128 : 0));
      left >>= 7;
    } while (left > 0);
    return Buffer.from(bytes);
  }
}
