import { expect, test } from "vitest";
import { splitSource } from "./source-text.ts";

const textsOf = (source: string): readonly string[] => splitSource(source).quoted.map((q) => `${q.kind} ${q.line} ${q.text}`);

test("strings, templates and regular expressions are told apart, with their lines", () => {
  const source = `const a = "one";\nconst b = \`two \${a + "three"} four\`;\nconst c = /five"/.test(b) ? 6 / 2 : 7 / 2;\n`;

  expect(textsOf(source)).toEqual(["string 1 one", "template 2 two ", "string 2 three", "template 2  four", 'regexp 3 five"']);
});

test("comments are neither code nor text, and lines stay where they are", () => {
  const { code, quoted } = splitSource('/* "a"\n8 */ const x = 9; // "b" 10\nconst y = "http://11";');

  expect(code.split("\n")).toEqual(["", " const x = 9; ", 'const y = "";']);
  expect(quoted).toEqual([{ kind: "string", line: 3, text: "http://11" }]);
});

test("braces within an expression of a template do not end it", () => {
  expect(textsOf(`const a = \`x \${list.map((i) => { return i; })} y\`;`)).toEqual(["template 1 x ", "template 1  y"]);
});
