import { type Finding, findingId, findingIdOf, type RuleId, type Verdict } from "../core/judging/finding.ts";
import type { PeriodKey, PeriodState, VerdictWord } from "../core/judging/period.ts";
import type { Reason } from "../core/judging/reason-codes.ts";
import type { Outlet } from "../core/registry/registry.ts";
import type { Instant } from "../core/time.ts";
import { decideFinding, type FindingDecision, withdrawFinding } from "../rules/decide-finding.ts";
import { emptyPeriod } from "../rules/period/fold-reading.ts";
import { endOf } from "../rules/period/watermarks.ts";
import { type Answer, earlier, type Rule } from "../rules/register/rule.ts";
import { applyFinding } from "./apply-finding.ts";
import { type Asked, factsFor } from "./facts-of-period.ts";
import { plansOf, wantedKeys } from "./place-plans.ts";
import type { Turn } from "./turn.ts";
import { verdictShown } from "./verdict-shown.ts";
import { periodKey } from "./working-set.ts";

/** The judge's own kind of deadline: time alone may change what is said of a period. */
export const ASK_AGAIN = "ask-again";

/**
 * Asks every rule of a period, applies what they say, and sets when to ask again. Answers with the ids of the findings
 * that changed. What stands of a rule that says nothing any more is withdrawn: its limit was taken out of force, its
 * outlet is another kind of place now, or what it had found is gone.
 */
export async function judgePeriod(turn: Turn, key: PeriodKey): Promise<readonly string[]> {
  const { set, index, now } = turn;
  const plan = plansOf(index).of(key.outlet, key.pollutant);
  const wanted = plan === undefined ? [key] : wantedKeys(plan, key);
  const looked = await set.periodsOf(wanted);
  const state = looked[0] ?? undefined;
  if (state === undefined && (plan === undefined || isRunningHour(key, now))) return [];
  const judgement = new Judgement(turn, key, state);
  for (const { rule, answer } of plan === undefined ? [] : await askRules(turn, { key, plan, looked })) {
    judgement.hear(rule, answer);
    for (const verdict of answer.verdicts) if (judgement.isNews(verdict)) await judgement.take(verdict);
  }
  return judgement.end();
}

/** Of an hour that has not ended and of which nothing came there is nothing to be said. */
function isRunningHour(key: PeriodKey, now: Instant): boolean {
  return key.basis === "hour" && endOf(key) > now;
}

interface Answered {
  readonly rule: Rule;
  readonly answer: Answer;
}

async function askRules({ set, now }: Turn, asked: Omit<Asked, "declarations">): Promise<readonly Answered[]> {
  const { rules, wantDeclarations } = asked.plan.asked[asked.key.basis];
  const declarations = wantDeclarations ? await set.casework.declarationsOf(asked.key.outlet) : [];
  const facts = factsFor({ ...asked, declarations }, now);
  return rules.map((rule) => ({ rule, answer: rule.judge(facts) }));
}

/** One period while its rules are asked. */
class Judgement {
  readonly #turn: Turn;
  readonly #key: PeriodKey;
  readonly #state: PeriodState | undefined;
  /** Ids of which the period has a finding, standing or not. */
  #found: readonly RuleId[];
  readonly #said: RuleId[] = [];
  /** Rules that look at this place, and of which a row of the law judges the period: they could say something. */
  readonly #lawful: Rule[] = [];
  readonly #changed: string[] = [];
  #gravest: Verdict | undefined;
  #askAt: Instant | null = null;

  constructor(turn: Turn, key: PeriodKey, state: PeriodState | undefined) {
    this.#turn = turn;
    this.#key = key;
    this.#state = state;
    this.#found = state?.findings ?? [];
  }

  hear(rule: Rule, { verdicts, askAt, isWithoutLaw }: Answer): void {
    if (isWithoutLaw !== true) this.#lawful.push(rule);
    this.#askAt = earlier(this.#askAt, askAt);
    for (const verdict of verdicts) {
      this.#said.push(verdict.rule);
      if (rule.colours && isGraver(verdict, this.#gravest)) this.#gravest = verdict;
    }
  }

  /** Of a period that never had a finding of this id there is none to look up. */
  isNews({ rule, verdict }: Verdict): boolean {
    return verdict === "exceeding" || verdict === "exempt" || this.#found.includes(rule);
  }

  async take(verdict: Verdict): Promise<void> {
    const { set, now, seq, index } = this.#turn;
    const isKnown = this.#found.includes(verdict.rule);
    const current = isKnown ? await set.finding(findingIdOf(verdict)) : undefined;
    if (!isKnown) this.#found = [...this.#found, verdict.rule];
    const { enterprise } = index.outletById.get(verdict.outlet) as Outlet;
    await this.#apply(decideFinding(current, verdict, { enterprise, now, seq }));
  }

  async #apply(decision: FindingDecision | undefined): Promise<void> {
    if (decision === undefined) return;
    await applyFinding(this.#turn, decision.next, decision.change, this.#state?.isHistory === true);
    this.#changed.push(decision.next.id);
  }

  /** Withdraws what nobody says any more, and keeps the rest; answers with the findings that changed. */
  async end(): Promise<readonly string[]> {
    for (const id of this.#found) if (!this.#said.includes(id)) await this.#withdraw(id);
    this.#colour();
    this.#keep();
    return this.#changed;
  }

  async #withdraw(id: RuleId): Promise<void> {
    const { outlet, pollutant, start } = this.#key;
    const { set, now, seq } = this.#turn;
    const current = (await set.finding(findingId(outlet, pollutant, id, start))) as Finding;
    const isLawful = this.#lawful.some((rule) => rule.says.includes(id));
    const reason: Reason = { code: isLawful ? "nothing-found" : "no-limit", facts: {} };
    await this.#apply(withdrawFinding(current, reason, { enterprise: current.enterprise, now, seq }));
  }

  /** A period keeps which ids were found of it, and when to ask again: a row says so. */
  #keep(): void {
    const known = this.#state ?? emptyPeriod(this.#key, this.#turn.now);
    const isColoured = this.#gravest !== undefined;
    const findings = this.#found.length === known.findings.length ? known.findings : this.#found.toSorted();
    const isSame = findings === known.findings && this.#askAt === known.askAt && isColoured === known.isColoured;
    if (isSame) return;
    const { set, now } = this.#turn;
    set.putPeriod({ ...known, findings, isColoured, askAt: this.#askAt });
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

  /** The period keeps the gravest verdict; where nobody says one any more, none. */
  #colour(): void {
    if (this.#gravest === undefined && this.#state?.isColoured !== true) return;
    this.#turn.set.putVerdict(verdictShown(this.#key, this.#gravest));
  }
}

const GRAVITY: readonly VerdictWord[] = ["exceeding", "exempt", "cannot-judge", "compliant"];

/** Of two that are equally grave the one that was said first counts. */
function isGraver(verdict: Verdict, than: Verdict | undefined): boolean {
  return than === undefined || GRAVITY.indexOf(verdict.verdict) < GRAVITY.indexOf(than.verdict);
}
