import type { Where } from "../../core/casework/collection.ts";
import type { Actor } from "../../core/people/actor.ts";
import { isWithin, reachOf } from "../../core/people/reach.ts";
import { holds, holdsAny } from "../../core/people/rights.ts";
import type { RegistryIndex } from "../../core/registry/grid.ts";
import { FIGURES } from "../../limits/figures.ts";
import { withinWhere } from "../shared/reaches.ts";
import { stepsOpenTo } from "./allowed-steps.ts";
import type { Case } from "./case.ts";
import { isUnsettled } from "./case-decision.ts";
import { TRANSITIONS, type Transition } from "./transitions.ts";
import { usuallyAhead } from "./usual-way.ts";

/** True while somebody has something to do about a case: it is not settled, or a clock of it runs. */
export function isOpen(current: Case): boolean {
  return current.deadline !== null || isUnsettled(current.state);
}

/** Where a right is held. */
interface Grid {
  readonly index: RegistryIndex;
}

/** True when the actor holds a power for the step, over what the role that lends the power reaches. */
export function holdsFor(step: Transition, actor: Actor, { current, index }: Grid & { readonly current: Case }): boolean {
  const held = step.powers.filter((power) => holds(actor.roles, power));
  return held.some((power) => isWithin(reachOf(actor, index, power), current));
}

/**
 * Taking up a verification, confirming it and closing are all barred to the handler; taking the case back to work is
 * not.
 */
export function isOwnWork(step: Pick<Transition, "to">, actor: Actor, { handler }: Pick<Case, "handler">): boolean {
  return isBarredToHandler(step) && handler !== null && namesOf(actor).includes(handler);
}

/** True when the actor may take the step now. */
export function mayTake(step: Transition, actor: Actor, at: Grid & { readonly current: Case }): boolean {
  return whyNotMine(step, actor, at) === null;
}

/** The step by which a case usually goes on, else the first one that it allows; `undefined` where nothing is to do. */
export function nextStepOf(current: Case): Transition | undefined {
  const steps = stepsOpenTo(current);
  const [usual] = usuallyAhead(current.state);
  return isOpen(current) ? (steps.find((step) => step.to === usual) ?? steps[0]) : undefined;
}

/** The code that the step would be declined with for who asks, or for where; `null` when the actor may take it. */
export function whyNotMine(
  step: Transition,
  actor: Actor,
  at: Grid & { readonly current: Case },
): "role-not-allowed" | "outside-your-cells" | "same-person" | null {
  if (!holdsAny(actor.roles, step.powers)) return "role-not-allowed";
  if (!holdsFor(step, actor, at)) return "outside-your-cells";
  return isOwnWork(step, actor, at.current) ? "same-person" : null;
}

/** True when it is the actor's turn: a step that the actor may take now, or the case is in the actor's hands. */
export function isMine(current: Case, actor: Actor, { index }: Grid): boolean {
  if (current.mergedInto !== null) return false;
  const hands = namesOf(actor);
  const isHeld = current.handler !== null && hands.includes(current.handler);
  return isHeld || stepsOpenTo(current).some((step) => mayTake(step, actor, { index, current }));
}

/** The same as a condition for the store: `isMine` holds exactly for the rows that meet it. */
export function mineWhere(actor: Actor, { index }: Grid): Where {
  const hands = namesOf(actor);
  const held: readonly Where[] = [[{ field: "handler", in: hands }]];
  const statesByRest = new Map<string, { readonly rest: Where; readonly states: string[] }>();
  for (const step of TRANSITIONS) {
    for (const power of step.powers.filter((p) => holds(actor.roles, p))) {
      const rest = [...notUsedUp(step), ...notOwnWork(step, hands), ...withinWhere(reachOf(actor, index, power))];
      const key = JSON.stringify(rest);
      const group = statesByRest.get(key) ?? { rest, states: [] };
      group.states.push(step.from);
      statesByRest.set(key, group);
    }
  }
  const turns = [...statesByRest.values()].map(
    ({ rest, states }): Where => [{ field: "state", in: [...new Set(states)] }, ...rest],
  );
  return [{ field: "merged", in: [false] }, { any: [...held, ...turns] }];
}

/** Ids of somebody as a handler. A unit to which a case is dispatched is no person, whatever it is called. */
export function namesOf(actor: Actor): readonly string[] {
  return actor.person === null ? [actor.id] : [actor.id, actor.person];
}

function notUsedUp(step: Transition): Where {
  if (step.to === "returned") return [{ field: "returns", to: FIGURES.returnsOfACase.value }];
  return step.to === "pending" ? [{ field: "extensions", to: FIGURES.extensionsOfHandling.value }] : [];
}

function notOwnWork(step: Transition, hands: readonly string[]): Where {
  return isBarredToHandler(step) ? [{ field: "handler", notIn: hands }] : [];
}

function isBarredToHandler(step: Pick<Transition, "to">): boolean {
  return step.to === "verify" || step.to === "closed";
}
