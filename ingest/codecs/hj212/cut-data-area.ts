import { err, ok, type Result } from "../../../core/result.ts";
import { failure, type Hj212Failure } from "./failure.ts";
import { noteQuirk, type Quirk } from "./quirks.ts";

const AMPERSAND = 38;
const COMMA = 44;
const SEMICOLON = 59;
const EQUALS = 61;

const BEGINS_SEGMENT = /^\s*(?:QN|ST|CN|PW|MN|Flag|PNUM|PNO|RF|CP) *=/i;

/**
 * Cuts out the data area that begins at `from`, behind `CP=`. The first `&&` outside a text between `//` and `//`
 * closes it, and nothing but blanks may stand behind that: what else stands there is a second segment, or the rest of a
 * data area whose values cannot be told from it, and taking both as one would store values under another message's time
 * or factor. Refused with `wrong-header`, as is a second `CP=`.
 */
export function cutDataArea(text: string, from: number, quirks: Quirk[]): Result<string, Hj212Failure> {
  const open = openingOf(text, from, quirks);
  const { close, secondCp } = scanArea(text, open);
  if (secondCp >= 0) return err(failure("wrong-header", { code: "cp-twice", facts: { character: secondCp + 1 } }));
  if (close < 0) {
    noteQuirk(quirks, "cp-not-closed");
    return ok(text.slice(open));
  }
  const behind = close + 2;
  if (behind === text.length || text.slice(behind).trim() === "") return ok(text.slice(open, close));
  const code = BEGINS_SEGMENT.test(text.slice(behind)) ? "segment-behind-closing" : "text-behind-closing";
  return err(failure("wrong-header", { code, facts: { character: behind + 1 } }));
}

function openingOf(text: string, from: number, quirks: Quirk[]): number {
  let open = from;
  while (text[open] === " ") open++;
  if (text.startsWith("&&", open)) return open + 2;
  noteQuirk(quirks, "cp-not-opened");
  while (text[open] === "&") open++;
  return open;
}

/** Positions in the segment; -1 for what is not there. */
interface AreaBounds {
  readonly close: number;
  readonly secondCp: number;
}

/** Nearly every area has neither texts nor a second CP: then its end is found without looking at each character. */
function scanArea(text: string, open: number): AreaBounds {
  const isPlain = !text.includes("//", open) && !text.includes("CP", open) && !text.includes("cp", open);
  return isPlain ? { close: text.indexOf("&&", open), secondCp: -1 } : scanFields(text, open);
}

/**
 * Tells names, values and texts apart as `parseDataArea` does: a text begins with `//` right behind the first `=` of a
 * pair.
 */
function scanFields(text: string, open: number): AreaBounds {
  let name = open;
  let isValue = false;
  for (let i = open; i < text.length; i++) {
    const c = text.charCodeAt(i);
    if (c === COMMA || c === SEMICOLON) {
      name = i + 1;
      isValue = false;
    } else if (c === EQUALS && !isValue) {
      if (text.slice(name, i).trim().toUpperCase() === "CP") return { close: -1, secondCp: name };
      isValue = true;
      i = endOfText(text, i);
    } else if (c === AMPERSAND && text.charCodeAt(i + 1) === AMPERSAND) return { close: i, secondCp: -1 };
  }
  return { close: -1, secondCp: -1 };
}

/**
 * Position of the last character of the text that begins behind `equals`; `equals` itself when none does, or when it is
 * not closed.
 */
function endOfText(text: string, equals: number): number {
  const close = text.startsWith("//", equals + 1) ? text.indexOf("//", equals + 3) : -1;
  return close < 0 ? equals : close + 1;
}
