import { UNCONFIRMED_FACTORS } from "../readings/pollutants.ts";
import { unitShift } from "../readings/units.ts";
import { type CheckableRegistry, checkDates, overlaps, type RegistryNotes } from "./check-registry-rows.ts";
import { isRoundingSaid, type Limit } from "./limit.ts";
import type { Channel } from "./registry.ts";
import { isPermitNumber, isUscc } from "./uscc.ts";

/** Checks the legal numbers of enterprises and that each has its fourth-level cell. */
export function checkEnterprises(registry: CheckableRegistry, say: RegistryNotes): void {
  const withCell = new Set(registry.cells.filter((c) => c.level === 4).map((c) => c.enterprise));
  for (const [i, enterprise] of registry.enterprises.entries()) {
    const { uscc, permit } = enterprise;
    if (uscc !== undefined && !isUscc(uscc)) {
      say.problem(`/enterprises/${i}/uscc`, "wrong-uscc", { text: uscc });
    }
    if (permit !== undefined && !isPermitNumber(permit)) {
      say.problem(`/enterprises/${i}/permit`, "wrong-permit", { text: permit });
    }
    if (!withCell.has(enterprise.id)) {
      say.warning(`/enterprises/${i}`, "enterprise-without-cell", { enterprise: enterprise.id });
    }
  }
}

const CODE_FORMS: Readonly<Record<string, RegExp>> = { stack: /^DA\d{3}$/, effluent: /^DW\d{3}$/ };

/** Checks outlets, production and treatment facilities: references and the form of their codes. */
export function checkUnits(registry: CheckableRegistry, say: RegistryNotes): void {
  const enterprises = new Set(registry.enterprises.map((e) => e.id));
  const outlets = new Set(registry.outlets.map((o) => o.id));
  const emissionUnits = new Set(registry.emissionUnits.map((u) => u.id));
  const tables = { outlets: registry.outlets, emissionUnits: registry.emissionUnits, treatmentUnits: registry.treatmentUnits };
  for (const [table, rows] of Object.entries(tables)) {
    for (const [i, row] of rows.entries()) {
      checkKnown([row.enterprise], enterprises, say, () => [`/${table}/${i}/enterprise`, "enterprise"]);
    }
  }
  for (const [i, outlet] of registry.outlets.entries()) {
    checkDates(outlet, `/outlets/${i}`, say);
    if (outlet.law !== undefined) checkDates(outlet.law, `/outlets/${i}/law`, say);
    if (CODE_FORMS[outlet.kind]?.test(outlet.code) === false) {
      say.warning(`/outlets/${i}/code`, "outlet-code-form", { code: outlet.code });
    }
  }
  for (const [i, unit] of registry.emissionUnits.entries()) {
    checkKnown(unit.outlets ?? [], outlets, say, (j) => [`/emissionUnits/${i}/outlets/${j}`, "outlet"]);
  }
  for (const [i, unit] of registry.treatmentUnits.entries()) {
    checkKnown(unit.serves ?? [], emissionUnits, say, (j) => [`/treatmentUnits/${i}/serves/${j}`, "emission-unit"]);
  }
}

/**
 * Says `unknown-…` for every id that is not in `known`; `where` gives the pointer and the name of the thing for a
 * position.
 */
function checkKnown(
  ids: readonly string[],
  known: ReadonlySet<string>,
  say: RegistryNotes,
  where: (position: number) => readonly [pointer: string, thing: "enterprise" | "outlet" | "emission-unit" | "device"],
): void {
  for (const [i, id] of ids.entries()) {
    const [pointer, thing] = where(i);
    if (!known.has(id)) say.problem(pointer, `unknown-${thing}`, { id });
  }
}

/** Checks channels: references, and that what a device says maps to one outlet only at any time. */
export function checkChannels(registry: CheckableRegistry, say: RegistryNotes): void {
  const outlets = new Set(registry.outlets.map((o) => o.id));
  const devices = new Set(registry.devices.map((d) => d.mn));
  checkLoggers(registry, say);
  for (const [i, device] of registry.devices.entries()) {
    checkKnown(device.bridgeFor ?? [], devices, say, (j) => [`/devices/${i}/bridgeFor/${j}`, "device"]);
  }
  const seen = new Map<string, Channel[]>();
  for (const [i, channel] of registry.channels.entries()) {
    const pointer = `/channels/${i}`;
    checkDates(channel, pointer, say);
    checkKnown([channel.outlet], outlets, say, () => [`${pointer}/outlet`, "outlet"]);
    checkKnown([channel.device], devices, say, () => [`${pointer}/device`, "device"]);
    if (channel.range !== undefined && channel.range.min > channel.range.max) {
      say.problem(`${pointer}/range`, "min-above-max", channel.range);
    }
    if (UNCONFIRMED_FACTORS.has(channel.factor)) {
      say.warning(`${pointer}/factor`, "unconfirmed-factor", { factor: channel.factor });
    }
    const key = `${channel.device}|${channel.factor}`;
    const others = seen.get(key) ?? [];
    if (others.some((other) => meansTheSame(other, channel))) {
      say.problem(pointer, "duplicate-channel", { factor: channel.factor, device: channel.device });
    }
    seen.set(key, [...others, channel]);
  }
}

/** A logger without an MN is told one: the first that names it would be an accident. */
function checkLoggers({ devices }: CheckableRegistry, say: RegistryNotes): void {
  const given = new Set<string>();
  for (const [i, { loggerId: id }] of devices.entries()) {
    if (id === undefined) continue;
    if (given.has(id)) say.problem(`/devices/${i}/loggerId`, "duplicate-id", { id, table: "devices" });
    given.add(id);
  }
}

/** A channel without `st` means every `st`, so it meets each of them. */
function meansTheSame(a: Channel, b: Channel): boolean {
  return (a.st === undefined || b.st === undefined || a.st === b.st) && overlaps(a, b);
}

/**
 * Checks limits: a source, the values its comparator needs, conversion, dates, and the unit of the channel it is
 * compared with.
 */
export function checkLimits(registry: CheckableRegistry, say: RegistryNotes): void {
  const outlets = new Set(registry.outlets.map((o) => o.id));
  const units = new Map<string, Set<string>>();
  for (const channel of registry.channels) {
    const key = `${channel.outlet}|${channel.pollutant}`;
    units.set(key, (units.get(key) ?? new Set()).add(channel.unit));
  }
  for (const [i, limit] of registry.limits.entries()) {
    const pointer = `/limits/${i}`;
    if (!outlets.has(limit.outlet)) say.problem(`${pointer}/outlet`, "unknown-outlet", { id: limit.outlet });
    if (limit.source.trim() === "") say.problem(`${pointer}/source`, "limit-without-source", {});
    checkDates(limit, pointer, say);
    checkFigures(limit, pointer, say);
    checkConversion(limit, pointer, say);
    if (!isRoundingSaid(limit)) say.problem(`${pointer}/decimals`, "rounding-without-decimals", {});
    const measured = units.get(`${limit.outlet}|${limit.pollutant}`);
    if (measured !== undefined && ![...measured].some((unit) => unitShift(unit, limit.unit) !== undefined)) {
      say.problem(`${pointer}/unit`, "unit-differs", { measured: [...measured], unit: limit.unit });
    }
    if (measured === undefined) {
      say.warning(pointer, "limit-without-channel", { outlet: limit.outlet, pollutant: limit.pollutant });
    }
  }
}

function checkFigures(limit: Limit, pointer: string, say: RegistryNotes): void {
  const { comparator } = limit;
  if (comparator !== "range") {
    if (limit.value === undefined) say.problem(`${pointer}/value`, "limit-without-value", { comparator });
    return;
  }
  if (limit.min === undefined || limit.max === undefined) {
    say.problem(`${pointer}/${limit.min === undefined ? "min" : "max"}`, "limit-without-value", { comparator });
    return;
  }
  if (limit.min > limit.max) say.problem(`${pointer}/min`, "min-above-max", { min: limit.min, max: limit.max });
}

/** At 21 % oxygen the factor of conversion has no value. */
function checkConversion(limit: Limit, pointer: string, say: RegistryNotes): void {
  const o2 = limit.oxygenReference;
  if (limit.converted === true && o2 === undefined) {
    say.problem(`${pointer}/oxygenReference`, "oxygen-reference", { value: null });
    return;
  }
  if (o2 !== undefined && !(o2 > 0 && o2 < 21)) {
    say.problem(`${pointer}/oxygenReference`, "oxygen-reference", { value: o2 });
  }
}
