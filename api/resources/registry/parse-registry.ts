import type { z } from "zod";
import type { IncomingRegistry } from "../../../core/registry/incoming-registry.ts";
import type { RegistryProblem } from "../../../core/registry/problem-codes.ts";
import type { RegistryTable } from "../../../core/registry/registry-rows.ts";
import { err, ok, type Result } from "../../../core/result.ts";
import { type BeijingDate, parseBeijingDate } from "../../../core/time.ts";
import { unwritableTexts, zodToProblems } from "../../http/validate.ts";
import { problemsBeside } from "./problems-beside.ts";
import { RegistryIn } from "./schema.ts";

/**
 * Reads a registry document: shape, forms, sizes, dates of the calendar. All problems at once, each with its JSON
 * pointer; unknown fields are problems. What was left out gets its default: an absent table is empty, the pollutant of
 * a channel is its factor, a limit without `validTo` has no end. References and the rules of the grid are checked by
 * `core/registry/check-registry.ts`; where the form of a row is wrong, over the rows beside it.
 */
export function parseRegistryDocument(body: unknown): Result<IncomingRegistry, readonly RegistryProblem[]> {
  const parsed = parseShape(body);
  return parsed.ok ? parsed : err([...parsed.error, ...problemsBeside(body, parsed.error, parseShape)]);
}

/** Reads one row of a table as it would stand in a document; its problems are pointed at in the row. */
export function parseRegistryRow(table: RegistryTable, row: unknown): Result<object, readonly RegistryProblem[]> {
  const parsed = parseShape({ schema: "outfall/registry/1", [table]: [row] });
  const place = `/${table}/0`;
  if (!parsed.ok) return err(parsed.error.map((found) => ({ ...found, pointer: found.pointer.slice(place.length) })));
  return ok((parsed.value[table] as readonly object[])[0] as object);
}

function parseShape(body: unknown): Result<IncomingRegistry, readonly RegistryProblem[]> {
  const texts = unwritableTexts(body);
  const parsed = RegistryIn.safeParse(body);
  if (!parsed.success) return err([...texts, ...zodToProblems(parsed.error, body)]);
  const problems = [...dateProblems(parsed.data), ...texts];
  return problems.length > 0 ? err(problems) : ok(toIncoming(parsed.data));
}

type Parsed = z.output<typeof RegistryIn>;

const DATED = ["cells", "assignments", "outlets", "channels", "limits"] as const;

function dateProblems(parsed: Parsed): readonly RegistryProblem[] {
  const laws = parsed.outlets.flatMap(({ law }, i) => (law === undefined ? [] : wrongDates(law, `/outlets/${i}/law`)));
  return [...DATED.flatMap((table) => parsed[table].flatMap((row, i) => wrongDates(row, `/${table}/${i}`))), ...laws];
}

function wrongDates(row: object, pointer: string): readonly RegistryProblem[] {
  const fields = row as Readonly<Record<string, unknown>>;
  return ["validFrom", "validTo", "built"].flatMap((field): readonly RegistryProblem[] => {
    const text = fields[field];
    if (typeof text !== "string" || parseBeijingDate(text) !== undefined) return [];
    return [{ pointer: `${pointer}/${field}`, code: "not-a-date", facts: {} }];
  });
}

/** The dates were checked; fields that are absent stay absent. */
function toIncoming(parsed: Parsed): IncomingRegistry {
  const document = {
    ...parsed,
    channels: parsed.channels.map((channel) => ({ ...channel, pollutant: channel.pollutant ?? channel.factor })),
    limits: parsed.limits.map((limit) => ({
      ...limit,
      validFrom: limit.validFrom as BeijingDate,
      validTo: (limit.validTo ?? null) as BeijingDate | null,
    })),
  };
  return document as unknown as IncomingRegistry;
}
