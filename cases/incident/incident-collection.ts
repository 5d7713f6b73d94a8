import { collection } from "../../core/casework/collection.ts";
import type { Incident } from "./incident.ts";
import { totalOf } from "./standing-counts.ts";

/** How incidents are stored and found again. */
export const INCIDENTS = collection<Incident>({
  name: "incidents",
  version: 1,
  fields: {
    outlet: { type: "text", isLookup: true, of: (row) => row.outlet },
    case: { type: "text", isLookup: true, of: (row) => row.caseId },
    standing: { type: "number", of: (row) => totalOf(row.standing) },
    from: { type: "instant", of: (row) => row.from },
    to: { type: "instant", of: (row) => row.to },
  },
  orders: { newest: { field: "to", direction: "descending" } },
});
