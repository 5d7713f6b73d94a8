import { collection } from "../../core/casework/collection.ts";
import type { Patrol } from "./patrol.ts";

/** How patrols are stored and found again. */
export const PATROLS = collection<Patrol>({
  name: "patrols",
  version: 1,
  fields: {
    cell: { type: "text", isLookup: true, of: (row) => row.cell },
    enterprise: { type: "text", of: (row) => row.enterprise },
    byEnterprise: { type: "boolean", of: (row) => row.byEnterprise },
    person: { type: "text", of: (row) => row.person },
    category: { type: "text", of: (row) => row.category },
    at: { type: "instant", of: (row) => row.at },
  },
  orders: {
    newest: { field: "at", direction: "descending" },
    oldest: { field: "at", direction: "ascending" },
  },
});
