import { POLLUTANTS } from "../readings/pollutants.ts";
import type { Problem } from "../result.ts";
import type { NoFacts } from "../said.ts";
import { parseBeijingDate } from "../time.ts";
import type { LawRow } from "./law-row.ts";
import { hasFigures, isRoundingSaid } from "./limit.ts";
import type { RegistryRuleCodes } from "./problem-codes.ts";

/** What the rules of the files find wrong with a row whose form is right. */
export interface LawRowProblemCodes
  extends Pick<RegistryRuleCodes, "min-above-max" | "valid-from-after-valid-to" | "rounding-without-decimals"> {
  "not-a-date": NoFacts;
  "not-a-factor": NoFacts;
  "comparator-without-value": NoFacts;
  "row-twice": { readonly id: string };
  "confidence-of-other-file": { readonly id: string; readonly confidence: string };
}

type LawRowProblem = Problem<LawRowProblemCodes>;

/**
 * What is wrong with the rows of one file, each with its place in the file: an unknown factor, no date of the calendar,
 * a comparator without its figure, an id that stands twice, or a confidence that belongs into the other file.
 */
export function checkLawRows(rows: readonly LawRow[], confidences: readonly string[]): readonly LawRowProblem[] {
  const seen = new Set<string>();
  return rows.flatMap((row, i) => {
    const problems = checkRow(row, `/rows/${i}`);
    const { id, confidence } = row;
    if (seen.has(id)) problems.push({ pointer: `/rows/${i}/id`, code: "row-twice", facts: { id } });
    seen.add(id);
    if (!confidences.includes(confidence))
      problems.push({ pointer: `/rows/${i}/confidence`, code: "confidence-of-other-file", facts: { id, confidence } });
    return problems;
  });
}

function checkRow(row: LawRow, pointer: string): LawRowProblem[] {
  const problems: LawRowProblem[] = [];
  const { pollutant, substance, when } = row;
  if (pollutant === null ? substance === undefined : !POLLUTANTS.has(pollutant))
    problems.push({ pointer: `${pointer}/pollutant`, code: "not-a-factor", facts: {} });
  if (when !== undefined && !POLLUTANTS.has(when.pollutant))
    problems.push({ pointer: `${pointer}/when/pollutant`, code: "not-a-factor", facts: {} });
  for (const [field, day] of datesOf(row)) {
    if (day !== null && day !== undefined && parseBeijingDate(day) === undefined)
      problems.push({ pointer: `${pointer}/${field}`, code: "not-a-date", facts: {} });
  }
  problems.push(...checkFigures(row, pointer));
  return problems;
}

function datesOf({ validFrom, validTo, appliesTo }: LawRow): readonly (readonly [string, string | null | undefined])[] {
  const { builtAfter, builtBefore } = appliesTo;
  return [
    ["validFrom", validFrom],
    ["validTo", validTo],
    ["appliesTo/builtAfter", builtAfter],
    ["appliesTo/builtBefore", builtBefore],
  ];
}

/** Only a figure that nobody knows yet may be absent, and such a row is never more than general knowledge. */
function checkFigures(row: LawRow, pointer: string): readonly LawRowProblem[] {
  const { confidence, min, max, validFrom, validTo } = row;
  const problems: LawRowProblem[] = [];
  if (!hasFigures(row) && confidence !== "G") problems.push({ pointer, code: "comparator-without-value", facts: {} });
  if (min !== undefined && max !== undefined && min > max)
    problems.push({ pointer: `${pointer}/min`, code: "min-above-max", facts: { min, max } });
  if (!isRoundingSaid(row)) problems.push({ pointer: `${pointer}/decimals`, code: "rounding-without-decimals", facts: {} });
  if (validFrom !== null && validTo !== null && validTo <= validFrom)
    problems.push({
      pointer: `${pointer}/validFrom`,
      code: "valid-from-after-valid-to",
      facts: { from: validFrom, to: validTo },
    });
  return problems;
}
