const DATA_AREA = Buffer.from("CP=&&");
const VALUE_KEY = Buffer.from('"value"');
const SEMICOLON = 0x3b;

/**
 * About how many values a message carries, without decoding it: what stands between two semicolons of an HJ 212 data
 * area, and each `"value"` of JSON. Of an encrypted data area nothing is seen.
 */
export function valuesIn(payload: Uint8Array): number {
  const bytes = Buffer.from(payload.buffer, payload.byteOffset, payload.byteLength);
  let values = 0;
  const area = bytes.indexOf(DATA_AREA);
  if (area >= 0) for (let i = bytes.indexOf(SEMICOLON, area); i >= 0; i = bytes.indexOf(SEMICOLON, i + 1)) values += 1;
  for (let i = bytes.indexOf(VALUE_KEY); i >= 0; i = bytes.indexOf(VALUE_KEY, i + VALUE_KEY.length)) values += 1;
  return values;
}
