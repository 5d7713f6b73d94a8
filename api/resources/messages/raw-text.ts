/** A raw message as JSON can carry it. */
export interface RawText {
  readonly raw: string;
  readonly rawEncoding: "utf8" | "base64";
}

const UTF8 = new TextDecoder("utf-8", { fatal: true });

/**
 * A raw message for people: its text, or base64 where it is no text (log texts in GB 18030, noise). Passwords and keys
 * are starred out.
 */
export function rawText(raw: Uint8Array): RawText {
  const shown = maskPassword(raw);
  try {
    return { raw: UTF8.decode(shown), rawEncoding: "utf8" };
  } catch {
    return { raw: Buffer.from(shown).toString("base64"), rawEncoding: "base64" };
  }
}

/** The value goes on to what ends one in a segment; a single & is part of it. */
const SECRET = /((?:PW|SK)\s*=\s*)((?:(?!&&)[^;,])+)/gi;

/**
 * A raw message with the value of every `PW=` and `SK=` starred out, in any capitals and byte for byte: HJ 212 carries
 * passwords in clear text (`PW=`, and `NewPW=` of a change), and the SM4 key of a change (`NewSK=`) too, and who reads
 * a frame need not learn them. What is stored stays as it came.
 */
export function maskPassword(raw: Uint8Array): Uint8Array {
  // Latin-1 is one character for each byte, both ways.
  const text = Buffer.from(raw).toString("latin1");
  const masked = text.replace(SECRET, (_, key: string, value: string) => key + "*".repeat(value.length));
  return Uint8Array.from(Buffer.from(masked, "latin1"));
}
