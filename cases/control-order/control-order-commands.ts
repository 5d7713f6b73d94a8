import { z } from "zod";
import { command, type Effects } from "../../core/casework/subject.ts";
import { CONTROL_LEVELS } from "../../core/judging/declared-emission.ts";
import { reachOf } from "../../core/people/reach.ts";
import type { RegistryIndex } from "../../core/registry/grid.ts";
import { ok } from "../../core/result.ts";
import { emissionsOf } from "../shared/named-places.ts";
import { Id, InstantIn, MOST_NAMED, Text } from "../shared/wire-forms.ts";
import type { ControlOrder } from "./control-order.ts";
import { CONTROL_ORDERS } from "./control-order-collection.ts";
import { CONTROL_POWER, type GivenOrder, liftControl, orderControl, unknownEnterprises } from "./decide-control-order.ts";

const NewOrder = z.strictObject({
  level: z.enum(CONTROL_LEVELS),
  from: InstantIn,
  to: InstantIn,
  enterprises: z.array(Id).min(1).max(MOST_NAMED),
  share: z.number().min(0).max(1),
  note: Text.default(""),
});

/** The bureau orders enterprises to stop or to produce less. What the caller may not see does not exist. */
export const ORDER_CONTROL = command<null, GivenOrder, null>({
  type: "order-control",
  format: 1,
  place: null,
  summary: "Give a control order",
  power: CONTROL_POWER,
  body: NewOrder,
  audit: { action: "control-order.give", fields: ["level", "enterprises"] },
  problemsOf: ({ body: { enterprises }, actor, index }) => {
    const reach = reachOf(actor, index);
    return unknownEnterprises(
      enterprises,
      (id) => index.enterpriseById.has(id) && (reach.everything || reach.enterprises.has(id)),
    );
  },
  needs: async () => null,
  decide: ({ body, actor, moment }) => {
    const decision = orderControl({ ...body, actor }, moment);
    return decision.ok ? ok(toEffects(decision.value, decision.value, moment.index)) : decision;
  },
});

/** The bureau lifts an order before its end. */
export const LIFT_CONTROL = command<ControlOrder, Readonly<Record<string, never>>, null>({
  type: "lift-control",
  format: 1,
  place: "end",
  summary: "Lift a control order",
  power: CONTROL_POWER,
  body: z.strictObject({}),
  audit: { action: "control-order.lift", fields: [] },
  needs: async () => null,
  decide: ({ row, actor, moment }) => {
    const decision = liftControl(row, { actor }, moment);
    return decision.ok ? ok(toEffects(decision.value, row, moment.index)) : decision;
  },
});

/** What the enterprises emit in the window, as it is or as it was, is judged again. */
function toEffects(row: ControlOrder, { from, to }: ControlOrder, index: RegistryIndex): Effects {
  const judgeAgain = row.enterprises.flatMap((id) => emissionsOf(id, { start: from, end: to }, index));
  return { id: row.id, writes: [{ collection: CONTROL_ORDERS, row }], judgeAgain };
}
