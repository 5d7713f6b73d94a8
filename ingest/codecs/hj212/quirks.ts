import type { Quirk } from "../../../core/readings/quirks.ts";

export type { Quirk } from "../../../core/readings/quirks.ts";

/** Adds a name once. */
export function noteQuirk(quirks: Quirk[], quirk: Quirk): void {
  if (!quirks.includes(quirk)) quirks.push(quirk);
}

/**
 * The text without blanks at its ends; `quirk` is noted when there were some. Looks before it calls `trim`, which is
 * slow and almost never needed.
 */
export function withoutBlanks(text: string, quirk: Quirk, quirks: Quirk[]): string {
  const last = text.length - 1;
  if (last < 0 || (text.charCodeAt(0) > 32 && text.charCodeAt(last) > 32)) return text;
  noteQuirk(quirks, quirk);
  return text.trim();
}
