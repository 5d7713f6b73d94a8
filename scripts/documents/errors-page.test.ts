import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { SUBJECT_REFUSAL_WORDS } from "../../words/all-subjects.ts";
import { CLOCK_DOUBT_WORDS } from "../../words/clock.ts";
import { LIMIT_PROBLEM_WORDS, USAGE_WORDS } from "../../words/command-line.ts";
import { DOOR_REFUSAL_WORDS } from "../../words/door-refusals.ts";
import { ERROR_WORDS } from "../../words/errors.ts";
import { EXCHANGE_RESULT_WORDS } from "../../words/exchanges.ts";
import { LINE_ERROR_WORDS } from "../../words/line-errors.ts";
import { PROBLEM_WORDS, WARNING_CODES } from "../../words/problems.ts";
import { NOT_READY_WORDS } from "../../words/readiness.ts";
import { REJECT_DETAIL_WORDS } from "../../words/reject-details.ts";
import { REJECT_REASON_WORDS } from "../../words/rejections.ts";
import { FILE_TROUBLE_WORDS, SETTING_WORDS } from "../../words/settings.ts";
import { START_LINE_WORDS } from "../../words/start-lines.ts";
import { STATUSES } from "./errors-page.ts";
import { errorsPage } from "./generated-pages.ts";

/** All sources of the rooms that refuse something; tables of codes and types use nothing. */
function sources(...roots: readonly string[]): string {
  const isTable = /\.test\.ts$|-codes\.ts$|request-problems\.ts$|casework\/refusal\.ts$|field\/refusal\.ts$|field\/upstream\.ts$/;
  const files = roots.flatMap((root) =>
    readdirSync(root, { recursive: true, encoding: "utf8" })
      .map((file) => join(root, file))
      .filter((file) => file.endsWith(".ts") && !isTable.test(file))
      .map((file) => readFileSync(file, "utf8")),
  );
  return files.join("\n");
}

const codes = (...tables: readonly object[]): readonly string[] => tables.flatMap(Object.keys);
const ERRORS = codes(ERROR_WORDS, SUBJECT_REFUSAL_WORDS);
const PROBLEMS = codes(PROBLEM_WORDS, LIMIT_PROBLEM_WORDS);
const AT_THE_API = ["api", "cases", "judge", "core", "storage"];
const EVERYWHERE = [...AT_THE_API, "app", "doors", "ingest", "broker", "field", "forward"];
const DETAILS = codes(REJECT_DETAIL_WORDS, DOOR_REFUSAL_WORDS, EXCHANGE_RESULT_WORDS, LINE_ERROR_WORDS);
const COMMAND_LINE = codes(SETTING_WORDS, FILE_TROUBLE_WORDS, LIMIT_PROBLEM_WORDS, USAGE_WORDS);
const ALL = new Set([
  ...ERRORS,
  ...PROBLEMS,
  ...DETAILS,
  ...COMMAND_LINE,
  ...codes(CLOCK_DOUBT_WORDS),
  ...codes(NOT_READY_WORDS),
  ...codes(REJECT_REASON_WORDS),
]);

test("every code of the tables is answered somewhere", () => {
  const text = sources(...EVERYWHERE);

  // Some are put together from the kind of thing that is not there.
  const isUsed = (code: string): boolean =>
    text.includes(`"${code}"`) ||
    new RegExp(`\\b${code}: (?:\\{|\\d|NoFacts)`).test(text) ||
    (/`unknown-\$\{(thing|field)\}`/.test(text) && text.includes(`"${code.replace("unknown-", "")}"`));

  expect([...ALL].filter((code) => !isUsed(code))).toEqual([]);
});

test("every refusal of the engine has the status of the table", () => {
  const refusals = [...sources(...AT_THE_API).matchAll(/status: (4\d\d), code: "([a-z-]+)"/g)];
  const said = refusals.map((m) => [m[2] ?? "", Number(m[1])] as const);

  expect(said.length).toBeGreaterThan(4);
  expect(said.filter(([code, status]) => STATUSES[code] !== status)).toEqual([]);
});

const found = (text: string, pattern: RegExp): readonly string[] => [...text.matchAll(pattern)].map((m) => m[1] ?? "");

test("every code that a source answers has words", () => {
  const text = sources(...AT_THE_API);
  const answered = [...found(text, /\bproblem\("([a-z-]+)"/g), ...found(text, /status: 4\d\d, code: "([a-z-]+)"/g)];
  const problems = [
    ...found(text, /say\.(?:problem|warning)\([^;]*?, "([a-z-]+)",/g),
    ...found(text, /pointer(?:: [^,]+)?, code: "([a-z-]+)"/g),
    ...found(text, /params: \{ code: "([a-z-]+)"/g),
  ];

  expect(answered.length).toBeGreaterThan(20);
  expect(problems.length).toBeGreaterThan(40);
  expect(answered.filter((code) => !ERRORS.includes(code))).toEqual([]);
  expect(problems.filter((code) => !PROBLEMS.includes(code))).toEqual([]);
});

test("every code with facts that the rooms of devices and the command line answer has words", () => {
  const said = found(sources("ingest", "broker", "field", "forward", "app"), /code: "([a-z0-9-]+)", facts/g);

  expect(said.length).toBeGreaterThan(60);
  // Lines of the start tell the way in, and nothing that is wrong.
  const lines = Object.keys(START_LINE_WORDS);
  expect(said.filter((code) => !ALL.has(code) && !lines.includes(code))).toEqual([]);
});

test("the codes that a check says as warnings are those of the table of warnings", () => {
  const said = [
    ...found(sources("core"), /say\.warning\([^;]*?, "([a-z-]+)",/g),
    ...found(sources("core/registry"), /code: "([a-z-]+)" as const/g),
    ...found(sources("api/commands"), /pointer: "\/[a-z]+", code: "([a-z-]+)"/g),
  ];

  expect([...new Set(said)].toSorted()).toEqual(WARNING_CODES.toSorted());
});

test("the page has a line for every code and no line for anything else", () => {
  const lines = new Set(found(errorsPage(), /^\| `([a-z0-9-]+)` \|/gm));

  expect([...ALL].filter((code) => !lines.has(code))).toEqual([]);
  expect([...lines].filter((code) => !ALL.has(code))).toEqual([]);
});
