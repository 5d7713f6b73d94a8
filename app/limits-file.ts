import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { z } from "zod";
import { zodToProblems } from "../api/http/validate.ts";
import { checkLawRows, type LawRow } from "../core/judging/law-rows.ts";
import { LIMIT_BASES } from "../core/registry/limit.ts";
import type { Problem } from "../core/result.ts";
import type { LimitProblemCodes } from "../words/command-line.ts";

/** The form of a row; `core/judging/law-rows.ts` holds the rules. */
const Row = z.strictObject({
  id: z.string().regex(/^[a-z0-9-]{3,64}$/),
  standard: z.string().min(1),
  table: z.string().min(1),
  appliesTo: z.record(z.string(), z.string()),
  outletKind: z.enum(["stack", "effluent", "boundary", "in-plant", "vent", "furnace"]),
  pollutant: z.string(),
  basis: z.enum(LIMIT_BASES),
  comparator: z.enum(["<=", ">=", "range"]),
  value: z.number().optional(),
  min: z.number().optional(),
  max: z.number().optional(),
  unit: z.string(),
  oxygenReference: z.number().gt(0).lt(21).nullable(),
  validFrom: z.string().nullable(),
  validTo: z.string().nullable(),
  confidence: z.enum(["C", "S", "G"]),
  note: z.string().optional(),
});

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
  const { rows } = parsed.data;
  return { rows, problems: checkLawRows(rows, confidences) };
}

/** Reads a file of `limits/` as it is shipped. */
export function readLimitsFile(file: string): string {
  const shipped = import.meta.url.includes("/dist/") ? "../../limits/" : "../limits/";
  return readFileSync(fileURLToPath(new URL(shipped + file, import.meta.url)), "utf8");
}
