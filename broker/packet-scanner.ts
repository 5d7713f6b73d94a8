const CONNECT = 1;
const MAX_LENGTH_FACTOR = 128 ** 3;

/** `MQIsdp` 3 and `MQTT` 4, 5; with the highest bit they come from a bridge. What they say to 5 is decided later. */
const LEVELS: readonly number[] = [3, 4, 5, 0x83, 0x84];
const NAME_LENGTHS: readonly number[] = ["MQTT".length, "MQIsdp".length];

/** Why a stream of bytes is not carried on. */
export type ScanProblem = "packet-too-large" | "malformed-length" | "not-a-connect" | "protocol-version";

/**
 * Follows the packet boundaries of one MQTT stream by the fixed headers alone, so that a packet beyond the limit is
 * known by its length field, before any of it is buffered. Looks at a few bytes of each packet and copies nothing.
 */
export class PacketScanner {
  readonly #packetBytes: number;
  readonly #connectBytes: number;
  #isFirst = true;
  #inLength = false;
  #length = 0;
  #factor = 1;
  /** Bytes of the running packet's body that are still to come. */
  #body = 0;
  /** Where we are in the body of the CONNECT, until its level was seen; `undefined` afterwards. */
  #connectAt: number | undefined = 0;
  #nameLength = 0;

  /** @param packetBytes largest remaining length; `connectBytes` for the first packet, which must be a CONNECT. */
  constructor(packetBytes: number, connectBytes: number) {
    this.#packetBytes = packetBytes;
    this.#connectBytes = connectBytes;
  }

  /** The next bytes of the stream, cut anywhere. After a problem the stream is of no more use. */
  scan(chunk: Uint8Array): ScanProblem | undefined {
    let at = 0;
    while (at < chunk.length) {
      if (this.#body > 0) {
        const step = Math.min(this.#body, chunk.length - at);
        if (this.#connectAt !== undefined && !this.#isLevelKnown(chunk.subarray(at, at + step))) return "protocol-version";
        this.#body -= step;
        at += step;
        continue;
      }
      const problem = this.#header(chunk[at++] ?? 0);
      if (problem !== undefined) return problem;
    }
    return undefined;
  }

  #header(byte: number): ScanProblem | undefined {
    if (!this.#inLength) {
      if (this.#isFirst && byte >> 4 !== CONNECT) return "not-a-connect";
      this.#inLength = true;
      this.#length = 0;
      this.#factor = 1;
      return undefined;
    }
    this.#length += (byte & 127) * this.#factor;
    if (this.#length > (this.#isFirst ? this.#connectBytes : this.#packetBytes)) return "packet-too-large";
    if (byte >= 128) {
      if (this.#factor === MAX_LENGTH_FACTOR) return "malformed-length";
      this.#factor *= 128;
      return undefined;
    }
    this.#inLength = false;
    this.#isFirst = false;
    this.#body = this.#length;
    return undefined;
  }

  /** False when the CONNECT is of a level that does not exist. The parser behind us would close without an answer. */
  #isLevelKnown(body: Uint8Array): boolean {
    for (const byte of body) {
      const at = this.#connectAt ?? 0;
      this.#connectAt = at + 1;
      if (at < 2) this.#nameLength = this.#nameLength * 256 + byte;
      if (at < 2 + this.#nameLength || at < 2) continue;
      this.#connectAt = undefined;
      return LEVELS.includes(byte) || !NAME_LENGTHS.includes(this.#nameLength);
    }
    return true;
  }
}
