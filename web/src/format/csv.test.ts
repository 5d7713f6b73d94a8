import fc from "fast-check";
import { expect, test } from "vitest";
import { csvText } from "./csv.ts";

const GUARD = /^'(?=[=+\-@＝＋－＠\t\r\n])/;

/** Cells as a program reads them that splits at `separator`, with the quotes of RFC 4180. */
function readAs(separator: string, csv: string): readonly (readonly string[])[] {
  const cell = new RegExp(`(?:"((?:[^"]|"")*)"|([^"${separator}\\r\\n]*))(${separator}|\\r\\n)`, "gy");
  const rows: string[][] = [[]];
  for (const [, quoted, bare, end] of csv.slice(1).matchAll(cell)) {
    rows.at(-1)?.push(quoted?.replaceAll('""', '"') ?? bare ?? "");
    if (end === "\r\n") rows.push([]);
  }
  return rows.slice(0, -1);
}

const oddText = fc.string({ unit: fc.constantFrom(..."=+-@＝＋－＠\t\r\n\"',;1.演a ") });

test("a text that a spreadsheet would run as a formula is only text there, in wide characters, too", () => {
  for (const begin of [..."=+-@＝＋－＠\t\n"]) {
    expect(readAs(",", csvText([[`${begin}cmd()`, "b"]]))).toEqual([[`'${begin}cmd()`, "b"]]);
  }
});

test("a negative number stays one, as a number and as its text", () => {
  expect(csvText([[-3.5, "-3.5", 1e-7]])).toBe("\uFEFF-3.5,-3.5,1e-7\r\n");
});

test("a program that splits at semicolons finds no formula in the middle of a text", () => {
  expect(readAs(";", csvText([["a;=cmd()"]]))).toEqual([["a;=cmd()"]]);
});

test("whatever cells hold, the same cells are read, and none begins a formula", () => {
  fc.assert(
    fc.property(fc.array(fc.array(oddText, { minLength: 2, maxLength: 3 }), { minLength: 1, maxLength: 3 }), (rows) => {
      const read = readAs(",", csvText(rows));
      const bare = (cells: readonly string[]) => cells.map((text) => text.replace(GUARD, ""));
      expect(read.map(bare)).toEqual(rows.map(bare));
      for (const cell of read.flat()) expect(cell).not.toMatch(/^(?!-?\d+(?:\.\d+)?$)[=+\-@＝＋－＠\t\r\n]/);
    }),
  );
});
