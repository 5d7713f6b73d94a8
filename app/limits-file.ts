import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { z } from "zod";
import { LIMIT_BASES } from "../core/judging/limit.ts";
import { POLLUTANTS } from "../core/readings/pollutants.ts";
import { parseBeijingDate } from "../core/time.ts";

const day = z.string().refine((text) => parseBeijingDate(text) !== undefined, "not a date of the calendar");

const LegalRow = z
  .strictObject({
    id: z.string().regex(/^[a-z0-9-]{3,64}$/),
    standard: z.string().min(1),
    table: z.string().min(1),
    appliesTo: z.record(z.string(), z.string()),
    outletKind: z.enum(["stack", "effluent", "boundary", "in-plant", "vent", "furnace"]),
    pollutant: z.string().refine((code) => POLLUTANTS.has(code), "not a factor of the tables"),
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
  .refine(
    (row) => (row.comparator === "range" ? row.min !== undefined && row.max !== undefined : row.value !== undefined),
    "the comparator needs its value",
  );

const LimitsFile = z.strictObject({ schema: z.literal("outfall/limits/1"), about: z.string(), rows: z.array(LegalRow) });

export type LegalLimit = z.infer<typeof LegalRow>;

/** The files of `limits/`, with the confidences each may hold. */
export const LIMIT_FILES = [
  { file: "limits.verified.json", confidences: ["C"] },
  { file: "limits.unverified.json", confidences: ["S", "G"] },
] as const;

/** Checks the text of one file; every problem as a sentence that names the row. */
export function checkLimitsFile(
  text: string,
  confidences: readonly string[],
): { readonly rows: readonly LegalLimit[]; readonly problems: readonly string[] } {
  const parsed = LimitsFile.safeParse(JSON.parse(text));
  if (!parsed.success) return { rows: [], problems: parsed.error.issues.map((i) => `/${i.path.join("/")}: ${i.message}`) };
  const problems: string[] = [];
  const seen = new Set<string>();
  for (const row of parsed.data.rows) {
    if (seen.has(row.id)) problems.push(`${row.id}: the id stands twice`);
    seen.add(row.id);
    if (!confidences.includes(row.confidence))
      problems.push(`${row.id}: confidence ${row.confidence} does not belong into this file`);
  }
  return { rows: parsed.data.rows, problems };
}

/** Reads a file of `limits/` as it is shipped. */
export function readLimitsFile(file: string): string {
  const shipped = import.meta.url.includes("/dist/") ? "../../limits/" : "../limits/";
  return readFileSync(fileURLToPath(new URL(shipped + file, import.meta.url)), "utf8");
}
