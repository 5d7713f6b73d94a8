import { STATUS_BY_CODE } from "../../api/http/error-codes.ts";
import { SUBJECTS } from "../../cases/all-subjects.ts";
import { CLOCK_DOUBT_EXAMPLES, CLOCK_DOUBT_WORDS } from "../../words/clock.ts";
import { LIMIT_PROBLEM_WORDS, USAGE_WORDS } from "../../words/command-line.ts";
import { COMMAND_LINE_EXAMPLES } from "../../words/command-line-examples.ts";
import { DOCUMENT_WORDS } from "../../words/documents.ts";
import { DOOR_REFUSAL_WORDS } from "../../words/door-refusals.ts";
import { ERROR_WORDS, errorWords } from "../../words/errors.ts";
import { EXCHANGE_RESULT_WORDS } from "../../words/exchanges.ts";
import type { Language } from "../../words/language.ts";
import { LINE_ERROR_WORDS } from "../../words/line-errors.ts";
import { NO_NAMES } from "../../words/names.ts";
import { PROBLEM_EXAMPLES } from "../../words/problem-examples.ts";
import { type KnownProblem, PROBLEM_WORDS, type ProblemCodes, sayProblem, WARNING_CODES } from "../../words/problems.ts";
import { NOT_READY_EXAMPLES, NOT_READY_WORDS } from "../../words/readiness.ts";
import { FRAME_FAULT_WORDS, REJECT_DETAIL_WORDS } from "../../words/reject-details.ts";
import { REJECTION_EXAMPLES } from "../../words/rejection-examples.ts";
import { REJECT_REASON_WORDS } from "../../words/rejections.ts";
import { FILE_TROUBLE_WORDS, SETTING_WORDS } from "../../words/settings.ts";

/**
 * docs/errors.md: every code that the API answers, every problem and warning of a document, and every reason for which
 * a message is rejected.
 */
export function errorsPage(head: string): string {
  const problems = Object.keys(PROBLEM_EXAMPLES) as (keyof ProblemCodes)[];
  const { meaning, whatToDo } = DOCUMENT_WORDS;
  const isWarning = (code: keyof ProblemCodes): boolean => (WARNING_CODES as readonly string[]).includes(code);
  return [
    head,
    `# ${DOCUMENT_WORDS.errors.zh} ${DOCUMENT_WORDS.errors.en}`,
    "",
    "## What the API answers",
    "",
    "Errors are `application/problem+json` (RFC 9457). `code` and `facts` are stable; `title`, `detail` and `message` are in the language of the request and may change.",
    "",
    ...table(
      ["code", "status", meaning.zh, meaning.en, "who can act", whatToDo.zh, whatToDo.en],
      [...Object.keys(ERROR_WORDS), ...SUBJECTS.flatMap((s) => Object.keys(s.refusals))].map(errorRow),
    ),
    "",
    "## What may be wrong with a field (`errors`)",
    "",
    "Codes of `invalid-body`, `invalid-query`, `invalid-path`, `invalid-fields` and `registry-invalid`, each with its JSON pointer. The sentences are examples.",
    "",
    ...table(["code", "facts", meaning.zh, meaning.en], problems.filter((code) => !isWarning(code)).map(problemRow)),
    "",
    "## What a registry may lack (`warnings`)",
    "",
    "A document with these is taken in; the health page of the registry shows them. The sentences are examples.",
    "",
    ...table(["code", "facts", meaning.zh, meaning.en], problems.filter(isWarning).map(problemRow)),
    "",
    `## Why a message is not acknowledged or is rejected (${DOCUMENT_WORDS.quarantine.zh})`,
    "",
    "A message of a known device is acknowledged once it is on the disk; when it cannot be used it goes to the quarantine with its reason and can be retried.",
    "`wrong-crc`, `wrong-length`, `unknown-device` and `wrong-password` are refused at the HJ 212 door: not acknowledged, counted, and kept with their first bytes (`refused` of the device).",
    "Over MQTT a frame with a wrong CRC or length is acknowledged and rejected here: MQTT's only way of not acknowledging is to end the connection, the device would send the same frame for ever, and TCP has kept the bytes whole.",
    "",
    ...table(
      ["reason", meaning.zh, meaning.en, whatToDo.zh, whatToDo.en],
      Object.entries(REJECT_REASON_WORDS).map(([reason, { zh, en, what }]) => [`\`${reason}\``, zh, en, what.zh, what.en]),
    ),
    "",
    "## What exactly was wrong (`detailCode`, `resultCode`)",
    "",
    "Beside the reason of a rejected message, of what a listener refused, of the end of a command to a device and of the fault of a line. The sentences are examples.",
    "",
    ...table(["code", "facts", meaning.zh, meaning.en], DETAILS.flatMap(detailRows)),
    "",
    ...healthSections(),
    "## What the command line refuses",
    "",
    "Settings, options and arguments, each named on standard error in the language of the locale, with exit code 2. Forms and ranges have the codes of fields above.",
    "",
    ...table(["code", "facts", meaning.zh, meaning.en], COMMAND_LINE.flatMap(detailRows)),
    "",
  ].join("\n");
}

/** What `/readyz` says. */
function healthSections(): readonly string[] {
  const { meaning } = DOCUMENT_WORDS;
  return [
    "## What makes an installation unready (`problems` of /readyz)",
    "",
    "Each with `since`, the moment from which it is known. `series` alone leaves it ready. The sentences are examples.",
    "",
    ...table(["code", "facts", meaning.zh, meaning.en], READY.flatMap(detailRows)),
    "",
    "## Why our own clock is in doubt (`problems` of /readyz)",
    "",
    "With `OUTFALL_CLOCK=system` only. The sentences are examples; what follows from a doubt stands in [operations](operations.md#clock).",
    "",
    ...table(["code", "facts", meaning.zh, meaning.en], CLOCK.flatMap(detailRows)),
    "",
  ];
}

/** A table of words with the examples of its facts, by the name under which it is exported. */
interface Spoken {
  readonly words: Readonly<Record<string, { readonly zh: unknown; readonly en: unknown }>>;
  readonly examples: Readonly<Record<string, readonly unknown[]>>;
}

const DETAILS: readonly Spoken[] = [
  { words: REJECT_DETAIL_WORDS, examples: REJECTION_EXAMPLES["REJECT_DETAIL_WORDS"] ?? {} },
  { words: without(DOOR_REFUSAL_WORDS, FRAME_FAULT_WORDS), examples: REJECTION_EXAMPLES["DOOR_REFUSAL_WORDS"] ?? {} },
  { words: EXCHANGE_RESULT_WORDS, examples: REJECTION_EXAMPLES["EXCHANGE_RESULT_WORDS"] ?? {} },
  { words: LINE_ERROR_WORDS, examples: REJECTION_EXAMPLES["LINE_ERROR_WORDS"] ?? {} },
];

const READY: readonly Spoken[] = [{ words: NOT_READY_WORDS, examples: NOT_READY_EXAMPLES }];

const CLOCK: readonly Spoken[] = [{ words: CLOCK_DOUBT_WORDS, examples: CLOCK_DOUBT_EXAMPLES }];

const COMMAND_LINE: readonly Spoken[] = [
  { words: without(SETTING_WORDS, PROBLEM_WORDS), examples: COMMAND_LINE_EXAMPLES["SETTING_WORDS"] ?? {} },
  { words: FILE_TROUBLE_WORDS, examples: COMMAND_LINE_EXAMPLES["FILE_TROUBLE_WORDS"] ?? {} },
  {
    words: without(LIMIT_PROBLEM_WORDS, PROBLEM_WORDS),
    examples: COMMAND_LINE_EXAMPLES["LIMIT_PROBLEM_WORDS"] ?? {},
  },
  { words: USAGE_WORDS, examples: COMMAND_LINE_EXAMPLES["USAGE_WORDS"] ?? {} },
];

function without(words: Spoken["words"], others: object): Spoken["words"] {
  return Object.fromEntries(Object.entries(words).filter(([code]) => !(code in others)));
}

function detailRows({ words, examples }: Spoken): readonly (readonly string[])[] {
  return Object.entries(words).map(([code, { zh, en }]) => {
    const facts = examples[code]?.at(-1) ?? {};
    const names = Object.keys(facts).map((name) => `\`${name}\``);
    return [`\`${code}\``, names.join(" "), textOf(zh, facts), textOf(en, facts)];
  });
}

function textOf(phrase: unknown, facts: unknown): string {
  return typeof phrase === "function" ? String(phrase(facts, NO_NAMES)) : String(phrase);
}

/** The status of every code that the API answers, those of the subjects included. */
export const STATUSES: Readonly<Record<string, number>> = {
  ...STATUS_BY_CODE,
  ...Object.fromEntries(SUBJECTS.flatMap((s) => Object.entries(s.refusals)).map(([code, { status }]) => [code, status])),
};

function errorRow(code: string): readonly string[] {
  const words = errorWords(code);
  if (words === undefined) throw new Error(`no words for ${code}`);
  const { title, who, what } = words;
  return [`\`${code}\``, String(STATUSES[code]), title.zh, title.en, who, what.zh, what.en];
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
