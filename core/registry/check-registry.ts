import { checkLimitPlaces } from "./check-limit-place.ts";
import { checkCells, checkPeople } from "./check-registry-grid.ts";
import { checkChannels, checkEnterprises, checkLimits, checkUnits } from "./check-registry-plant.ts";
import type { CheckableRegistry, RegistryNotes } from "./check-registry-rows.ts";
import { checkUpstreams } from "./check-registry-upstreams.ts";
import type { RegistryProblem, RegistryWarning } from "./problem-codes.ts";

/**
 * What is wrong with a registry. One problem refuses the whole document; warnings are shown on the registry's health
 * page.
 */
export interface RegistryCheck {
  readonly problems: readonly RegistryProblem[];
  readonly warnings: readonly RegistryWarning[];
}

/**
 * Checks a registry whose shape is right: ids, references, the ladder of levels, channel mappings, limits, deputies,
 * legal numbers. All problems are found at once, in the order of the tables. Missing responsible persons, deputies and
 * staff are warnings, not problems.
 * @see docs/sources.md#grid
 */
export function checkRegistry(registry: CheckableRegistry): RegistryCheck {
  const found: { problems: RegistryProblem[]; warnings: RegistryWarning[] } = { problems: [], warnings: [] };
  const say: RegistryNotes = {
    problem: (pointer, code, facts) => void found.problems.push({ pointer, code, facts } as RegistryProblem),
    warning: (pointer, code, facts) => void found.warnings.push({ pointer, code, facts } as RegistryWarning),
  };
  checkIds(registry, say);
  for (const check of [checkCells, checkPeople, checkEnterprises, checkUnits, checkChannels, checkLimits]) {
    check(registry, say);
  }
  checkLimitPlaces(registry, say);
  checkUpstreams(registry, say);
  return found;
}

function checkIds(registry: CheckableRegistry, say: RegistryNotes): void {
  const tables: readonly (readonly [string, string, readonly string[]])[] = [
    ["cells", "id", registry.cells.map((r) => r.id)],
    ["units", "id", registry.units.map((r) => r.id)],
    ["people", "id", registry.people.map((r) => r.id)],
    ["enterprises", "id", registry.enterprises.map((r) => r.id)],
    ["emissionUnits", "id", registry.emissionUnits.map((r) => r.id)],
    ["treatmentUnits", "id", registry.treatmentUnits.map((r) => r.id)],
    ["outlets", "id", registry.outlets.map((r) => r.id)],
    ["devices", "mn", registry.devices.map((r) => r.mn)],
    ["limits", "id", registry.limits.map((r) => r.id)],
    ["upstreams", "id", (registry.upstreams ?? []).map((r) => r.id)],
  ];
  for (const [table, key, ids] of tables) {
    const seen = new Set<string>();
    for (const [i, id] of ids.entries()) {
      if (seen.has(id)) say.problem(`/${table}/${i}/${key}`, "duplicate-id", { id, table });
      seen.add(id);
    }
  }
}
