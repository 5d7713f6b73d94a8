import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { z } from "zod";
import { zodToProblems } from "../api/http/validate.ts";
import { checkLawRows } from "../core/registry/check-law-rows.ts";
import { LAW_CRITERIA, LAW_OUTLET_KINDS, type LawRow, UNCONFIRMED_PARTS } from "../core/registry/law-row.ts";
import { COMPARATORS, LIMIT_BASES } from "../core/registry/limit.ts";
import type { Problem } from "../core/result.ts";
import type { LimitProblemCodes } from "../words/command-line.ts";

const Texts = z.strictObject({ zh: z.string().min(1), en: z.string().min(1) });
const Word = z.string().regex(/^[0-9A-Za-z-]{1,40}$/);

/** The form of a row; `core/registry/check-law-rows.ts` holds the rules. */
const Row = z.strictObject({
  id: z.string().regex(/^[a-z0-9-]{3,64}$/),
  standard: z.string().min(1),
  amendment: z.string().min(1).optional(),
  table: z.string().min(1),
  appliesTo: z.strictObject({
    ...(Object.fromEntries(LAW_CRITERIA.map((name) => [name, Word.optional()])) as LawCriteria<z.ZodOptional<typeof Word>>),
    builtAfter: z.string().optional(),
    builtBefore: z.string().optional(),
  }),
  outletKind: z.enum(LAW_OUTLET_KINDS),
  pollutant: z.string().nullable(),
  substance: Texts.optional(),
  basis: z.enum(LIMIT_BASES),
  comparator: z.enum(COMPARATORS),
  value: z.number().optional(),
  min: z.number().optional(),
  max: z.number().optional(),
  unit: z.string(),
  compare: z.enum(["full", "rounded"]),
  decimals: z.number().int().min(0).max(6).optional(),
  oxygenReference: z.number().gt(0).lt(21).nullable(),
  validFrom: z.string().nullable(),
  validTo: z.string().nullable(),
  confidence: z.enum(["C", "S", "G"]),
  unconfirmed: z.array(z.enum(UNCONFIRMED_PARTS)).min(1).optional(),
  use: z.literal("warn").optional(),
  when: z
    .strictObject({ pollutant: z.string(), comparator: z.enum(["<=", ">"]), value: z.number(), unit: z.string() })
    .optional(),
  note: Texts.optional(),
});

type LawCriteria<T> = Readonly<Record<(typeof LAW_CRITERIA)[number], T>>;

const LimitsFile = z.strictObject({ schema: z.literal("outfall/limits/1"), about: z.string(), rows: z.array(Row) });

/** The files of `limits/`, with the confidences each may hold. */
export const LIMIT_FILES = [
  { file: "limits.verified.json", confidences: ["C"] },
  { file: "limits.unverified.json", confidences: ["S", "G"] },
] as const;

/** The rows in the text of one file, and what is wrong with them, each with the pointer to its row or field. */
export function checkLimitsFile(
  text: string,
  confidences: readonly string[],
): { readonly rows: readonly LawRow[]; readonly problems: readonly Problem<LimitProblemCodes>[] } {
  const document: unknown = JSON.parse(text);
  const parsed = LimitsFile.safeParse(document);
  if (!parsed.success) return { rows: [], problems: zodToProblems(parsed.error, document) };
  // Dates are checked with the other rules.
  const rows = parsed.data.rows as unknown as readonly LawRow[];
  return { rows, problems: checkLawRows(rows, confidences) };
}

/** All rows that are shipped. @throws for a file that does not hold to its rules */
export function shippedLaw(): readonly LawRow[] {
  return LIMIT_FILES.flatMap(({ file, confidences }) => {
    const { rows, problems } = checkLimitsFile(readLimitsFile(file), confidences);
    if (problems.length > 0) throw new Error(`${file}: ${problems.map((p) => `${p.pointer} ${p.code}`).join(", ")}`);
    return rows;
  });
}

/** Reads a file of `limits/` as it is shipped. */
export function readLimitsFile(file: string): string {
  const shipped = import.meta.url.includes("/dist/") ? "../../limits/" : "../limits/";
  return readFileSync(fileURLToPath(new URL(shipped + file, import.meta.url)), "utf8");
}
