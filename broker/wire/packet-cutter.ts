import { faultOf, type PacketFault } from "./packet-fault.ts";
import { PacketType, WirePacket } from "./packet-types.ts";

const NOTHING = Buffer.alloc(0);
const MAX_LENGTH_FACTOR = 128 ** 3;
/** What is set aside for a packet of which only the beginning is here. */
const FIRST_BYTES = 1_024;

/** Largest packets, by their remaining length. */
export interface CutterLimits {
  readonly packetBytes: number;
  /** Of the first packet, which must be a CONNECT: nobody has shown who he is yet. */
  readonly connectBytes: number;
}

/**
 * Cuts one stream of MQTT into packets. A packet beyond the limit is known by its length, before any of its body is
 * kept; of one that comes in pieces no more is kept than twice what has come. A packet that lies in one piece is not
 * copied.
 */
export class PacketCutter {
  readonly #limits: CutterLimits;
  #chunk: Buffer = NOTHING;
  #at = 0;
  /** Where in the chunk the packet begins; 0 for one that began before. */
  #start = 0;
  #isFirst = true;
  /** The first byte of the packet whose header is being read; `undefined` between packets. */
  #first: number | undefined;
  #length = 0;
  #factor = 1;
  /** True while a body is awaited. */
  #inBody = false;
  #kept: Buffer = NOTHING;
  #keptBytes = 0;

  constructor(limits: CutterLimits) {
    this.#limits = limits;
  }

  /** Takes the next bytes of the stream, once `next` has nothing more to give. */
  feed(chunk: Buffer): void {
    this.#chunk = chunk;
    this.#at = 0;
    this.#start = 0;
  }

  /** The next packet, or its fault: then the stream is of no more use. `undefined` when more bytes are needed. */
  next(): WirePacket | PacketFault | undefined {
    while (!this.#inBody) {
      const byte = this.#chunk[this.#at];
      if (byte === undefined) return undefined;
      this.#at += 1;
      const fault = this.#first === undefined ? this.#begin(byte) : this.#addLength(byte);
      if (fault !== undefined) return fault;
    }
    return this.#takeBody();
  }

  /** The first bytes of the packet with a fault, as far as they are here, for who looks at it. */
  rest(bytes: number): Buffer {
    return Buffer.from(this.#chunk.subarray(this.#start, this.#start + bytes));
  }

  #begin(byte: number): PacketFault | undefined {
    const type = byte >> 4;
    this.#start = this.#at - 1;
    if (this.#isFirst && type !== PacketType.CONNECT) return faultOf("packet-out-of-place", type);
    this.#first = byte;
    this.#length = 0;
    this.#factor = 1;
    return undefined;
  }

  #addLength(byte: number): PacketFault | undefined {
    this.#length += (byte & 127) * this.#factor;
    if (byte >= 128) {
      if (this.#factor === MAX_LENGTH_FACTOR) return { code: "packet-length-malformed", facts: {} };
      this.#factor *= 128;
      return undefined;
    }
    const limit = this.#isFirst ? this.#limits.connectBytes : this.#limits.packetBytes;
    if (this.#length > limit) return { code: "packet-beyond-limit", facts: { bytes: this.#length, limit } };
    this.#isFirst = false;
    this.#inBody = true;
    return undefined;
  }

  #takeBody(): WirePacket | undefined {
    const missing = this.#length - this.#keptBytes;
    const piece = this.#chunk.subarray(this.#at, this.#at + missing);
    this.#at += piece.length;
    if (piece.length < missing) {
      this.#keep(piece);
      return undefined;
    }
    if (this.#keptBytes === 0) return this.#packet(piece);
    this.#keep(piece);
    const body = this.#kept.subarray(0, this.#length);
    this.#kept = NOTHING;
    this.#keptBytes = 0;
    return this.#packet(body);
  }

  #packet(body: Buffer): WirePacket {
    const first = this.#first ?? 0;
    this.#first = undefined;
    this.#inBody = false;
    return new WirePacket(first >> 4, first & 15, body);
  }

  #keep(piece: Buffer): void {
    const bytes = this.#keptBytes + piece.length;
    if (bytes > this.#kept.length) {
      const grown = Buffer.allocUnsafeSlow(Math.min(this.#length, Math.max(FIRST_BYTES, bytes * 2)));
      this.#kept.copy(grown, 0, 0, this.#keptBytes);
      this.#kept = grown;
    }
    piece.copy(this.#kept, this.#keptBytes);
    this.#keptBytes = bytes;
  }
}
