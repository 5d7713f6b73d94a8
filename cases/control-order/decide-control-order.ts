import type { FieldProblem, Refusal } from "../../core/casework/refusal.ts";
import type { Moment } from "../../core/casework/subject.ts";
import type { Actor } from "../../core/people/actor.ts";
import { reachOf } from "../../core/people/reach.ts";
import { holds, type Power } from "../../core/people/rights.ts";
import type { RegistryIndex } from "../../core/registry/grid.ts";
import { err, ok, type Result } from "../../core/result.ts";
import { DAY } from "../../core/time.ts";
import { FIGURES } from "../../limits/figures.ts";
import { invalidFields, outsideYourCells, roleNotAllowed } from "../shared/refusals.ts";
import type { ControlOrder } from "./control-order.ts";

export const CONTROL_POWER: Power = "order-control";

/** A control order as it is given. */
export type GivenOrder = Pick<ControlOrder, "level" | "from" | "to" | "enterprises" | "share" | "note">;

/**
 * Takes in a control order. It may begin in the past: what the bureau ordered by telephone is written down later.
 * Declined for an empty window or one longer than a month, and for enterprises that are not registered or lie beyond
 * the reach of who orders.
 */
export function orderControl(
  command: GivenOrder & { readonly actor: Actor },
  { now, seq, index }: Moment,
): Result<ControlOrder, Refusal> {
  const { actor, ...order } = command;
  if (!holds(actor.roles, CONTROL_POWER)) return err(roleNotAllowed(CONTROL_POWER));
  const problems = [...unknownEnterprises(order.enterprises, (id) => index.enterpriseById.has(id)), ...windowProblems(order)];
  if (problems.length > 0) return err(invalidFields(problems));
  if (!reaches(actor, order.enterprises, index)) return err(outsideYourCells());
  const ordered = { orderedAt: now, orderedBy: actor.id, orderedByName: actor.name };
  return ok({ id: `control-order:${seq}`, ...order, ...ordered });
}

/**
 * Lifts an order now. One that has not begun is called off and holds at no time; one that is over stays as it is, so
 * that lifting it twice does no harm.
 */
export function liftControl(
  order: ControlOrder,
  { actor }: { readonly actor: Actor },
  { now, index }: Moment,
): Result<ControlOrder, Refusal> {
  if (!holds(actor.roles, CONTROL_POWER)) return err(roleNotAllowed(CONTROL_POWER));
  if (!reaches(actor, order.enterprises, index)) return err(outsideYourCells());
  if (order.to <= now) return ok(order);
  return ok({ ...order, to: order.from < now ? now : order.from });
}

/** Those of the enterprises that are not known. */
export function unknownEnterprises(enterprises: readonly string[], isKnown: (id: string) => boolean): readonly FieldProblem[] {
  return enterprises.flatMap((id, i): FieldProblem[] =>
    isKnown(id) ? [] : [{ pointer: `/enterprises/${i}`, code: "unknown-enterprise", facts: { id } }],
  );
}

function reaches(actor: Actor, enterprises: readonly string[], index: RegistryIndex): boolean {
  const reach = reachOf(actor, index, CONTROL_POWER);
  return reach.everything || enterprises.every((id) => reach.enterprises.has(id));
}

function windowProblems({ from, to }: GivenOrder): readonly FieldProblem[] {
  const days = FIGURES.longestControlOrder.value;
  if (from >= to) return [{ pointer: "/to", code: "window-empty", facts: {} }];
  return to - from > days * DAY ? [{ pointer: "/to", code: "window-too-long", facts: { days } }] : [];
}
