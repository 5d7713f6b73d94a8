import type { PeriodBasis, PeriodKey } from "../core/judging/period.ts";
import { type TagTrade, tradeOf } from "../core/judging/tagged-span.ts";
import type { RegistryIndex } from "../core/registry/grid.ts";
import { type Limit, type LimitBasis, type LimitUse, mayWarn } from "../core/registry/limit.ts";
import type { Outlet } from "../core/registry/registry.ts";
import { DAY, HOUR, type Instant, plus, startOfBeijingDay, startOfHalfMonth } from "../core/time.ts";
import { ALL_RULES } from "../rules/all-rules.ts";
import { rowsInForce } from "../rules/law/applied-limit.ts";
import type { Rule, Want } from "../rules/register/rule.ts";
import { breakingAny } from "./may-break.ts";

/** Which rules look at a pollutant at an outlet, and what they want. Made once for each registry. */
export interface PlacePlan extends SharedPlan {
  readonly outlet: Outlet;
  readonly pollutant: string;
  /** Rows of the law that judge the period on this basis, or that warn of it, the strictest first. */
  limits(basis: LimitBasis, start: Instant, use: LimitUse): readonly Limit[];
  /** False for a value that surely breaks no limit of the place. */
  mayBreak(value: number): boolean;
}

/** What places of one pollutant with the same rules have in common. */
interface SharedPlan {
  readonly trade: TagTrade;
  readonly rules: readonly Rule[];
  /** By the kind of period that is judged. */
  readonly asked: Readonly<Record<PeriodBasis, AskedRules>>;
  /** Whom of its own rules a changed period asks. */
  readonly askers: AskersOf;
  /** The rules that count days, and the hours that they look at for one. */
  readonly counted: Pick<AskedRules, "rules" | "looked">;
  /** The kinds of periods with a rule that wants what stands of an hour of it, with the ids that it wants. */
  readonly foundBy: ReadonlyMap<PeriodBasis, ReadonlySet<string>>;
}

/** The rules that are asked about a period of one kind. */
export interface AskedRules {
  readonly rules: readonly Rule[];
  /** What they look at, the period itself first, those of one series side by side. */
  readonly looked: readonly Looked[];
  readonly wantStatements: boolean;
}

/** A period of which a rule must be asked again, told from the start of the one that changed. */
interface Asker {
  readonly pollutant: string;
  readonly basis: PeriodBasis;
  /** So much after the changed period; for a day, of the moment in that day. */
  readonly offset: number;
}

/** By the kind of the period that changed. */
type AskersOf = Readonly<Record<PeriodBasis, readonly Asker[]>> & { readonly counting: readonly CountingAsker[] };

/** A pollutant whose days are counted with the hours of the one that changed, up to so many hours later. */
type CountingAsker = Pick<Asker, "pollutant"> & { readonly hoursLater: number };

/** Pollutants that rules about other ones look at, such as the oxygen of a stack. */
const LOOKED_AT_BY_OTHERS: ReadonlySet<string> = new Set(ALL_RULES.flatMap((rule: Rule) => rule.wants.map(ofWant)));

const PLANS = new WeakMap<RegistryIndex, PlacePlans>();

/** The plans under a registry. */
export function plansOf(index: RegistryIndex): PlacePlans {
  const known = PLANS.get(index) ?? new PlacePlans(index);
  PLANS.set(index, known);
  return known;
}

/** The plans of all places under one registry, made as they are asked for. */
export class PlacePlans {
  readonly #index: RegistryIndex;
  /** By outlet, then by pollutant. */
  readonly #plans = new Map<string, Map<string, PlacePlan | null>>();
  /** Who is asked when a period changes that other pollutants look at, by outlet, then by pollutant. */
  readonly #askers = new Map<string, Map<string, AskersOf>>();
  /** Most places have the same rules as many others. */
  readonly #shared = new Map<string, SharedPlan>();

  constructor(index: RegistryIndex) {
    this.#index = index;
  }

  /** `undefined` for an outlet that is not registered. */
  of(outlet: string, pollutant: string): PlacePlan | undefined {
    const plans = innerMap(this.#plans, outlet);
    let plan = plans.get(pollutant);
    if (plan === undefined) {
      plan = this.#make(outlet, pollutant);
      plans.set(pollutant, plan);
    }
    return plan ?? undefined;
  }

  /** What begins until `upTo` and of which a rule must be asked again when this period changed; its own first. */
  asks(key: PeriodKey, upTo: Instant): readonly PeriodKey[] {
    const { outlet, pollutant, basis, start } = key;
    const asked: PeriodKey[] = [];
    for (const asker of this.#whoAsks(outlet, pollutant)[basis]) {
      const at = startOfPeriod(asker.basis, plus(start, asker.offset));
      if (at <= upTo) asked.push({ outlet, pollutant: asker.pollutant, basis: asker.basis, start: at });
    }
    return asked;
  }

  /** The days that begin until `upTo` and of which a rule must count again when this hour changed. */
  countedDays({ outlet, pollutant, basis, start }: PeriodKey, upTo: Instant): readonly PeriodKey[] {
    if (basis !== "hour") return NO_KEYS;
    const days: PeriodKey[] = [];
    for (const { pollutant: of, hoursLater } of this.#whoAsks(outlet, pollutant).counting) {
      const [first, last] = [startOfBeijingDay(start), startOfBeijingDay(plus(start, hoursLater * HOUR))];
      days.push({ outlet, pollutant: of, basis: "day", start: first });
      if (last !== first && last <= upTo) days.push({ outlet, pollutant: of, basis: "day", start: last });
    }
    return days;
  }

  /** Most pollutants are looked at by their own rules alone. */
  #whoAsks(outlet: string, pollutant: string): AskersOf {
    const own = LOOKED_AT_BY_OTHERS.has(pollutant) ? undefined : this.of(outlet, pollutant);
    return own?.askers ?? this.#askersOf(outlet, pollutant);
  }

  #askersOf(outlet: string, pollutant: string): AskersOf {
    const known = innerMap(this.#askers, outlet);
    let askers = known.get(pollutant);
    if (askers === undefined) {
      const others = this.#pollutantsOf(outlet).filter((other) => other !== pollutant);
      const plans = [pollutant, ...others].flatMap((other) => this.of(outlet, other) ?? []);
      askers = askersOf(plans, pollutant);
      known.set(pollutant, askers);
    }
    return askers;
  }

  #pollutantsOf(outlet: string): readonly string[] {
    const measured = (this.#index.channelsByOutlet.get(outlet) ?? []).map((c) => c.pollutant);
    return [...new Set([...measured, ...(this.#index.limitedAtOutlet.get(outlet) ?? [])])].sort();
  }

  #make(outletId: string, pollutant: string): PlacePlan | null {
    const outlet = this.#index.outletById.get(outletId);
    if (outlet === undefined) return null;
    const rows = this.#index.limitsByTarget.get(`${outletId}|${pollutant}`) ?? [];
    const bases = new Set(rows.map((row) => row.basis));
    const warned = new Set(rows.filter(mayWarn).map((row) => row.basis));
    const place = { outlet, pollutant, bases, warned };
    const rules: readonly Rule[] = ALL_RULES.filter((rule) => rule.appliesTo(place));
    const law = new LawOfPlace(rows);
    const shared = this.#sharedOf(rules, pollutant, tradeOf(outlet));
    return { outlet, pollutant, ...shared, limits: law.at.bind(law), mayBreak: breakingAny(rows) };
  }

  #sharedOf(rules: readonly Rule[], pollutant: string, trade: TagTrade): SharedPlan {
    const key = [pollutant, trade, ...rules.map((rule) => rule.name)].join("|");
    const known = this.#shared.get(key);
    if (known !== undefined) return known;
    const place = { pollutant, trade, rules };
    const asked = {
      hour: askedRules(place, "hour"),
      day: askedRules(place, "day"),
      "half-month": askedRules(place, "half-month"),
    };
    const counted = countedBy(place);
    const shared = { rules, trade, asked, counted, askers: askersOf([place], pollutant), foundBy: foundBy(rules) };
    this.#shared.set(key, shared);
    return shared;
  }
}

const NONE: readonly Limit[] = [];

/** The rows that may judge a place. Mostly hours of the same day are asked for one after the other. */
class LawOfPlace {
  readonly #rows: readonly Limit[];
  #day: Instant | undefined;
  readonly #inForce = { judge: new Map<LimitBasis, readonly Limit[]>(), warn: new Map<LimitBasis, readonly Limit[]>() };

  constructor(rows: readonly Limit[]) {
    this.#rows = rows;
  }

  at(basis: LimitBasis, start: Instant, use: LimitUse): readonly Limit[] {
    if (this.#rows.length === 0) return NONE;
    const day = startOfBeijingDay(start);
    if (day !== this.#day) {
      this.#inForce.judge.clear();
      this.#inForce.warn.clear();
    }
    this.#day = day;
    const known = this.#inForce[use];
    let rows = known.get(basis);
    if (rows === undefined) {
      rows = rowsInForce(this.#rows, { basis, start, use });
      known.set(basis, rows);
    }
    return rows;
  }
}

function innerMap<T>(maps: Map<string, Map<string, T>>, key: string): Map<string, T> {
  let inner = maps.get(key);
  if (inner === undefined) {
    inner = new Map();
    maps.set(key, inner);
  }
  return inner;
}

/** The pollutant whose periods are wanted, `self` for the one that is judged. */
function ofWant(want: Want): string {
  return want.fact === "declarations" || want.fact === "found" ? "self" : want.of;
}

function foundBy(rules: readonly Rule[]): SharedPlan["foundBy"] {
  const wanted = new Map<PeriodBasis, Set<string>>();
  for (const { period, wants } of rules) {
    const ids = wants.flatMap((want) => (want.fact === "found" ? want.rules : []));
    if (ids.length > 0) wanted.set(period, new Set([...(wanted.get(period) ?? []), ...ids]));
  }
  return wanted;
}

type RulesOf = Pick<PlacePlan, "pollutant" | "trade" | "rules">;

/** Whom a changed period of the pollutant asks, among the rules of its outlet. */
function askersOf(plans: readonly RulesOf[], pollutant: string): AskersOf {
  return {
    hour: askersOn("hour", plans, pollutant),
    day: askersOn("day", plans, pollutant),
    // Nobody looks at what was found of a half-month.
    "half-month": [],
    counting: plans.flatMap((plan) => countingOf(plan, pollutant)),
  };
}

function countingOf({ pollutant: of, rules }: RulesOf, changed: string): readonly CountingAsker[] {
  const wants = rules.filter(isCounting).flatMap((rule) => rule.wants);
  const later = wants.flatMap((want) =>
    want.fact === "hours" && isWanted(want, { pollutant: changed, basis: "hour" }, of) ? [want.before] : [],
  );
  return later.length === 0 ? [] : [{ pollutant: of, hoursLater: Math.max(...later) }];
}

function isCounting({ period }: Rule): boolean {
  return period === "half-month";
}

function askersOn(changed: PeriodBasis, plans: readonly RulesOf[], pollutant: string): readonly Asker[] {
  const askers = new Map<string, Asker>();
  for (const plan of plans) {
    for (const rule of plan.rules.filter((one) => !isCounting(one))) {
      for (const want of rule.wants) {
        if (!isWantedAt(want, plan.trade) || !isWanted(want, { pollutant, basis: changed }, plan.pollutant)) continue;
        for (const offset of offsetsAfter(want)) {
          const asker = { pollutant: plan.pollutant, basis: rule.period, offset };
          askers.set(`${asker.pollutant}|${asker.basis}|${offset}`, asker);
        }
      }
    }
  }
  return [...askers.values()];
}

/** True for a fact that is wanted at outlets of the trade. */
function isWantedAt(want: Want, trade: TagTrade): boolean {
  return want.fact !== "hours" || want.trade === undefined || want.trade === trade;
}

function isWanted(want: Want, { pollutant, basis }: Pick<PeriodKey, "pollutant" | "basis">, asker: string): boolean {
  if (want.fact === "declarations" || want.fact === "found" || (want.fact === "hours") !== (basis === "hour")) return false;
  return want.of === "self" ? asker === pollutant : want.of === pollutant;
}

/** The periods of a rule in whose span of facts the changed one lies. */
function offsetsAfter(want: Want): readonly number[] {
  return Array.from({ length: (want.fact === "hours" ? want.before : 0) + 1 }, (_, back) => back * HOUR);
}

/** The start of the period that contains the moment. */
export function startOfPeriod(period: PeriodBasis, at: Instant): Instant {
  if (period === "half-month") return startOfHalfMonth(at);
  return period === "hour" ? at : startOfBeijingDay(at);
}

/** The periods whose rules want what stands of this one, of these ids where they are given. */
export function foundAskers(plan: PlacePlan, key: PeriodKey, ids?: ReadonlySet<string>): readonly PeriodKey[] {
  if (key.basis !== "hour") return NO_KEYS;
  return [...plan.foundBy].flatMap(([basis, wanted]) =>
    ids === undefined || [...ids].some((id) => wanted.has(id)) ? [{ ...key, basis, start: startOfPeriod(basis, key.start) }] : [],
  );
}

const NO_KEYS: readonly PeriodKey[] = [];

/** A period that rules look at, told from the start of the one that is judged. */
export interface Looked {
  readonly pollutant: string;
  readonly basis: PeriodBasis;
  readonly offset: number;
}

/** The periods that the rules look at when they are asked about one, itself first. */
export function wantedKeys({ outlet, asked }: PlacePlan, { basis, start }: PeriodKey): readonly PeriodKey[] {
  const { id } = outlet;
  return asked[basis].looked.map((l) => ({ outlet: id, pollutant: l.pollutant, basis: l.basis, start: plus(start, l.offset) }));
}

/** What is looked at when the day is counted. */
export function countedKeys({ outlet, counted }: PlacePlan, { start }: PeriodKey): readonly PeriodKey[] {
  const { id } = outlet;
  return counted.looked.map((l) => ({ outlet: id, pollutant: l.pollutant, basis: l.basis, start: plus(start, l.offset) }));
}

function countedBy(place: RulesOf): SharedPlan["counted"] {
  const rules = place.rules.filter(isCounting);
  return { rules, looked: bySeries([...lookedBy({ ...place, rules }, "day").values()]) };
}

function askedRules({ rules: all, ...place }: RulesOf, basis: PeriodBasis): AskedRules {
  const rules = all.filter((rule) => rule.period === basis);
  const { pollutant } = place;
  const itself = new Map([[`${pollutant}|${basis}|0`, { pollutant, basis, offset: 0 }]]);
  // A half-month is judged by what was counted of its days, which stands in its own row.
  const looked = new Map([...itself, ...(basis === "half-month" ? [] : lookedBy({ ...place, rules }, basis))]);
  const wantStatements = rules.some((rule) => rule.wants.some((want) => want.fact === "declarations"));
  return { rules, looked: bySeries([...looked.values()]), wantStatements };
}

/** What the rules look at for a period of the kind. */
function lookedBy({ rules, pollutant, trade }: RulesOf, basis: PeriodBasis): ReadonlyMap<string, Looked> {
  const looked = new Map<string, Looked>();
  for (const want of rules.flatMap((rule) => rule.wants.filter((one) => isWantedAt(one, trade)))) {
    for (const one of offsetsOf(want, basis)) {
      const of = ofWant(want) === "self" ? pollutant : ofWant(want);
      looked.set(`${of}|${one.basis}|${one.offset}`, { ...one, pollutant: of });
    }
  }
  return looked;
}

function bySeries(looked: readonly Looked[]): readonly Looked[] {
  const seriesOf = (one: Looked): number => looked.findIndex((o) => o.pollutant === one.pollutant && o.basis === one.basis);
  return looked.toSorted((a, b) => seriesOf(a) - seriesOf(b));
}

function offsetsOf(want: Want, basis: PeriodBasis): readonly Omit<Looked, "pollutant">[] {
  if (want.fact === "declarations") return [];
  if (want.fact === "day") return [{ basis: "day", offset: 0 }];
  const last = basis === "hour" ? 0 : DAY / HOUR - 1;
  const before = want.fact === "found" ? 0 : want.before;
  return Array.from({ length: before + last + 1 }, (_, i) => ({ basis: "hour", offset: (i - before) * HOUR }));
}
