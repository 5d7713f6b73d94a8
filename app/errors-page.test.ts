import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { STATUS_BY_CODE } from "../api/error-codes.ts";
import { ERROR_WORDS } from "../words/errors.ts";
import { PROBLEM_WORDS, WARNING_CODES } from "../words/problems.ts";
import { errorsPage } from "./documents.ts";

/** All sources of the rooms that refuse something at the API. */
function sources(): string {
  const roots = ["api", "cases", "judge", "core", "app"];
  const files = roots.flatMap((root) =>
    readdirSync(root, { recursive: true, encoding: "utf8" })
      // Settings are refused on standard error, not at the API; tables of codes and types use nothing.
      .filter(
        (file) => file.endsWith(".ts") && !/\.test\.ts$|-codes\.ts$|request-problems\.ts$|refusal\.ts$|config\.ts$/.test(file),
      )
      .map((file) => readFileSync(join(root, file), "utf8")),
  );
  return files.join("\n");
}

const ERRORS = Object.keys(ERROR_WORDS);
const PROBLEMS = Object.keys(PROBLEM_WORDS);

test("every code of the tables is answered somewhere", () => {
  const text = sources();

  // Some are put together from the kind of thing that is not there.
  const isUsed = (code: string): boolean =>
    text.includes(`"${code}"`) ||
    (/`unknown-\$\{(thing|field)\}`/.test(text) && text.includes(`"${code.replace("unknown-", "")}"`));

  expect([...ERRORS, ...PROBLEMS].filter((code) => !isUsed(code))).toEqual([]);
});

test("every refusal of the engine has the status of the table", () => {
  const refusals = [...sources().matchAll(/status: (4\d\d), code: "([a-z-]+)"/g)].map((m) => [m[2] ?? "", Number(m[1])] as const);

  expect(refusals.length).toBeGreaterThan(4);
  expect(refusals.filter(([code, status]) => (STATUS_BY_CODE as Record<string, number>)[code] !== status)).toEqual([]);
});

test("every code that a source answers has words", () => {
  const text = sources();
  const answered = [...text.matchAll(/\bproblem\("([a-z-]+)"/g)].map((m) => m[1] ?? "");
  const refused = [...text.matchAll(/status: 4\d\d, code: "([a-z-]+)"/g)].map((m) => m[1] ?? "");
  const found = [
    ...[...text.matchAll(/say\.(?:problem|warning)\([^;]*?, "([a-z-]+)",/g)].map((m) => m[1] ?? ""),
    ...[...text.matchAll(/pointer(?:: [^,]+)?, code: "([a-z-]+)"/g)].map((m) => m[1] ?? ""),
    ...[...text.matchAll(/params: \{ code: "([a-z-]+)"/g)].map((m) => m[1] ?? ""),
  ];

  expect(answered.length).toBeGreaterThan(20);
  expect(found.length).toBeGreaterThan(40);
  expect([...answered, ...refused].filter((code) => !ERRORS.includes(code))).toEqual([]);
  expect(found.filter((code) => !PROBLEMS.includes(code))).toEqual([]);
});

test("the codes that a check says as warnings are those of the table of warnings", () => {
  const said = [...sources().matchAll(/say\.warning\([^;]*?, "([a-z-]+)",/g)].map((m) => m[1] ?? "");

  expect([...new Set(said)].toSorted()).toEqual(WARNING_CODES.toSorted());
});

test("the page has a line for every code and no line for anything else", () => {
  const lines = [...errorsPage().matchAll(/^\| `([a-z-]+)` \|/gm)].map((m) => m[1] ?? "");

  for (const code of [...ERRORS, ...PROBLEMS]) expect(lines, code).toContain(code);
  const reasons = errorsPage().split("## Why a message")[1] ?? "";
  expect(lines.filter((code) => ![...ERRORS, ...PROBLEMS].includes(code) && !reasons.includes(`\`${code}\``))).toEqual([]);
});
