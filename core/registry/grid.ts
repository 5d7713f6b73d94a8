import { beijingDate, type Instant } from "../time.ts";
import { type LawInForce, lawOf, limitsOfLaw } from "./law-of-outlet.ts";
import type { Limit } from "./limit.ts";
import type { Cell, Channel, Device, Enterprise, Outlet, Registry } from "./registry.ts";

/** A registry with its look-ups. Built once per version; everything in it is immutable. */
export interface RegistryIndex {
  readonly registry: Registry;
  readonly cellById: ReadonlyMap<string, Cell>;
  /** The cells right below a cell. */
  readonly cellsByParent: ReadonlyMap<string, readonly Cell[]>;
  /** Fourth-level cells by enterprise. */
  readonly cellByEnterprise: ReadonlyMap<string, Cell>;
  readonly enterpriseById: ReadonlyMap<string, Enterprise>;
  readonly outletById: ReadonlyMap<string, Outlet>;
  readonly deviceByMn: ReadonlyMap<string, Device>;
  /** Rows of the law, with what two persons confirmed of them. */
  readonly law: readonly LawInForce[];
  /** All limits: those of the registry, and those that follow from what outlets say of themselves. */
  readonly limits: readonly Limit[];
  /** Limits of an outlet and pollutant, by `outlet|pollutant`. */
  readonly limitsByTarget: ReadonlyMap<string, readonly Limit[]>;
  /** The pollutants of which an outlet has a limit. */
  readonly limitedAtOutlet: ReadonlyMap<string, ReadonlySet<string>>;
  /** Channels of a device, by `mn|factor`. */
  readonly channelsByFactor: ReadonlyMap<string, readonly Channel[]>;
  readonly channelsByOutlet: ReadonlyMap<string, readonly Channel[]>;
}

/** What limits follow from. */
const LIMIT_TABLES = ["limits", "outlets", "law", "lawConfirmations"] as const satisfies readonly (keyof Registry)[];

/**
 * Builds the look-ups of a checked registry. Those of tables that are the same as in `before` are shared with it: the
 * versions of a big registry that differ in a row differ in little memory, too.
 */
export function indexRegistry(registry: Registry, before?: RegistryIndex): RegistryIndex {
  const isSame = (table: keyof Registry): boolean => before !== undefined && before.registry[table] === registry[table];
  return {
    registry,
    ...(before !== undefined && isSame("cells") ? cellsOf(before) : indexCells(registry)),
    ...(before !== undefined && LIMIT_TABLES.every(isSame) ? limitsOf(before) : indexLimits(registry, before)),
    ...(before !== undefined && isSame("channels") ? channelsOf(before) : indexChannels(registry, before)),
    enterpriseById:
      before !== undefined && isSame("enterprises") ? before.enterpriseById : new Map(registry.enterprises.map((e) => [e.id, e])),
    outletById: before !== undefined && isSame("outlets") ? before.outletById : new Map(registry.outlets.map((o) => [o.id, o])),
    deviceByMn: before !== undefined && isSame("devices") ? before.deviceByMn : new Map(registry.devices.map((d) => [d.mn, d])),
  };
}

type CellLookUps = Pick<RegistryIndex, "cellById" | "cellsByParent" | "cellByEnterprise">;
type LimitLookUps = Pick<RegistryIndex, "law" | "limits" | "limitsByTarget" | "limitedAtOutlet">;
type ChannelLookUps = Pick<RegistryIndex, "channelsByFactor" | "channelsByOutlet">;

function cellsOf({ cellById, cellsByParent, cellByEnterprise }: RegistryIndex): CellLookUps {
  return { cellById, cellsByParent, cellByEnterprise };
}

function indexCells(registry: Registry): CellLookUps {
  const below = registry.cells.filter((c): c is Cell & { readonly parent: string } => c.parent !== null);
  return {
    cellById: new Map(registry.cells.map((c) => [c.id, c])),
    cellsByParent: groupBy(below, (c) => c.parent),
    cellByEnterprise: enterpriseCells(registry),
  };
}

function limitsOf({ law, limits, limitsByTarget, limitedAtOutlet }: RegistryIndex): LimitLookUps {
  return { law, limits, limitsByTarget, limitedAtOutlet };
}

function indexLimits(registry: Registry, before: RegistryIndex | undefined): LimitLookUps {
  const law = indexLaw(registry, before);
  const known = before?.law === law ? lawLimitsByOutlet(before) : undefined;
  const ofLaw = registry.outlets.flatMap((outlet) => known?.get(outlet) ?? limitsOfLaw(outlet, law));
  const limits = ofLaw.length === 0 ? registry.limits : [...registry.limits, ...ofLaw];
  // Most edits of outlets touch no limit.
  if (before !== undefined && limits === before.limits) return { ...limitsOf(before), law };
  const was = before?.limits ?? [];
  return {
    law,
    limits,
    limitsByTarget: regroup(limits, (l) => `${l.outlet}|${l.pollutant}`, { was, groups: before?.limitsByTarget }),
    limitedAtOutlet: before !== undefined && hasSameTargets(limits, was) ? before.limitedAtOutlet : limitedPollutants(limits),
  };
}

function indexLaw(registry: Registry, before: RegistryIndex | undefined): readonly LawInForce[] {
  const was = before?.registry;
  if (before !== undefined && was?.law === registry.law && was?.lawConfirmations === registry.lawConfirmations) return before.law;
  return lawOf(registry);
}

/** The limits that followed from the same law, by the outlet as it was: of one not touched they are the same rows. */
function lawLimitsByOutlet({ limits, outletById }: RegistryIndex): ReadonlyMap<Outlet, readonly Limit[]> {
  const ofLaw = groupBy(
    limits.filter((limit) => limit.lawRow !== undefined),
    (limit) => limit.outlet,
  );
  // Each of them follows from an outlet of that registry.
  return new Map([...ofLaw].map(([id, rows]) => [outletById.get(id) as Outlet, rows]));
}

/** The pollutants that are or were measured at an outlet, by any channel; ordered. */
export function measuredAt(index: Pick<RegistryIndex, "channelsByOutlet">, outlet: string): readonly string[] {
  return [...new Set((index.channelsByOutlet.get(outlet) ?? []).map((channel) => channel.pollutant))].sort();
}

function channelsOf({ channelsByFactor, channelsByOutlet }: RegistryIndex): ChannelLookUps {
  return { channelsByFactor, channelsByOutlet };
}

function indexChannels({ channels }: Registry, before: RegistryIndex | undefined): ChannelLookUps {
  const was = before?.registry.channels ?? [];
  return {
    channelsByFactor: regroup(channels, (c) => `${c.device}|${c.factor}`, { was, groups: before?.channelsByFactor }),
    channelsByOutlet: regroup(channels, (c) => c.outlet, { was, groups: before?.channelsByOutlet }),
  };
}

/**
 * Groups rows by key. Of a table that differs little from the one before, only the groups of rows that came, went or
 * changed are made anew.
 */
function regroup<T>(
  rows: readonly T[],
  keyOf: (row: T) => string,
  { was, groups }: { readonly was: readonly T[]; readonly groups: ReadonlyMap<string, readonly T[]> | undefined },
): ReadonlyMap<string, readonly T[]> {
  if (groups === undefined) return groupBy(rows, keyOf);
  const [old, now] = [new Set(was), new Set(rows)];
  const touched = new Set<string>();
  for (const row of rows) if (!old.has(row)) touched.add(keyOf(row));
  for (const row of was) if (!now.has(row)) touched.add(keyOf(row));
  if (touched.size * 4 > groups.size) return groupBy(rows, keyOf);
  const made = new Map(groups);
  for (const key of touched) made.delete(key);
  for (const [key, group] of groupBy(
    rows.filter((row) => touched.has(keyOf(row))),
    keyOf,
  ))
    made.set(key, group);
  return made;
}

function limitedPollutants(limits: readonly Limit[]): ReadonlyMap<string, ReadonlySet<string>> {
  const found = new Map<string, Set<string>>();
  for (const { outlet, pollutant } of limits) found.set(outlet, (found.get(outlet) ?? new Set()).add(pollutant));
  return found;
}

function hasSameTargets(limits: readonly Limit[], was: readonly Limit[]): boolean {
  if (limits.length !== was.length) return false;
  return limits.every((row, i) => row === was[i] || (row.outlet === was[i]?.outlet && row.pollutant === was[i]?.pollutant));
}

/** The first one counts where a registry that was taken in long ago has two. */
function enterpriseCells(registry: Registry): ReadonlyMap<string, Cell> {
  const own = registry.cells.filter(
    (c): c is Cell & { readonly enterprise: string } => c.level === 4 && c.enterprise !== undefined,
  );
  return new Map(own.reverse().map((c) => [c.enterprise, c]));
}

function groupBy<T>(items: readonly T[], keyOf: (item: T) => string): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  }
  return groups;
}

/** True when a registry row with `validFrom`/`validTo` is in force at `at`; `validTo` is exclusive. */
export function isRowInForce(row: { readonly validFrom?: string; readonly validTo?: string | null }, at: Instant): boolean {
  // Most rows have no dates, and the calendar is asked for each reading.
  if (row.validFrom === undefined && (row.validTo === undefined || row.validTo === null)) return true;
  const day = beijingDate(at);
  if (row.validFrom !== undefined && day < row.validFrom) return false;
  return row.validTo === undefined || row.validTo === null || day < row.validTo;
}

/**
 * The channel that maps what a device says to an outlet; a channel that names the `st` wins over one that does not. A
 * message without an ST (JSON) also reaches a channel that names one, when it is the only one of its factor: which of
 * several it means nobody could tell. Channel and outlet must be in force at the time that is measured, not at that of
 * the arrival. `undefined` when the factor is not registered for the device at that time.
 */
export function findChannel(
  index: RegistryIndex,
  said: { readonly mn: string; readonly st?: string; readonly factor: string; readonly at: Instant },
): Channel | undefined {
  const channels = index.channelsByFactor.get(`${said.mn}|${said.factor}`) ?? [];
  const usable = channels.filter((c) => isRowInForce(c, said.at) && isOutletInForce(index, c.outlet, said.at));
  const general = usable.find((c) => c.st === undefined);
  if (said.st !== undefined) return usable.find((c) => c.st === said.st) ?? general;
  return general ?? (usable.length === 1 ? usable[0] : undefined);
}

/** An outlet that has ended takes nothing more for its later days; what it measured before still belongs to it. */
function isOutletInForce(index: RegistryIndex, id: string, at: Instant): boolean {
  const outlet = index.outletById.get(id);
  return outlet === undefined || isRowInForce(outlet, at);
}

/** The cell and all its ancestors, nearest first. */
export function ancestorsOf(index: RegistryIndex, cellId: string): readonly Cell[] {
  const path: Cell[] = [];
  let next: string | null = cellId;
  while (next !== null && path.length < 10) {
    const cell: Cell | undefined = index.cellById.get(next);
    if (cell === undefined) break;
    path.push(cell);
    next = cell.parent;
  }
  return path;
}

/** The cell and everything below it. */
export function descendantsOf(index: RegistryIndex, cellId: string): ReadonlySet<string> {
  const found = new Set(index.cellById.has(cellId) ? [cellId] : []);
  // The loop comes to what is added while it runs.
  for (const id of found) for (const cell of index.cellsByParent.get(id) ?? []) found.add(cell.id);
  return found;
}

/** The first-level cells (一级网格): one a district. */
export function districtsOf(index: RegistryIndex): readonly Cell[] {
  return index.registry.cells.filter((c) => c.level === 1);
}

/** The fourth-level cell of an enterprise (企业网格), if the registry has one. */
export function cellOfEnterprise(index: RegistryIndex, enterprise: string): Cell | undefined {
  return index.cellByEnterprise.get(enterprise);
}

/**
 * The second-level cell (街道) that an enterprise belongs to; the first-level cell when the enterprise hangs under no
 * street.
 */
export function streetOfEnterprise(index: RegistryIndex, enterprise: string): Cell | undefined {
  const own = cellOfEnterprise(index, enterprise);
  const path = own === undefined ? [] : ancestorsOf(index, own.id);
  return path.find((c) => c.level === 2) ?? path.find((c) => c.level === 1) ?? districtsOf(index)[0];
}
