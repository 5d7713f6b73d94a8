import type { PeriodBasis, PeriodKey } from "../core/judging/period.ts";
import type { RegistryIndex } from "../core/registry/grid.ts";
import { isInForce, type Limit, type LimitBasis } from "../core/registry/limit.ts";
import type { Outlet } from "../core/registry/registry.ts";
import { beijingDate, DAY, HOUR, type Instant, plus, startOfBeijingDate } from "../core/time.ts";
import { ALL_RULES } from "../rules/all-rules.ts";
import { judgingRows } from "../rules/law/applied-limit.ts";
import type { Rule, Want } from "../rules/register/rule.ts";

/** Which rules look at a pollutant at an outlet, and what they want. Made once for each registry. */
export interface PlacePlan {
  readonly outlet: Outlet;
  readonly pollutant: string;
  readonly rules: readonly Rule[];
  /** What they look at when they are asked about a period of this kind. */
  readonly looked: Readonly<Record<PeriodBasis, readonly Looked[]>>;
  /** Rows of the law that judge the period on this basis, the strictest first. */
  limits(basis: LimitBasis, start: Instant): readonly Limit[];
}

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
  readonly #plans = new Map<string, PlacePlan | null>();
  /** For a fact of an outlet: the pollutants whose rules want it beside their own. */
  readonly #askers = new Map<string, readonly string[]>();

  constructor(index: RegistryIndex) {
    this.#index = index;
  }

  /** `undefined` for an outlet that is not registered. */
  of(outlet: string, pollutant: string): PlacePlan | undefined {
    const key = `${outlet}|${pollutant}`;
    let plan = this.#plans.get(key);
    if (plan === undefined) {
      plan = this.#make(outlet, pollutant);
      this.#plans.set(key, plan);
    }
    return plan ?? undefined;
  }

  /** The periods of which a rule must be asked again when this one changed; its own first. */
  asks(changed: PeriodKey): readonly PeriodKey[] {
    const { outlet, pollutant } = changed;
    const asked = new Map<string, PeriodKey>();
    for (const asker of [pollutant, ...this.#askersOf(outlet, pollutant)]) {
      for (const rule of this.of(outlet, asker)?.rules ?? []) {
        for (const want of rule.wants) {
          if (!isWanted(want, changed, asker)) continue;
          for (const start of startsOf(rule.period, want, changed.start)) {
            asked.set(`${asker}|${rule.period}|${start}`, { outlet, pollutant: asker, basis: rule.period, start });
          }
        }
      }
    }
    return [...asked.values()];
  }

  #askersOf(outlet: string, pollutant: string): readonly string[] {
    const key = `${outlet}|${pollutant}`;
    const known = this.#askers.get(key);
    if (known !== undefined) return known;
    const others = this.#pollutantsOf(outlet).filter((other) => other !== pollutant);
    const askers = others.filter((other) => this.of(outlet, other)?.rules.some((r) => r.wants.some((w) => isOf(w, pollutant))));
    this.#askers.set(key, askers);
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
    const place = { outlet, pollutant, bases };
    const judging = new Map([...bases].map((basis) => [basis, judgingRows(rows, basis)]));
    const rules: readonly Rule[] = ALL_RULES.filter((rule) => rule.appliesTo(place));
    return {
      outlet,
      pollutant,
      rules,
      looked: { hour: lookedAt(rules, pollutant, "hour"), day: lookedAt(rules, pollutant, "day") },
      limits: (basis, start) => (judging.get(basis) ?? []).filter((row) => isInForce(row, start)),
    };
  }
}

function isOf(want: Want, pollutant: string): boolean {
  return want.fact !== "declarations" && want.of === pollutant;
}

function isWanted(want: Want, { pollutant, basis }: PeriodKey, asker: string): boolean {
  if (want.fact === "declarations" || (want.fact === "hours") !== (basis === "hour")) return false;
  return want.of === "self" ? asker === pollutant : want.of === pollutant;
}

/** The periods of the rule in whose span of facts the changed one lies. */
function startsOf(period: PeriodBasis, want: Want, changed: Instant): readonly Instant[] {
  const before = want.fact === "hours" ? want.before : 0;
  const starts: Instant[] = [];
  for (let back = 0; back <= before; back++) starts.push(startOfPeriod(period, plus(changed, back * HOUR)));
  return starts;
}

/** The start of the period that contains the moment. */
export function startOfPeriod(period: PeriodBasis, at: Instant): Instant {
  return period === "hour" ? at : startOfBeijingDate(beijingDate(at));
}

/** A period that rules look at, told from the start of the one that is judged. */
interface Looked {
  readonly pollutant: string;
  readonly basis: PeriodBasis;
  readonly offset: number;
}

/** The periods that the rules look at when they are asked about one, itself first. */
export function wantedKeys({ outlet, looked }: PlacePlan, { basis, start }: PeriodKey): readonly PeriodKey[] {
  return looked[basis].map((l) => ({ outlet: outlet.id, pollutant: l.pollutant, basis: l.basis, start: plus(start, l.offset) }));
}

function lookedAt(rules: readonly Rule[], pollutant: string, basis: PeriodBasis): readonly Looked[] {
  const looked = new Map<string, Looked>([[`${pollutant}|${basis}|0`, { pollutant, basis, offset: 0 }]]);
  const wants = rules.filter((rule) => rule.period === basis).flatMap((rule) => rule.wants);
  for (const want of wants) {
    for (const one of offsetsOf(want, basis)) {
      const of = want.fact === "declarations" || want.of === "self" ? pollutant : want.of;
      looked.set(`${of}|${one.basis}|${one.offset}`, { ...one, pollutant: of });
    }
  }
  return [...looked.values()];
}

function offsetsOf(want: Want, basis: PeriodBasis): readonly Omit<Looked, "pollutant">[] {
  if (want.fact === "declarations") return [];
  if (want.fact === "day") return [{ basis: "day", offset: 0 }];
  const last = basis === "hour" ? 0 : DAY / HOUR - 1;
  return Array.from({ length: want.before + last + 1 }, (_, i) => ({ basis: "hour", offset: (i - want.before) * HOUR }));
}
