/** What a JSON text may be at most. */
export interface JsonBounds {
  /** How many objects and arrays in one another. */
  readonly deepest: number;
  /** How many values, about: openings of objects and arrays, and what commas part. */
  readonly mostValues: number;
}

/**
 * What of a JSON text goes beyond its bounds. Looks at brackets and commas outside strings only, so a text that is no
 * JSON has an answer, too. Asked before parsing: whatever walks through the values afterwards calls itself for each
 * level, and parsing is one native call that makes twenty bytes of each byte where it may.
 */
export function beyondBounds(text: string, { deepest, mostValues }: JsonBounds): "too-deep" | "too-many-values" | undefined {
  let [depth, values] = [0, 0];
  for (let at = 0; at < text.length; at++) {
    const character = text.charCodeAt(at);
    if (character === QUOTE) at = endOfString(text, at);
    const step = depthStepOf(character);
    depth += step;
    if (step > 0 || character === COMMA) values += 1;
    if (depth > deepest) return "too-deep";
    if (values > mostValues) return "too-many-values";
  }
  return undefined;
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const ARRAY = 0x5b;
const ARRAY_END = 0x5d;
const OBJECT = 0x7b;
const OBJECT_END = 0x7d;

function depthStepOf(character: number): -1 | 0 | 1 {
  if (character === ARRAY || character === OBJECT) return 1;
  return character === ARRAY_END || character === OBJECT_END ? -1 : 0;
}

/** Where the string that begins at `start` ends; the end of the text when it does not. */
function endOfString(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at++) {
    const character = text.charCodeAt(at);
    if (character === BACKSLASH) at += 1;
    else if (character === QUOTE) return at;
  }
  return text.length;
}
