import { checkRegistry } from "../../../core/registry/check-registry.ts";
import type { CheckableRegistry } from "../../../core/registry/check-registry-rows.ts";
import type { RegistryProblem } from "../../../core/registry/problem-codes.ts";
import type { Result } from "../../../core/result.ts";

type Document = Readonly<Record<string, unknown>>;

/**
 * What else is wrong with a document that has rows of a wrong form: the rules are checked over its other rows, so that
 * every problem is reported at once and not one kind after the other. A reference to a row of a wrong form is no
 * further mistake.
 */
export function problemsBeside(
  body: unknown,
  malformed: readonly RegistryProblem[],
  parse: (rest: Document) => Result<CheckableRegistry, readonly RegistryProblem[]>,
): readonly RegistryProblem[] {
  if (typeof body !== "object" || body === null || Array.isArray(body)) return [];
  const whole = body as Document;
  const broken = new Set(malformed.map((p) => p.pointer.split("/").slice(0, 3).join("/")));
  const kept = new Map(Object.entries(whole).map(([table, rows]) => [table, keptRows(table, rows, broken)]));
  const rest = Object.fromEntries(Object.entries(whole).map(([table, rows]) => [table, pick(rows, kept.get(table))]));
  const parsed = parse(rest);
  if (!parsed.ok) return [];
  const lost = lostIds(whole, broken);
  return checkRegistry(parsed.value)
    .problems.filter((p) => !isOfLostRow(p, rest, lost))
    .filter((p) => p.code !== "deputy-for-nobody" || ![...broken].some((b) => b.startsWith("/assignments/")))
    .map((p) => ({ ...p, pointer: inWhole(p.pointer, kept) }));
}

/** Positions of the rows of a table that have the right form; `undefined` for what is no table. */
function keptRows(table: string, rows: unknown, broken: ReadonlySet<string>): readonly number[] | undefined {
  if (!Array.isArray(rows)) return undefined;
  return [...rows.keys()].filter((i) => !broken.has(`/${table}/${i}`));
}

function pick(rows: unknown, positions: readonly number[] | undefined): unknown {
  return Array.isArray(rows) && positions !== undefined ? positions.map((i) => rows[i] as unknown) : rows;
}

function lostIds(whole: Document, broken: ReadonlySet<string>): ReadonlySet<unknown> {
  const rows = [...broken].map((pointer) => valueAt(whole, pointer));
  return new Set(rows.flatMap((row) => [valueAt(row, "/id"), valueAt(row, "/mn")]).filter((id) => typeof id === "string"));
}

function isOfLostRow(problem: RegistryProblem, rest: Document, lost: ReadonlySet<unknown>): boolean {
  return problem.code.startsWith("unknown-") && lost.has(valueAt(rest, problem.pointer));
}

/** The pointer as it is in the whole document. */
function inWhole(pointer: string, kept: ReadonlyMap<string, readonly number[] | undefined>): string {
  const [, table = "", position = "", ...field] = pointer.split("/");
  return ["", table, kept.get(table)?.[Number(position)] ?? position, ...field].join("/");
}

function valueAt(from: unknown, pointer: string): unknown {
  return pointer
    .split("/")
    .slice(1)
    .reduce<unknown>((value, key) => (typeof value === "object" && value !== null ? (value as Document)[key] : undefined), from);
}
