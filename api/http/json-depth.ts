/**
 * Where a JSON text opens more objects and arrays in one another than `most`; `undefined` when it never does. Looks at
 * brackets outside strings only, so a text that is no JSON has an answer, too. Asked before parsing, since whatever
 * walks through the values afterwards calls itself for each level.
 */
export function tooDeepAt(text: string, most: number): number | undefined {
  let depth = 0;
  for (let at = 0; at < text.length; at++) {
    const character = text.charCodeAt(at);
    if (character === QUOTE) at = endOfString(text, at);
    else if (character === ARRAY || character === OBJECT) {
      depth += 1;
      if (depth > most) return at;
    } else if (character === ARRAY_END || character === OBJECT_END) depth -= 1;
  }
  return undefined;
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const ARRAY = 0x5b;
const ARRAY_END = 0x5d;
const OBJECT = 0x7b;
const OBJECT_END = 0x7d;

/** Where the string that begins at `start` ends; the end of the text when it does not. */
function endOfString(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at++) {
    const character = text.charCodeAt(at);
    if (character === BACKSLASH) at += 1;
    else if (character === QUOTE) return at;
  }
  return text.length;
}
