/** Words of a picture broken into lines that fit; a word that is wider than a line stands alone. */
export function wrapped(text: string, width: number, measure: (text: string) => number): readonly string[] {
  const lines: string[] = [];
  let line = "";
  // A line may end behind a space, and behind any wide character (from U+2E80 on), as in Chinese.
  for (const piece of text.match(/[^\s\u2e80-\uffef]+\s*|[\s\S]/g) ?? []) {
    if (line !== "" && measure((line + piece).trimEnd()) > width) {
      lines.push(line.trimEnd());
      line = piece.trimStart();
    } else line += piece;
  }
  return line === "" ? lines : [...lines, line.trimEnd()];
}

/** Where boxes of these widths stand when they flow in lines: x and the number of the line. */
export function flowed(
  widths: readonly number[],
  width: number,
  gap: number,
): readonly { readonly x: number; readonly line: number }[] {
  let x = 0;
  let line = 0;
  return widths.map((own) => {
    if (x > 0 && x + own > width) {
      x = 0;
      line += 1;
    }
    const place = { x, line };
    x += own + gap;
    return place;
  });
}
