import type { RegistryIndex } from "../../core/registry/grid.ts";
import { type Limit, mayJudge } from "../../core/registry/limit.ts";
import type { Outlet } from "../../core/registry/registry.ts";
import { ALL_RULES } from "../../rules/all-rules.ts";
import type { Rule } from "../../rules/register/rule.ts";

const COLOURING: readonly Rule[] = ALL_RULES.filter((rule) => rule.colours);

/** Kinds of outlets that differ in what judges them; any other one stands for the rest. */
const KINDS: readonly Outlet["kind"][] = ["stack", "effluent", "boundary", "in-plant", "vent", "furnace"];

const SHOWN = new WeakMap<RegistryIndex, Map<string, readonly Limit[]>>();

/**
 * The limits of a pollutant at an outlet that people may compare a value with: those that may judge there. A row that
 * is not confirmed, or that the rule of its basis does not look at in such a place, is no limit, and is shown as none.
 * A basis that no rule judges yet is shown: its row is law all the same.
 */
export function shownLimits(index: RegistryIndex, outlet: string, pollutant: string): readonly Limit[] {
  const known = SHOWN.get(index) ?? new Map<string, readonly Limit[]>();
  SHOWN.set(index, known);
  const key = `${outlet}|${pollutant}`;
  const found = known.get(key) ?? rowsThatJudge(index.outletById.get(outlet), index.limitsByTarget.get(key) ?? []);
  known.set(key, found);
  return found;
}

/** True when the row may judge at its outlet. */
export function isShown(index: RegistryIndex, limit: Limit): boolean {
  return shownLimits(index, limit.outlet, limit.pollutant).includes(limit);
}

function rowsThatJudge(outlet: Outlet | undefined, rows: readonly Limit[]): readonly Limit[] {
  if (outlet === undefined) return [];
  return rows.filter(
    (row) => mayJudge(row) && (isJudgedAt(outlet, row) || !KINDS.some((kind) => isJudgedAt({ ...outlet, kind }, row))),
  );
}

function isJudgedAt(outlet: Outlet, { pollutant, basis }: Limit): boolean {
  const place = { outlet, pollutant, bases: new Set([basis]) };
  return COLOURING.some((rule) => rule.appliesTo(place));
}
