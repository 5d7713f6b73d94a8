/** PUBACKs as they stand on the wire; the short form is the same in MQTT 3.1.1 and 5 (success). */
export function encodePubacks(messageIds: readonly number[]): Buffer {
  const bytes = Buffer.alloc(messageIds.length * 4);
  for (const [i, id] of messageIds.entries()) {
    bytes.writeUInt16BE(0x40_02, i * 4);
    bytes.writeUInt16BE(id, i * 4 + 2);
  }
  return bytes;
}
