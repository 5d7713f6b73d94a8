import { SUBJECTS } from "../cases/all-subjects.ts";
import type { Collection, Page, Row } from "../core/casework/collection.ts";
import type { CaseworkReader, FindingNews, Moment } from "../core/casework/subject.ts";
import { type Finding, findingId, type RuleId } from "../core/judging/finding.ts";
import type { PeriodKey } from "../core/judging/period.ts";
import type { Gathering } from "../core/records/gathered.ts";
import { beijingDate } from "../core/time.ts";
import { endOf } from "../rules/period/watermarks.ts";
import type { Rule } from "../rules/register/rule.ts";
import { momentOf } from "./apply-effects.ts";
import { TAKERS } from "./apply-finding.ts";
import { foundAskers, type PlacePlan, plansOf, wantedKeys } from "./place-plans.ts";
import type { Turn } from "./turn.ts";
import type { WorkingSet } from "./working-set.ts";

/** What a decision looks up leads to what it looks up next; so many questions to the store in all. */
const ROUNDS = 3;

/** A period of which a finding may change, and the turn in which it may. */
export interface LikelyChange {
  readonly key: PeriodKey;
  /** True when a value of it may break a limit; what was found of it before may change in any case. */
  readonly mayBreak: boolean;
  readonly turn: Turn;
}

/**
 * Reads at once what findings that may change will look up, instead of one row after the other when they do. Nothing
 * hangs on it but the time that it takes: what was not foreseen is read when it is asked for.
 */
export async function lookAhead(
  set: WorkingSet,
  changes: readonly LikelyChange[],
  others: readonly Rehearsal[] = [],
): Promise<void> {
  const found = changes.flatMap(({ key }) => {
    const { findings = [] } = set.peekPeriod(key) ?? {};
    return findings.map((rule) => findingId(key.outlet, key.pollutant, rule, key.start));
  });
  await rehearse(set, [...rehearsalsOf(set, changes), ...others], { findings: found, periods: askedByFindings(changes) });
}

/** What is looked at where a finding of one of these begins to stand or falls. */
function askedByFindings(changes: readonly LikelyChange[]): readonly PeriodKey[] {
  return changes.flatMap(({ key, turn }) => {
    const plan = plansOf(turn.index).of(key.outlet, key.pollutant);
    return plan === undefined ? [] : foundAskers(plan, key).flatMap((asker) => wantedKeys(plan, asker));
  });
}

/** What is known from the beginning that it will be looked up. */
type Known = Required<Pick<Gathering, "findings" | "periods">>;

async function rehearse(set: WorkingSet, all: readonly Rehearsal[], { findings, periods }: Known): Promise<void> {
  let left = all;
  for (let round = 0; round < ROUNDS; round++) {
    const wanted = new Wanted(set);
    if (round === 0) for (const id of findings) await wanted.finding(id);
    const unanswered: Rehearsal[] = [];
    for (const rehearsal of left) if (!(await wanted.rehearse(rehearsal))) unanswered.push(rehearsal);
    await set.load({ ...wanted.gathering(), ...(round === 0 && { periods }) });
    left = unanswered;
    if (left.length === 0) return;
  }
}

/**
 * Reads at once what these periods will be judged by again, and what findings of them and other decisions will look up.
 */
export async function lookAheadAt(turn: Turn, keys: readonly PeriodKey[], others: readonly Rehearsal[] = []): Promise<void> {
  const plans = plansOf(turn.index);
  const looked = keys.flatMap((key) => {
    const plan = plans.of(key.outlet, key.pollutant);
    return plan === undefined ? [key] : wantedKeys(plan, key);
  });
  const declarants = keys.flatMap(({ outlet, pollutant, basis }) => {
    const plan = plans.of(outlet, pollutant);
    return plan?.asked[basis].wantStatements === true ? [plan.outlet.enterprise] : [];
  });
  await turn.set.casework.readAhead(declarants);
  await turn.set.casework.readTagsAhead(keys.map(({ outlet }) => outlet));
  await turn.set.load({ periods: looked });
  const changes = keys.map((key): LikelyChange => {
    const plan = plans.of(key.outlet, key.pollutant);
    const values = turn.set.peekPeriod(key)?.own ?? [];
    return { key, turn, mayBreak: values.some(({ value }) => value !== null && plan?.mayBreak(value) === true) };
  });
  await lookAhead(turn.set, changes, others);
}

/** What a decision of a subject looks up. */
type Rehearsal = (reader: CaseworkReader) => Promise<unknown>;

/** One of each track and day: what stands on a day is one row, and the findings of it are in one incident. */
function rehearsalsOf(set: WorkingSet, changes: readonly LikelyChange[]): readonly Rehearsal[] {
  const rehearsals = new Map<string, Rehearsal>();
  for (const { key, mayBreak, turn } of changes) {
    const plan = plansOf(turn.index).of(key.outlet, key.pollutant);
    const { findings = [], isHistory: history = false } = set.peekPeriod(key) ?? {};
    for (const rule of plan?.rules ?? []) {
      const isLikely = rule.period === key.basis && rule.colours && (mayBreak || rule.says.some((id) => findings.includes(id)));
      if (!isLikely) continue;
      const group = `${key.outlet}|${key.pollutant}|${rule.family}|${beijingDate(key.start)}`;
      if (rehearsals.has(group)) continue;
      const finding = findingAhead(rule, key, (plan as PlacePlan).outlet.enterprise);
      const moment = momentOf(turn);
      rehearsals.set(group, (reader) => takeFinding({ finding, change: "opened", history }, moment, reader));
    }
  }
  return [...rehearsals.values()];
}

async function takeFinding(news: FindingNews, moment: Moment, reader: CaseworkReader): Promise<void> {
  for (const taker of TAKERS) await taker.needs(news, moment, reader);
}

/** A finding as the rule would open it, as far as casework looks at it before it decides. */
function findingAhead({ says: [rule = ""], version, family }: Rule, key: PeriodKey, enterprise: string): Finding {
  const { outlet, pollutant, basis, start } = key;
  return {
    id: findingId(outlet, pollutant, rule as RuleId, start),
    rule: rule as RuleId,
    ruleVersion: version,
    ...{ family, outlet, enterprise, pollutant, basis, period: { start, end: endOf(key) } },
    ...{ value: null, unit: "", limit: null, validity: "valid", status: "provisional", level: "A2", disputed: false },
    ...{ caseId: null, history: [], steps: [], evidence: [], declarationsConsidered: [] },
  };
}

/** What was looked up and is not known. Answers as if there were nothing, and to lists as if they were empty. */
class Wanted implements CaseworkReader {
  readonly #set: WorkingSet;
  readonly #rows = new Map<Collection, Set<string>>();
  readonly #findings = new Set<string>();
  readonly #counters = new Set<string>();
  readonly #timelines = new Set<string>();
  #missed = 0;

  constructor(set: WorkingSet) {
    this.#set = set;
  }

  /** True when everything that is looked up is known. */
  async rehearse(rehearsal: Rehearsal): Promise<boolean> {
    const before = this.#missed;
    try {
      await rehearsal(this);
    } catch {
      // With half of the facts a decision may be nonsense; when it is taken it has all of them.
    }
    return this.#missed === before;
  }

  async get<R extends Row>(collection: Collection<R>, id: string): Promise<R | undefined> {
    if (WITH_HISTORY.has(collection.name)) this.#timelines.add(id);
    const known = this.#set.subjects.peek(collection, id);
    if (known !== undefined) return known ?? undefined;
    const ids = this.#rows.get(collection) ?? new Set();
    this.#rows.set(collection, ids.add(id));
    this.#missed += 1;
    return undefined;
  }

  async list<R extends Row>(): Promise<Page<R>> {
    return { items: [], next: null };
  }

  async finding(id: string): Promise<Finding | undefined> {
    this.#findings.add(id);
    return undefined;
  }

  async counter(key: string): Promise<number> {
    this.#counters.add(key);
    return 0;
  }

  gathering(): Gathering {
    return {
      findings: [...this.#findings],
      counters: [...this.#counters],
      timelines: [...this.#timelines],
      rows: [...this.#rows].map(([collection, ids]) => ({ collection, ids: [...ids] })),
    };
  }
}

const WITH_HISTORY: ReadonlySet<string> = new Set(SUBJECTS.map(({ collection }) => collection.name));
