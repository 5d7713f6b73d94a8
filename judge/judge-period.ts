import { type Finding, findingId, type Verdict } from "../core/judging/finding.ts";
import type { PeriodKey, PeriodState, VerdictWord } from "../core/judging/period.ts";
import type { Reason } from "../core/judging/reason-codes.ts";
import type { Instant } from "../core/time.ts";
import { decideFinding, type FindingDecision, withdrawFinding } from "../rules/decide-finding.ts";
import { emptyPeriod } from "../rules/period/fold-reading.ts";
import { earlier, type Facts, type Rule } from "../rules/register/rule.ts";
import { applyFinding } from "./apply-finding.ts";
import { factsFor } from "./facts-of-period.ts";
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
  const plan = plansOf(turn.index).of(key.outlet, key.pollutant);
  const rules = plan?.rules.filter((rule) => rule.period === key.basis) ?? [];
  await turn.set.loadPeriods(plan === undefined ? [key] : wantedKeys(plan, key));
  const state = turn.set.peekPeriod(key) ?? undefined;
  if (plan === undefined && state === undefined) return [];
  const judgement = new Judgement(turn, key, state);
  if (plan !== undefined) {
    const declarations = rules.some(wantsDeclarations) ? await turn.set.casework.declarationsOf(key.outlet) : [];
    const facts = factsFor(turn, { key, plan, declarations });
    for (const rule of rules) await judgement.ask(rule, facts);
  }
  return judgement.end();
}

function wantsDeclarations(rule: Rule): boolean {
  return rule.wants.some((want) => want.fact === "declarations");
}

/** One period while its rules are asked. */
class Judgement {
  readonly #turn: Turn;
  readonly #key: PeriodKey;
  readonly #state: PeriodState | undefined;
  /** Ids of which the period has a finding, standing or not. */
  readonly #found: Set<string>;
  readonly #said = new Set<string>();
  /** Ids of which something could be said: their rule looks at this place, and a row of the law judges the period. */
  readonly #lawful = new Set<string>();
  readonly #colours: Verdict[] = [];
  readonly #changed: string[] = [];
  #askAt: Instant | null = null;

  constructor(turn: Turn, key: PeriodKey, state: PeriodState | undefined) {
    this.#turn = turn;
    this.#key = key;
    this.#state = state;
    this.#found = new Set(state?.findings);
  }

  async ask(rule: Rule, facts: Facts): Promise<void> {
    const { verdicts, askAt, isWithoutLaw } = rule.judge(facts);
    if (isWithoutLaw !== true) for (const id of rule.says) this.#lawful.add(id);
    this.#askAt = earlier(this.#askAt, askAt);
    if (rule.colours) this.#colours.push(...verdicts);
    for (const verdict of verdicts) await this.#take(verdict, facts.outlet.enterprise);
  }

  async #take(verdict: Verdict, enterprise: string): Promise<void> {
    const { rule, verdict: word } = verdict;
    this.#said.add(rule);
    const isFound = word === "exceeding" || word === "exempt";
    // Of a period that never had a finding of this id there is none to look up.
    if (!isFound && !this.#found.has(rule)) return;
    const current = this.#found.has(rule) ? await this.#turn.set.finding(verdict.findingId) : undefined;
    this.#found.add(rule);
    const { now, seq } = this.#turn;
    await this.#apply(decideFinding(current, verdict, { enterprise, now, seq }));
  }

  async #apply(decision: FindingDecision | undefined): Promise<void> {
    if (decision === undefined) return;
    await applyFinding(this.#turn, decision.next, decision.change, this.#state?.isHistory === true);
    this.#changed.push(decision.next.id);
  }

  /** Withdraws what nobody says any more, and keeps the rest; answers with the findings that changed. */
  async end(): Promise<readonly string[]> {
    const { outlet, pollutant, start } = this.#key;
    const { now, seq } = this.#turn;
    for (const id of this.#found) {
      if (this.#said.has(id)) continue;
      const current = (await this.#turn.set.finding(findingId(outlet, pollutant, id, start))) as Finding;
      const reason: Reason = { code: this.#lawful.has(id) ? "nothing-found" : "no-limit", facts: {} };
      await this.#apply(withdrawFinding(current, reason, { enterprise: current.enterprise, now, seq }));
    }
    const [gravest] = GRAVITY.flatMap((word) => this.#colours.filter((v) => v.verdict === word));
    this.#colour(gravest);
    this.#keep(gravest !== undefined);
    return this.#changed;
  }

  /** A period keeps which ids were found of it, and when to ask again: a row says so. */
  #keep(isColoured: boolean): void {
    const known = this.#state ?? emptyPeriod(this.#key, this.#turn.now);
    const findings = [...this.#found].sort();
    const isSame = findings.length === known.findings.length && this.#askAt === known.askAt && isColoured === known.isColoured;
    if (isSame) return;
    const { set } = this.#turn;
    set.putPeriod({ ...known, findings, isColoured, askAt: this.#askAt });
    if (this.#askAt === known.askAt) return;
    const id = `ask:${periodKey(this.#key)}`;
    if (this.#askAt === null) {
      set.clearDeadline(id);
      return;
    }
    const { outlet, pollutant, basis, start } = this.#key;
    const detail = JSON.stringify([pollutant, basis, start]);
    set.setDeadline({ id, at: this.#askAt, kind: ASK_AGAIN, subject: outlet, detail });
  }

  /** The period keeps the gravest verdict; where nobody says one any more, none. */
  #colour(gravest: Verdict | undefined): void {
    if (gravest === undefined && this.#state?.isColoured !== true) return;
    this.#turn.set.putVerdict(verdictShown(this.#key, gravest));
  }
}

const GRAVITY: readonly VerdictWord[] = ["exceeding", "exempt", "cannot-judge", "compliant"];
