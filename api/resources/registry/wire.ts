import { POLLUTANTS } from "../../../core/readings/pollutants.ts";
import { checkRegistry } from "../../../core/registry/check-registry.ts";
import { ancestorsOf, cellOfEnterprise, type RegistryIndex } from "../../../core/registry/grid.ts";
import { wholeGrid } from "../../../core/registry/grid-at.ts";
import type { RegistryWarning } from "../../../core/registry/problem-codes.ts";
import type { Registry } from "../../../core/registry/registry.ts";
import { registryGaps } from "../../../core/registry/registry-gaps.ts";
import { REGISTRY_TABLES, rowId } from "../../../core/registry/registry-rows.ts";
import type { Telling } from "../../../words/names.ts";
import { sayProblem } from "../../../words/problems.ts";
import type { Scope } from "../../context/scope.ts";
import { shownLimits } from "../../context/shown-limits.ts";
import type { DirectoryWire, RegistryHealthWire, RegistryWire } from "./schema.ts";

type HealthWarning = RegistryHealthWire["others"][number];

/**
 * The registry document as it goes out, without the rows of the law. A secret says only that it is set; sent back like
 * that, it stays.
 */
export function registryToWire(registry: Registry): RegistryWire {
  const devices = registry.devices.map(({ hj212Password, mqttSecret, sm4Key, sm4KeyNew, ...device }) => ({
    ...device,
    ...(hj212Password === undefined ? {} : { hj212Password: { set: true } }),
    ...(mqttSecret === undefined ? {} : { mqttSecret: { set: true } }),
    ...(sm4Key === undefined ? {} : { sm4Key: { set: true } }),
    ...(sm4KeyNew === undefined ? {} : { sm4KeyNew: { set: true } }),
  }));
  const upstreams = registry.upstreams?.map((upstream) => ({
    ...withoutPassword(upstream),
    ...(upstream.devices !== undefined && { devices: upstream.devices.map(withoutPassword) }),
  }));
  const { law: _, lawConfirmations: __, ...tables } = registry;
  return { ...tables, devices, ...(upstreams !== undefined && { upstreams }) } as unknown as RegistryWire;
}

function withoutPassword<T extends { readonly password?: unknown }>(row: T): T {
  return row.password === undefined ? row : { ...row, password: { set: true } };
}

/** What is missing in the grid, by cell. */
export function registryHealth(
  registry: Registry,
  telling: Telling,
  weak: readonly RegistryWarning[] = [],
): Omit<RegistryHealthWire, "judging"> {
  const byCell = new Map<number, HealthWarning[]>();
  const others: HealthWarning[] = [];
  for (const found of [...registryGaps(registry), ...checkRegistry(registry).warnings, ...weak]) {
    const warning: HealthWarning = { ...sayProblem(found, telling), row: rowAt(registry, found.pointer) };
    const cell = /^\/cells\/(\d+)/.exec(warning.pointer)?.[1];
    if (cell === undefined) others.push(warning);
    else byCell.set(Number(cell), [...(byCell.get(Number(cell)) ?? []), warning]);
  }
  const items = registry.cells.flatMap((cell, i) => {
    const warnings = byCell.get(i);
    return warnings === undefined ? [] : [{ cell: cell.id, name: cell.name, level: cell.level, warnings }];
  });
  return { items, others, next: null };
}

/** The row that a pointer leads into. */
function rowAt(registry: Registry, pointer: string): HealthWarning["row"] {
  const [, collection, index] = /^\/(\w+)\/(\d+)/.exec(pointer) ?? [];
  const table = REGISTRY_TABLES.find((name) => name === collection);
  const row = table === undefined ? undefined : registry[table]?.[Number(index)];
  return table === undefined || row === undefined ? null : { collection: table, id: rowId(table, row) };
}

/** Names for pages and pickers, as far as the caller may see: no phone numbers, no secrets. */
export function directoryToWire(index: RegistryIndex, scope: Scope): DirectoryWire {
  // Cells that have ended have cases, too.
  const { registry } = wholeGrid(index);
  const seen = (id: string, ids: ReadonlySet<string>): boolean => scope.everything || ids.has(id);
  // Who sees a plant reads who answers for it: the cells above it have names, too.
  const above = new Set(
    [...scope.enterprises].flatMap((id) => {
      const own = cellOfEnterprise(index, id);
      return own === undefined ? [] : ancestorsOf(index, own.id).map((c) => c.id);
    }),
  );
  const near = new Set(registry.assignments.filter((a) => scope.cells.has(a.cell)).map((a) => a.person));
  const used = new Set(registry.channels.map((c) => c.pollutant));
  return {
    cells: registry.cells
      .filter((c) => seen(c.id, scope.cells) || above.has(c.id))
      .map((c) => ({ id: c.id, level: c.level, parent: c.parent, kind: c.kind, name: c.name, enterprise: c.enterprise ?? null })),
    enterprises: registry.enterprises.filter((e) => seen(e.id, scope.enterprises)).map((e) => ({ id: e.id, name: e.name })),
    outlets: registry.outlets
      .filter((o) => seen(o.id, scope.outlets))
      .map((o) => ({ id: o.id, name: o.name, code: o.code, enterprise: o.enterprise, pollutants: pollutantsOf(o.id, index) })),
    units: registry.units.map((u) => ({ id: u.id, name: u.name, kind: u.kind })),
    people: registry.people.filter((p) => seen(p.id, near)).map((p) => ({ id: p.id, name: p.name })),
    pollutants: [...used].flatMap((code) => {
      const known = POLLUTANTS.get(code);
      return known === undefined ? [] : [{ code, zh: known.zh, en: known.en, symbol: known.short.zh, decimals: known.decimals }];
    }),
  };
}

/** What a channel maps to the outlet; what has a limit first, since that is what is asked about. */
function pollutantsOf(outlet: string, index: RegistryIndex): string[] {
  const codes = [...new Set((index.channelsByOutlet.get(outlet) ?? []).map((c) => c.pollutant))];
  const isLimited = (code: string): boolean => shownLimits(index, outlet, code).length > 0;
  return [...codes.filter(isLimited), ...codes.filter((code) => !isLimited(code))];
}
