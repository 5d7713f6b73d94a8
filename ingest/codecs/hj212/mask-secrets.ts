/**
 * `PW`, `NewPW` and `NewSK` in any capitals. The value goes on to what ends one in a segment; a single & is part of it.
 */
const SECRET = /((?:PW|SK)\s*=\s*)((?:(?!&&)[^;,])+)/gi;
const SECRET_FIELDS: ReadonlySet<string> = new Set(["pw", "newpw", "oldpw", "sk", "newsk", "oldsk"]);

/** The text with every password and key in it starred out; its length stays. */
export function maskSecrets(text: string): string {
  return text.includes("=") ? text.replace(SECRET, (_, key: string, value: string) => key + "*".repeat(value.length)) : text;
}

/** True for a field whose value is a password or key (1072, 1014), in whatever capitals a device writes it. */
export function isSecretField(field: string): boolean {
  return SECRET_FIELDS.has(field.toLowerCase());
}
