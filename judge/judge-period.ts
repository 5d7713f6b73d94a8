import { NO_STATEMENTS } from "../core/judging/declared-emission.ts";
import { type Finding, findingId, findingIdOf, type RuleId, type Verdict } from "../core/judging/finding.ts";
import type { PeriodKey, PeriodState, VerdictWord } from "../core/judging/period.ts";
import type { Reason } from "../core/judging/reason-codes.ts";
import type { Outlet } from "../core/registry/registry.ts";
import type { Instant } from "../core/time.ts";
import { decideFinding, type FindingDecision, withdrawFinding } from "../rules/decide-finding.ts";
import { emptyPeriod } from "../rules/period/fold-reading.ts";
import { endOf } from "../rules/period/watermarks.ts";
import { type Answer, earlier, type Facts, type Rule } from "../rules/register/rule.ts";
import { applyFinding } from "./apply-finding.ts";
import { type Asked, FactsOfPeriod, standingOf } from "./facts-of-period.ts";
import { foundAskers, type PlacePlan, plansOf, wantedKeys } from "./place-plans.ts";
import type { Turn } from "./turn.ts";
import { isShownBy, verdictShown } from "./verdict-shown.ts";
import { periodKey } from "./working-set.ts";

/** The judge's own kind of deadline: time alone may change what is said of a period. */
export const ASK_AGAIN = "ask-again";

/** The findings that changed, by their ids. */
type Changed = readonly string[];

const NOTHING: readonly never[] = [];

/**
 * Asks every rule of a period, applies what they say, and sets when to ask again. Answers with the ids of the findings
 * that changed. What stands of a rule that says nothing any more is withdrawn: its limit was taken out of force, its
 * outlet is another kind of place now, or what it had found is gone. Done at once where everything is in memory and no
 * finding is concerned, as with nearly all periods.
 */
export function judgePeriod(turn: Turn, key: PeriodKey): Changed | Promise<Changed> {
  const plan = plansOf(turn.index).of(key.outlet, key.pollutant);
  const asked = plan?.asked[key.basis];
  const tags = turn.set.casework.peekTags(key.outlet);
  if (asked === undefined || asked.wantStatements || tags === undefined) return judgeLoaded(turn, key, plan);
  const looked = turn.set.peekAround(key, asked.looked);
  return looked === undefined
    ? judgeLoaded(turn, key, plan)
    : judgeKnown(turn, { key, plan, looked, tags, statements: NO_STATEMENTS });
}

/** A period, and what it is judged by where its outlet is registered. */
type Known = Omit<Asked, "plan"> & { readonly plan: PlacePlan | undefined };

async function judgeLoaded(turn: Turn, key: PeriodKey, plan: PlacePlan | undefined): Promise<Changed> {
  const { set } = turn;
  const looked = await set.periodsOf(plan === undefined ? [key] : wantedKeys(plan, key));
  const wantStatements = plan?.asked[key.basis].wantStatements === true;
  const statements = wantStatements ? await set.casework.statementsOf(plan.outlet.enterprise) : NO_STATEMENTS;
  const tags = await set.casework.tagsOf(key.outlet);
  return judgeKnown(turn, { key, plan, looked, statements, tags });
}

function judgeKnown(turn: Turn, { key, plan, ...known }: Known): Changed | Promise<Changed> {
  const state = known.looked[0] ?? undefined;
  if (state === undefined && (plan === undefined || isRunningHour(key, turn.now))) return NOTHING;
  const judgement = new Judgement(turn, key, state);
  if (plan !== undefined) judgement.ask(plan.asked[key.basis].rules, new FactsOfPeriod({ key, plan, ...known }, turn.now));
  return judgement.isQuiet ? judgement.end() : changeAndTell(turn, judgement, { key, plan });
}

/** Judges what wants to know which findings stand, where that changed. */
async function changeAndTell(turn: Turn, judgement: Judgement, { key, plan }: Pick<Known, "key" | "plan">): Promise<Changed> {
  const changed = [...(await judgement.change())];
  if (plan === undefined || judgement.turned.size === 0) return changed;
  const { outlet, pollutant } = key;
  for (const { basis, start } of foundAskers(plan, key, judgement.turned)) {
    changed.push(...(await judgePeriod(turn, { outlet, pollutant, basis, start })));
  }
  return changed;
}

/** Of an hour that has not ended and of which nothing came there is nothing to be said. */
function isRunningHour(key: PeriodKey, now: Instant): boolean {
  return key.basis === "hour" && endOf(key) > now;
}

/** One period while its rules are asked. */
class Judgement {
  readonly #turn: Turn;
  readonly #key: PeriodKey;
  readonly #state: PeriodState | undefined;
  #rules: readonly Rule[] = NOTHING;
  /** Of each rule in turn. */
  readonly #answers: Answer[] = [];
  /** Ids of which the period has a finding, standing or not. */
  #found: readonly RuleId[];
  /** Verdicts that may change a finding. */
  readonly #news: Verdict[] = [];
  readonly #changed: string[] = [];
  /** Ids of which a finding begins to stand, or falls. */
  readonly turned = new Set<RuleId>();
  #gravest: Verdict | undefined;
  /** True when the one finding that the period ever had stands and says the same: so its row of a verdict does. */
  #isShown = false;
  #askAt: Instant | null = null;

  constructor(turn: Turn, key: PeriodKey, state: PeriodState | undefined) {
    this.#turn = turn;
    this.#key = key;
    this.#state = state;
    this.#found = state?.findings ?? NOTHING;
  }

  ask(rules: readonly Rule[], facts: Facts): void {
    this.#rules = rules;
    for (const rule of rules) {
      const answer = rule.judge(facts);
      this.#answers.push(answer);
      this.#askAt = earlier(this.#askAt, answer.askAt);
      for (const verdict of answer.verdicts) {
        if (rule.colours && isGraver(verdict, this.#gravest)) this.#gravest = verdict;
        if (this.#isNews(verdict)) this.#news.push(verdict);
      }
    }
  }

  /** Of a period that never had a finding of this id there is none to look up. */
  #isNews({ rule, verdict }: Verdict): boolean {
    return verdict === "exceeding" || verdict === "exempt" || this.#found.includes(rule);
  }

  /** True when nothing is found, and nothing was found before. */
  get isQuiet(): boolean {
    return this.#news.length === 0 && this.#found.length === 0;
  }

  /** Takes what is news and withdraws what nobody says any more; answers with the findings that changed. */
  async change(): Promise<Changed> {
    for (const verdict of this.#news) await this.#take(verdict);
    for (const id of this.#found) if (!this.#isSaid(id)) await this.#withdraw(id);
    return this.end();
  }

  async #take(verdict: Verdict): Promise<void> {
    const { set, now, seq, index } = this.#turn;
    const isKnown = this.#found.includes(verdict.rule);
    const current = isKnown ? await set.finding(findingIdOf(verdict)) : undefined;
    if (!isKnown) this.#found = [...this.#found, verdict.rule];
    const { enterprise } = index.outletById.get(verdict.outlet) as Outlet;
    const isOnlyOne = isKnown && this.#found.length === 1 && verdict === this.#gravest;
    this.#isShown = isOnlyOne && isShownBy(this.#key, current as Finding, verdict);
    await this.#apply(decideFinding(current, verdict, { enterprise, now, seq }));
  }

  async #apply(decision: FindingDecision | undefined): Promise<void> {
    if (decision === undefined) return;
    await applyFinding(this.#turn, decision.next, decision.change, this.#state?.isHistory === true);
    this.#changed.push(decision.next.id);
  }

  /** Keeps what is said of the period; answers with the findings that changed. */
  end(): Changed {
    this.#colour();
    this.#keep();
    return this.#changed;
  }

  #isSaid(id: RuleId): boolean {
    return this.#answers.some(({ verdicts }) => verdicts.some(({ rule }) => rule === id));
  }

  /** True when a rule that could say it looks at this place, and a row of the law judges the period. */
  #isLawful(id: RuleId): boolean {
    return this.#rules.some((rule, i) => rule.says.includes(id) && this.#answers[i]?.isWithoutLaw !== true);
  }

  async #withdraw(id: RuleId): Promise<void> {
    const { outlet, pollutant, start } = this.#key;
    const { set, now, seq } = this.#turn;
    const current = (await set.finding(findingId(outlet, pollutant, id, start))) as Finding;
    const reason: Reason = { code: this.#isLawful(id) ? "nothing-found" : "no-limit", facts: {} };
    await this.#apply(withdrawFinding(current, reason, { enterprise: current.enterprise, now, seq }));
  }

  /** A period keeps which ids were found of it, and when to ask again: a row says so. */
  #keep(): void {
    const known = this.#state ?? emptyPeriod(this.#key, this.#turn.now);
    const isColoured = this.#gravest !== undefined;
    const findings = this.#found.length === known.findings.length ? known.findings : this.#found.toSorted();
    const fallen = this.#fallen(findings, known);
    const isSame =
      findings === known.findings && fallen === known.fallen && this.#askAt === known.askAt && isColoured === known.isColoured;
    if (isSame) return;
    const { set, now } = this.#turn;
    const { fallen: _, ...rest } = known;
    set.putPeriod({ ...rest, findings, ...(fallen !== undefined && { fallen }), isColoured, askAt: this.#askAt });
    if (this.#askAt === known.askAt) return;
    const id = `ask:${periodKey(this.#key)}`;
    if (this.#askAt === null) {
      set.clearDeadline(id);
      return;
    }
    const { outlet, pollutant, basis, start } = this.#key;
    const detail = JSON.stringify([pollutant, basis, start]);
    set.setDeadline({ id, at: this.#askAt, kind: ASK_AGAIN, subject: outlet, detail }, now);
  }

  /** What stands no more of what was found; the same list as before when nothing turned. */
  #fallen(findings: readonly RuleId[], known: PeriodState): readonly RuleId[] | undefined {
    if (findings.length === 0) return undefined;
    const stood = standingOf(known);
    const stands = new Set(this.#answers.flatMap(({ verdicts }) => verdicts.filter(isStanding).map(({ rule }) => rule)));
    for (const id of findings) if (stood.includes(id) !== stands.has(id)) this.turned.add(id);
    if (this.turned.size === 0) return known.fallen;
    const fallen = findings.filter((id) => !stands.has(id));
    return fallen.length === 0 ? undefined : fallen;
  }

  /** The period keeps the gravest verdict; where nobody says one any more, none. */
  #colour(): void {
    if (this.#gravest === undefined && this.#state?.isColoured !== true) return;
    if (this.#isShown && this.#state?.isColoured === true) return;
    this.#turn.set.putVerdict(verdictShown(this.#key, this.#gravest));
  }
}

function isStanding({ verdict }: Verdict): boolean {
  return verdict === "exceeding";
}

const GRAVITY: readonly VerdictWord[] = ["exceeding", "exempt", "cannot-judge", "compliant"];

/** Of two that are equally grave the one that was said first counts. */
function isGraver(verdict: Verdict, than: Verdict | undefined): boolean {
  return than === undefined || GRAVITY.indexOf(verdict.verdict) < GRAVITY.indexOf(than.verdict);
}
