/** A piece of a sentence, with its place in it; a whole one must not be broken into lines. */
export interface Piece {
  readonly at: number;
  readonly piece: string;
  readonly isWhole: boolean;
}

/** A date, a period of hours, or a figure with its unit. */
const WHOLE = /\d{4}-\d{2}-\d{2}|\d{2}:\d{2}-\d{2}:\d{2}|(?:≤ )?\d[\d.]* (?:[mµμ]?g\/(?:m³|L)|m³|℃|%)/gu;

/** Cuts a sentence where a browser may break it although people read what stands there as one thing. */
export function unbrokenPieces(text: string): readonly Piece[] {
  const pieces: Piece[] = [];
  let end = 0;
  const add = (to: number, isWhole: boolean): void => {
    if (to > end) pieces.push({ at: end, piece: text.slice(end, to), isWhole });
    end = to;
  };
  for (const match of text.matchAll(WHOLE)) {
    add(match.index, false);
    add(match.index + match[0].length, true);
  }
  add(text.length, false);
  return pieces;
}
