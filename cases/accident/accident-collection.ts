import { collection } from "../../core/casework/collection.ts";
import type { Accident } from "./accident.ts";

/** How accidents are stored and found again. */
export const ACCIDENTS = collection<Accident>({
  name: "accidents",
  version: 1,
  fields: {
    enterprise: { type: "text", isLookup: true, of: (row) => row.enterprise },
    state: { type: "text", of: (row) => row.state },
    outlets: { type: "texts", of: (row) => row.outlets },
    reportedAt: { type: "instant", of: (row) => row.reportedAt },
  },
  orders: {
    newest: { field: "reportedAt", direction: "descending" },
    oldest: { field: "reportedAt", direction: "ascending" },
  },
});
