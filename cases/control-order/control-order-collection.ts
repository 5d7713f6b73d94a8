import { collection } from "../../core/casework/collection.ts";
import type { ControlOrder } from "./control-order.ts";

/** How control orders are stored and found again. */
export const CONTROL_ORDERS = collection<ControlOrder>({
  name: "control-orders",
  version: 1,
  fields: {
    level: { type: "text", isLookup: true, of: (row) => row.level },
    enterprises: { type: "texts", of: (row) => row.enterprises },
    from: { type: "instant", of: (row) => row.from },
    to: { type: "instant", of: (row) => row.to },
  },
  orders: {
    newest: { field: "from", direction: "descending" },
    oldest: { field: "from", direction: "ascending" },
  },
});
