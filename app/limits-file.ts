import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { z } from "zod";
import { zodToProblems } from "../api/http/validate.ts";
import { LIMIT_BASES } from "../core/judging/limit.ts";
import { POLLUTANTS } from "../core/readings/pollutants.ts";
import type { Problem } from "../core/result.ts";
import { parseBeijingDate } from "../core/time.ts";
import type { LimitProblemCodes } from "../words/command-line.ts";

const day = z.string().refine((text) => parseBeijingDate(text) !== undefined, { params: { code: "not-a-date" } });

const LegalRow = z
  .strictObject({
    id: z.string().regex(/^[a-z0-9-]{3,64}$/),
    standard: z.string().min(1),
    table: z.string().min(1),
    appliesTo: z.record(z.string(), z.string()),
    outletKind: z.enum(["stack", "effluent", "boundary", "in-plant", "vent", "furnace"]),
    pollutant: z.string().refine((code) => POLLUTANTS.has(code), { params: { code: "not-a-factor" } }),
    basis: z.enum(LIMIT_BASES),
    comparator: z.enum(["<=", ">=", "range"]),
    value: z.number().optional(),
    min: z.number().optional(),
    max: z.number().optional(),
    unit: z.string(),
    oxygenReference: z.number().gt(0).lt(21).nullable(),
    validFrom: day.nullable(),
    validTo: day.nullable(),
    confidence: z.enum(["C", "S", "G"]),
    note: z.string().optional(),
  })
  .refine((row) => (row.comparator === "range" ? row.min !== undefined && row.max !== undefined : row.value !== undefined), {
    params: { code: "comparator-without-value" },
  });

const LimitsFile = z.strictObject({ schema: z.literal("outfall/limits/1"), about: z.string(), rows: z.array(LegalRow) });

export type LegalLimit = z.infer<typeof LegalRow>;

/** The files of `limits/`, with the confidences each may hold. */
export const LIMIT_FILES = [
  { file: "limits.verified.json", confidences: ["C"] },
  { file: "limits.unverified.json", confidences: ["S", "G"] },
] as const;

/** One thing that is wrong with a file of `limits/`, with the pointer to its row or field. */
export type LimitProblem = Problem<LimitProblemCodes>;

/** Checks the text of one file; every problem with its place. */
export function checkLimitsFile(
  text: string,
  confidences: readonly string[],
): { readonly rows: readonly LegalLimit[]; readonly problems: readonly LimitProblem[] } {
  const document: unknown = JSON.parse(text);
  const parsed = LimitsFile.safeParse(document);
  if (!parsed.success) return { rows: [], problems: zodToProblems(parsed.error, document) };
  const problems: LimitProblem[] = [];
  const seen = new Set<string>();
  for (const [i, { id, confidence }] of parsed.data.rows.entries()) {
    if (seen.has(id)) problems.push({ pointer: `/rows/${i}/id`, code: "row-twice", facts: { id } });
    seen.add(id);
    if (confidences.includes(confidence)) continue;
    problems.push({ pointer: `/rows/${i}/confidence`, code: "confidence-of-other-file", facts: { id, confidence } });
  }
  return { rows: parsed.data.rows, problems };
}

/** Reads a file of `limits/` as it is shipped. */
export function readLimitsFile(file: string): string {
  const shipped = import.meta.url.includes("/dist/") ? "../../limits/" : "../limits/";
  return readFileSync(fileURLToPath(new URL(shipped + file, import.meta.url)), "utf8");
}
