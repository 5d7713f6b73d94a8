import { POLLUTANTS } from "../readings/pollutants.ts";
import type { LimitBasis } from "../registry/limit.ts";
import type { Problem } from "../result.ts";
import type { NoFacts } from "../said.ts";
import { parseBeijingDate } from "../time.ts";

/** One row of a file of `limits/`: a figure of a standard for a kind of outlet, before a permit names the outlet. */
export interface LawRow {
  readonly id: string;
  readonly standard: string;
  readonly table: string;
  readonly appliesTo: Readonly<Record<string, string>>;
  readonly outletKind: "stack" | "effluent" | "boundary" | "in-plant" | "vent" | "furnace";
  readonly pollutant: string;
  readonly basis: LimitBasis;
  readonly comparator: "<=" | ">=" | "range";
  /** For `<=` and `>=`. */
  readonly value?: number | undefined;
  /** For `range`; both inclusive. */
  readonly min?: number | undefined;
  readonly max?: number | undefined;
  readonly unit: string;
  /** Volume percent, dry; `null` where nothing is converted. */
  readonly oxygenReference: number | null;
  /** Beijing dates; in force until before `validTo`. */
  readonly validFrom: string | null;
  readonly validTo: string | null;
  readonly confidence: "C" | "S" | "G";
  readonly note?: string | undefined;
}

/** What the rules of the files find wrong with a row whose form is right. */
export interface LawRowProblemCodes {
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
  if (!POLLUTANTS.has(row.pollutant)) problems.push({ pointer: `${pointer}/pollutant`, code: "not-a-factor", facts: {} });
  for (const field of ["validFrom", "validTo"] as const) {
    const day = row[field];
    if (day !== null && parseBeijingDate(day) === undefined)
      problems.push({ pointer: `${pointer}/${field}`, code: "not-a-date", facts: {} });
  }
  if (!hasFigure(row)) problems.push({ pointer, code: "comparator-without-value", facts: {} });
  return problems;
}

function hasFigure({ comparator, value, min, max }: LawRow): boolean {
  return comparator === "range" ? min !== undefined && max !== undefined : value !== undefined;
}
