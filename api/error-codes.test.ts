import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { ERROR_CODES, FIELD_CODES, renderErrorCodes } from "./error-codes.ts";

/** All sources of the rooms that refuse something at the API. */
function sources(): string {
  const roots = ["api", "cases", "core", "app"];
  const files = roots.flatMap((root) =>
    readdirSync(root, { recursive: true, encoding: "utf8" })
      // Settings are refused on standard error, not at the API.
      .filter((file) => file.endsWith(".ts") && !/\.test\.ts$|error-codes\.ts$|config\.ts$/.test(file))
      .map((file) => readFileSync(join(root, file), "utf8")),
  );
  return files.join("\n");
}

test("no code stands twice, and each has words in both languages and what to do", () => {
  for (const codes of [ERROR_CODES.map((c) => c.code), FIELD_CODES.map(([code]) => code)]) {
    expect(new Set(codes).size).toBe(codes.length);
  }
  for (const row of ERROR_CODES) expect([row.zh, row.en, row.what].every((text) => text.length > 1)).toBe(true);
});

test("every code of the tables is used somewhere", () => {
  const text = sources();

  // Some are put together from the kind of thing that is not there.
  const isUsed = (code: string): boolean =>
    text.includes(`"${code}"`) || (/`unknown-\$\{thing\}`/.test(text) && text.includes(`"${code.replace("unknown-", "")}"`));
  const unused = [...ERROR_CODES.map((c) => c.code), ...FIELD_CODES.map(([code]) => code)].filter((code) => !isUsed(code));

  expect(unused).toEqual([]);
});

test("every refusal of the engine stands in the table with its status", () => {
  const known = new Map(ERROR_CODES.map((c) => [c.code, c.status]));

  const refusals = [...sources().matchAll(/status: (4\d\d), code: "([a-z-]+)"/g)].map((m) => [m[2], Number(m[1])] as const);

  expect(refusals.length).toBeGreaterThan(4);
  expect(refusals.filter(([code, status]) => known.get(code ?? "") !== status)).toEqual([]);
});

test("every code of a problem of a document or a step stands in the table", () => {
  const known = new Set(FIELD_CODES.map(([code]) => code));
  const inCalls = [...sources().matchAll(/say\.problem\([^;]*?, "([a-z-]+)",/g)].map((m) => m[1]);
  const inObjects = [...sources().matchAll(/pointer: [^,]+, code: "([a-z-]+)"/g)].map((m) => m[1]);

  expect(inCalls.length).toBeGreaterThan(10);
  expect([...inCalls, ...inObjects].filter((code) => !known.has(code ?? ""))).toEqual([]);
});

test("the page has a line for every code", () => {
  const page = renderErrorCodes();

  for (const { code } of ERROR_CODES) expect(page).toContain(`\`${code}\``);
});
