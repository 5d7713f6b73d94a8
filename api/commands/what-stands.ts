import { CASES } from "../../cases/case/case-collection.ts";
import type { Finding } from "../../core/judging/finding.ts";
import type { RecordsView } from "../../core/records/records.ts";
import { descendantsOf, indexRegistry, type RegistryIndex } from "../../core/registry/grid.ts";
import { gridAt, heirOf } from "../../core/registry/grid-at.ts";
import type { RegistryChanges } from "../../core/registry/incoming-registry.ts";
import type { Limit } from "../../core/registry/limit.ts";
import type { RegistryProblem, RegistryWarning } from "../../core/registry/problem-codes.ts";
import type { Registry } from "../../core/registry/registry.ts";
import type { Instant } from "../../core/time.ts";

type Records = Pick<RecordsView, "standingFindings" | "findings" | "subjects">;

/** Findings that are looked through for those that name a limit; beyond them the count is the least there are. */
const MOST_LOOKED_THROUGH = 20_000;

/**
 * The outlets and cells that a document leaves out although findings or cases stand on them, and the outlets that it
 * gives to another enterprise although they do: what was found of the one is no matter of the other.
 */
export async function standingOnLeftOut(
  records: Records,
  { before, after, changed }: { readonly before: Registry; readonly after: Registry; readonly changed: RegistryChanges },
): Promise<readonly RegistryProblem[]> {
  const outlets = [...(changed["outlets"]?.removed ?? []), ...givenToOthers(before, after)];
  const cells = changed["cells"]?.removed ?? [];
  if (outlets.length + cells.length === 0) return [];
  const index = indexRegistry(before);
  const places = [
    ...outlets.map((id) => ({ table: "outlets", id, field: "outlet", outlets: [id] })),
    ...cells.map((id) => ({ table: "cells", id, field: "cell", outlets: outletsBelow(index, id) })),
  ];
  const standing = await records.standingFindings(places.flatMap((place) => place.outlets));
  const problems: RegistryProblem[] = [];
  for (const { table, id, field, outlets: on } of places) {
    const findings = on.reduce((sum, outlet) => sum + (standing.get(outlet) ?? 0), 0);
    const cases = await records.subjects.count(CASES, [{ field, in: [id] }]);
    if (findings + cases === 0) continue;
    problems.push({ pointer: `/${table}`, code: "findings-stand-on-it", facts: { id, findings, cases } });
  }
  return problems;
}

/** Outlets that are of another enterprise from now on. */
function givenToOthers(before: Registry, after: Registry): readonly string[] {
  if (before.outlets === after.outlets) return [];
  const enterprises = new Map(after.outlets.map(({ id, enterprise }) => [id, enterprise]));
  return before.outlets.flatMap(({ id, enterprise }) => ((enterprises.get(id) ?? enterprise) === enterprise ? [] : [id]));
}

function outletsBelow(index: RegistryIndex, cell: string): readonly string[] {
  const enterprises = new Set([...descendantsOf(index, cell)].map((id) => index.cellById.get(id)?.enterprise));
  return index.registry.outlets.filter((o) => enterprises.has(o.enterprise)).map((o) => o.id);
}

/** A warning for every limit that is left out and that findings compare with, with their count. */
export async function limitsThatWithdraw(
  records: Records,
  { before, after, changed }: { readonly before: Registry; readonly after: Registry; readonly changed: RegistryChanges },
): Promise<readonly RegistryWarning[]> {
  const removed = new Set(changed["limits"]?.removed ?? []);
  if (removed.size === 0) return [];
  const kept = new Set(after.limits.map(figuresOf));
  const lost = before.limits.filter((limit) => removed.has(limit.id) && !kept.has(figuresOf(limit)));
  const { counts, more } = await countByLimit(records, lost);
  return lost.flatMap((limit): readonly RegistryWarning[] => {
    const { id, outlet, pollutant } = limit;
    const findings = counts.get(id) ?? 0;
    const facts = { limit: id, outlet, pollutant, findings, more };
    return findings === 0 && !more ? [] : [{ pointer: "/limits", code: "limit-withdraws", facts }];
  });
}

/** A row under another id or with another text asks for the same. */
function figuresOf({ outlet, pollutant, basis, comparator, value, min, max, unit, ...rest }: Limit): string {
  const { converted, oxygenReference, validFrom, validTo, confidence } = rest;
  const figures = [comparator, value, min, max, unit, converted, oxygenReference];
  return JSON.stringify([outlet, pollutant, basis, ...figures, validFrom, validTo, confidence]);
}

async function countByLimit(
  records: Records,
  limits: readonly Limit[],
): Promise<{ readonly counts: ReadonlyMap<string, number>; readonly more: boolean }> {
  const counts = new Map<string, number>();
  const standing = await records.standingFindings(limits.map((l) => l.outlet));
  let left = MOST_LOOKED_THROUGH;
  for (const outlet of standing.keys()) {
    let cursor: string | undefined;
    do {
      if (left <= 0) return { counts, more: true };
      const page = await records.findings({ outlets: [outlet], limit: 1_000, ...(cursor !== undefined && { cursor }) });
      left -= Math.max(1, page.items.length);
      for (const id of page.items.flatMap(limitOf)) counts.set(id, (counts.get(id) ?? 0) + 1);
      cursor = page.next ?? undefined;
    } while (cursor !== undefined);
  }
  return { counts, more: false };
}

function limitOf({ status, limit }: Finding): readonly string[] {
  return status === "withdrawn" || limit === null ? [] : [limit.id];
}

/** A warning for every cell that is not in force any more and whose open cases go to another one, with their count. */
export async function casesHandedOver(
  records: Pick<Records, "subjects">,
  { before, after, now }: { readonly before: Registry; readonly after: Registry; readonly now: Instant },
): Promise<readonly RegistryWarning[]> {
  if (before.cells === after.cells) return [];
  const [was, is] = [indexRegistry(before), indexRegistry(after)];
  const today = gridAt(is, now);
  const gone = gridAt(was, now).registry.cells.filter((cell) => !today.cellById.has(cell.id));
  const warnings: RegistryWarning[] = [];
  for (const { id: cell } of gone) {
    const to = heirOf(is, cell, now, is.cellById.has(cell) ? is : was);
    const where = [
      { field: "cell", in: [cell] },
      { field: "open", in: [true] },
    ];
    const cases = await records.subjects.count(CASES, where);
    if (cases > 0 && to !== undefined)
      warnings.push({ pointer: "/cells", code: "cases-handed-over", facts: { cell, to, cases } });
  }
  return warnings;
}
