/** A raw message as JSON can carry it. */
export interface RawText {
  readonly raw: string;
  readonly rawEncoding: "utf8" | "base64";
}

const UTF8 = new TextDecoder("utf-8", { fatal: true });

/** A raw message for people: its text, or base64 where it is none (log texts in GB 18030, noise). Passwords and keys are starred out. */
export function rawText(raw: Uint8Array): RawText {
  const shown = maskPassword(raw);
  try {
    return { raw: UTF8.decode(shown), rawEncoding: "utf8" };
  } catch {
    return { raw: Buffer.from(shown).toString("base64"), rawEncoding: "base64" };
  }
}

const MASK = "*".charCodeAt(0);
const ENDS: ReadonlySet<number> = new Set([...";,&"].map((c) => c.charCodeAt(0)));
const KEYS = ["PW=", "SK="].map((name) => [...name].map((c) => c.charCodeAt(0)));
const KEY_BYTES = 3;

/**
 * A raw message with the value of every `PW=` and `SK=` starred out, byte for byte: HJ 212 carries passwords in clear text (`PW=`, and `NewPW=` of a
 * change), and the SM4 key of a change (`NewSK=`) too, and who reads a frame need not learn them. What is stored stays as it came.
 */
export function maskPassword(raw: Uint8Array): Uint8Array {
  const masked = Uint8Array.from(raw);
  for (let at = 0; at + KEY_BYTES < masked.length; at++) {
    if (!KEYS.some((key) => key.every((byte, i) => raw[at + i] === byte))) continue;
    for (let i = at + KEY_BYTES; i < masked.length && !ENDS.has(raw[i] ?? 0); i++) masked[i] = MASK;
  }
  return masked;
}
