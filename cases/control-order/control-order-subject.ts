import type { Subject } from "../../core/casework/subject.ts";
import type { NoCodes } from "../../core/said.ts";
import type { ControlOrder } from "./control-order.ts";
import { CONTROL_ORDERS } from "./control-order-collection.ts";
import { LIFT_CONTROL, ORDER_CONTROL } from "./control-order-commands.ts";
import { CONTROL_ORDER_DOOR } from "./control-order-wire.ts";

/** Orders of heavy-pollution days (重污染天气管控). */
export const CONTROL_ORDER_SUBJECT: Subject<ControlOrder, NoCodes, "control-order"> = {
  name: "control-order",
  collection: CONTROL_ORDERS,
  commands: [ORDER_CONTROL, LIFT_CONTROL],
  refusals: {},
  newsOf: ({ level }) => ({ outlet: null, cell: null, enterprise: null, data: { level } }),
  door: CONTROL_ORDER_DOOR,
};
