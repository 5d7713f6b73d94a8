import { STATUS_BY_CODE } from "../api/error-codes.ts";
import { type ApiCode, ERROR_WORDS } from "../words/errors.ts";
import type { Language } from "../words/language.ts";
import { NO_NAMES } from "../words/names.ts";
import { PROBLEM_EXAMPLES } from "../words/problem-examples.ts";
import { type KnownProblem, type ProblemCodes, sayProblem, WARNING_CODES } from "../words/problems.ts";
import { REJECT_REASON_WORDS } from "../words/rejections.ts";

/**
 * docs/errors.md: every code that the API answers, every problem and warning of a document, and every reason for which
 * a message is rejected.
 */
export function errorsPage(head: string): string {
  const problems = Object.keys(PROBLEM_EXAMPLES) as (keyof ProblemCodes)[];
  const isWarning = (code: keyof ProblemCodes): boolean => (WARNING_CODES as readonly string[]).includes(code);
  return [
    head,
    "# 错误代码 Errors",
    "",
    "## What the API answers",
    "",
    "Errors are `application/problem+json` (RFC 9457). `code` and `facts` are stable; `title`, `detail` and `message` are in the language of the request and may change.",
    "",
    ...table(
      ["code", "status", "含义", "meaning", "who can act", "怎么办", "what to do"],
      Object.keys(ERROR_WORDS).map(errorRow),
    ),
    "",
    "## What may be wrong with a field (`errors`)",
    "",
    "Codes of `invalid-body`, `invalid-query`, `invalid-path`, `invalid-fields` and `registry-invalid`, each with its JSON pointer. The sentences are examples.",
    "",
    ...table(["code", "facts", "含义", "meaning"], problems.filter((code) => !isWarning(code)).map(problemRow)),
    "",
    "## What a registry may lack (`warnings`)",
    "",
    "A document with these is taken in; the health page of the registry shows them. The sentences are examples.",
    "",
    ...table(["code", "facts", "含义", "meaning"], problems.filter(isWarning).map(problemRow)),
    "",
    "## Why a message is not acknowledged or is rejected (隔离区)",
    "",
    "A message of a known device is acknowledged once it is on the disk; when it cannot be used it goes to the quarantine with its reason and can be retried.",
    "`wrong-crc`, `wrong-length`, `unknown-device` and `wrong-password` are refused at the HJ 212 door: not acknowledged, counted, and kept with their first bytes (`refused` of the device).",
    "Over MQTT a frame with a wrong CRC or length is acknowledged and rejected here: MQTT's only way of not acknowledging is to end the connection, the device would send the same frame for ever, and TCP has kept the bytes whole.",
    "",
    ...table(
      ["reason", "含义", "meaning", "怎么办", "what to do"],
      Object.entries(REJECT_REASON_WORDS).map(([reason, { zh, en, what }]) => [`\`${reason}\``, zh, en, what.zh, what.en]),
    ),
    "",
  ].join("\n");
}

function errorRow(code: string): readonly string[] {
  const { title, who, what } = ERROR_WORDS[code as ApiCode];
  return [`\`${code}\``, String(STATUS_BY_CODE[code as ApiCode]), title.zh, title.en, who, what.zh, what.en];
}

function problemRow(code: keyof ProblemCodes): readonly string[] {
  const facts = PROBLEM_EXAMPLES[code];
  const said = (language: Language): string =>
    sayProblem({ pointer: "", code, facts } as KnownProblem, { language, names: NO_NAMES }).message;
  const names = Object.keys(facts).map((name) => `\`${name}\``);
  return [`\`${code}\``, names.join(" "), said("zh"), said("en")];
}

function table(heads: readonly string[], rows: readonly (readonly string[])[]): readonly string[] {
  const line = (cells: readonly string[]): string => `| ${cells.map((text) => text.replaceAll("|", "\\|")).join(" | ")} |`;
  return [line(heads), line(heads.map(() => "---")), ...rows.map(line)];
}
