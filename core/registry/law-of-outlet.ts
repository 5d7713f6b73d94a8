import type { BeijingDate } from "../time.ts";
import { LAW_CRITERIA, type LawConfirmation, type LawRow, type LawScope, type LawTyping } from "./law-row.ts";
import { hasFigures, type Limit, type LimitFigures } from "./limit.ts";
import type { Outlet, Registry } from "./registry.ts";

/**
 * What a row may do:
 * - `judges`: what breaks it is an exceedance;
 * - `warns`: what breaks it is a lead, since a part of it is not confirmed, or it is no law by itself;
 * - `disabled`: general knowledge that two persons have not confirmed;
 * - `without-figure`, `without-factor`: nothing can be compared with it;
 * - `conditional`: it depends on a measurement that no rule looks at yet.
 */
export const LAW_STANDINGS = ["judges", "warns", "disabled", "without-figure", "without-factor", "conditional"] as const;

export type LawStanding = (typeof LAW_STANDINGS)[number];

/** A row as it is in force: with the figures that two persons read, where they did. */
export interface LawInForce {
  readonly row: LawRow;
  readonly standing: LawStanding;
}

/** The law of a version: its rows, as two persons confirmed them. */
export function lawOf({ law = [], lawConfirmations = [] }: Pick<Registry, "law" | "lawConfirmations">): readonly LawInForce[] {
  const confirmed = new Map(lawConfirmations.map((confirmation) => [confirmation.id, confirmation]));
  return law.map((row) => lawInForce(row, confirmed.get(row.id)));
}

/** The row as its confirmation leaves it. */
export function lawInForce(row: LawRow, confirmation: LawConfirmation | undefined): LawInForce {
  const [first, second] = confirmation?.typings ?? [];
  const read = second === undefined || first === undefined ? row : asRead(row, first);
  return { row: read, standing: standingOf(read, second !== undefined) };
}

function asRead(row: LawRow, { oxygenReference, ...typing }: LawTyping): LawRow {
  return { ...row, ...figuresOf(row, typing), oxygenReference };
}

/** The figures that the comparator asks for, of what somebody typed. */
function figuresOf({ comparator }: LawRow, { value, min, max }: Pick<LawTyping, "value" | "min" | "max">): Partial<LimitFigures> {
  return comparator === "range" ? { min, max } : { value };
}

function standingOf(row: LawRow, isConfirmed: boolean): LawStanding {
  if (row.pollutant === null) return "without-factor";
  if (!hasFigures(row)) return "without-figure";
  if (row.confidence === "G" && !isConfirmed) return "disabled";
  if (row.when !== undefined) return "conditional";
  const isSure = isConfirmed || (row.confidence === "C" && (row.unconfirmed ?? []).length === 0);
  return isSure && row.use !== "warn" ? "judges" : "warns";
}

/** True when the outlet says everything that the row asks for. What it does not say is not guessed. */
export function appliesTo({ appliesTo: scope, outletKind }: LawRow, { kind, law }: Outlet): boolean {
  if (law === undefined || kind !== outletKind) return false;
  return LAW_CRITERIA.every((name) => scope[name] === undefined || scope[name] === law[name]) && isBuiltIn(scope, law.built);
}

function isBuiltIn({ builtAfter, builtBefore }: LawScope, built: BeijingDate | undefined): boolean {
  if (builtAfter === undefined && builtBefore === undefined) return true;
  if (built === undefined) return false;
  return (builtAfter === undefined || built > builtAfter) && (builtBefore === undefined || built < builtBefore);
}

/** The document as it is quoted: standard, amendment and table. */
export function lawSource({ standard, amendment, table }: LawRow): string {
  return [standard, amendment, table].filter((part) => part !== undefined).join(" ");
}

/**
 * The limits of an outlet that follow from what it says of itself, of the rows that judge or warn. They are in force
 * from the first day of the row, and never before the day from which the outlet says so.
 */
export function limitsOfLaw(outlet: Outlet, rows: readonly LawInForce[]): readonly Limit[] {
  const { law } = outlet;
  if (law === undefined) return [];
  return rows.flatMap(({ row, standing }): readonly Limit[] => {
    const { pollutant } = row;
    if (pollutant === null || (standing !== "judges" && standing !== "warns") || !appliesTo(row, outlet)) return [];
    const validFrom = row.validFrom !== null && row.validFrom > law.validFrom ? row.validFrom : law.validFrom;
    const validTo = earlierEnd(row.validTo, law.validTo ?? null);
    if (validTo !== null && validTo <= validFrom) return [];
    return [limitOf(outlet.id, { row, pollutant, isSure: standing === "judges" }, { validFrom, validTo })];
  });
}

interface Applied {
  readonly row: LawRow;
  readonly pollutant: string;
  readonly isSure: boolean;
}

function limitOf(
  outlet: string,
  { row, pollutant, isSure }: Applied,
  dates: Readonly<Pick<Limit, "validFrom" | "validTo">>,
): Limit {
  const { id, basis, comparator, value, min, max, unit, compare, decimals, oxygenReference } = row;
  return {
    id: `${id}@${outlet}`,
    ...{ outlet, pollutant, basis, comparator, unit, ...dates },
    ...(comparator === "range" ? { min, max } : { value }),
    ...(compare === "rounded" && { compare, decimals }),
    ...(oxygenReference !== null && { converted: true, oxygenReference }),
    source: lawSource(row),
    confidence: isSure ? "C" : "S",
    lawRow: id,
  };
}

function earlierEnd(a: BeijingDate | null, b: BeijingDate | null): BeijingDate | null {
  if (a === null || b === null) return a ?? b;
  return a < b ? a : b;
}
