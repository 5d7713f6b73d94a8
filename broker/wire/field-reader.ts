import { isUtf8 } from "node:buffer";

/** Reads the fields of a packet one after the other. What is not there, or is no text, reads as `undefined`. */
export class FieldReader {
  readonly #body: Buffer;
  #at = 0;

  constructor(body: Buffer) {
    this.#body = body;
  }

  /** True when every byte was read. */
  isAtEnd(): boolean {
    return this.#at === this.#body.length;
  }

  byte(): number | undefined {
    const value = this.#body[this.#at];
    if (value !== undefined) this.#at += 1;
    return value;
  }

  word(): number | undefined {
    if (this.#at + 2 > this.#body.length) return undefined;
    this.#at += 2;
    return this.#body.readUInt16BE(this.#at - 2);
  }

  /** Bytes with their length before them. */
  bytes(): Buffer | undefined {
    const length = this.word();
    if (length === undefined || this.#at + length > this.#body.length) return undefined;
    this.#at += length;
    return this.#body.subarray(this.#at - length, this.#at);
  }

  /** The same as text; `null` when it is no UTF-8 or holds U+0000 [MQTT-1.5.3-1, 1.5.3-2]. */
  text(): string | null | undefined {
    const bytes = this.bytes();
    if (bytes === undefined) return undefined;
    return isUtf8(bytes) && !bytes.includes(0) ? bytes.toString() : null;
  }

  /** Passes over the properties of MQTT 5; false when they are cut short. */
  skipProperties(): boolean {
    let length = 0;
    for (let factor = 1; factor <= 128 ** 3; factor *= 128) {
      const byte = this.byte();
      if (byte === undefined) return false;
      length += (byte & 127) * factor;
      if (byte >= 128) continue;
      this.#at += length;
      return this.#at <= this.#body.length;
    }
    return false;
  }

  /** Everything that is left. */
  rest(): Buffer {
    const rest = this.#body.subarray(this.#at);
    this.#at = this.#body.length;
    return rest;
  }
}
