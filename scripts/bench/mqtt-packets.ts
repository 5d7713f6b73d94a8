/** A reading in exactly so many bytes; the instant in it is written anew for each message. */
export const PAYLOAD_BYTES = 121;

/** A realtime reading of the hour of `at`, and where in it `mm:ss.SSS` stands. */
export function payloadOf(at: Date): { readonly bytes: Buffer; readonly clockAt: number } {
  const text = `{"at":"${at.toISOString().slice(0, 14)}00:00.000Z","basis":"realtime","values":{"a21026":{"value":35.2,"flag":"N"}}}`;
  const bytes = Buffer.from(text.padEnd(PAYLOAD_BYTES));
  if (bytes.length !== PAYLOAD_BYTES) throw new Error(`the reading has ${bytes.length} bytes`);
  return { bytes, clockAt: text.indexOf("00:00.000") };
}

/** Writes `mm:ss.SSS` of the n-th millisecond of an hour, so that no two messages of a device are repeats. */
export function writeClock(buffer: Buffer, at: number, n: number): void {
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

export function connectPacket(user: string, password: string): Buffer {
  const flags = Buffer.from([4, 0xc2, 0, 60]);
  return packet(0x10, Buffer.concat([text("MQTT"), flags, text(user), text(user), text(password)]));
}

/** QoS 1, with the message id 0: it stands in the two bytes before the payload. */
export function publishPacket(topic: string, payload: Buffer): Buffer {
  return packet(0x32, Buffer.concat([text(topic), Buffer.from([0, 0]), payload]));
}

function packet(first: number, body: Buffer): Buffer {
  const length: number[] = [];
  let left = body.length;
  do {
    length.push((left & 127) | (left > 127 ? 128 : 0));
    left >>= 7;
  } while (left > 0);
  return Buffer.concat([Buffer.from([first, ...length]), body]);
}

function text(value: string): Buffer {
  const bytes = Buffer.from(value);
  return Buffer.concat([Buffer.from([bytes.length >> 8, bytes.length & 255]), bytes]);
}
