import { collection } from "../../core/casework/collection.ts";
import type { Declaration } from "./declaration.ts";

/** How declarations are stored and found again. */
export const DECLARATIONS = collection<Declaration>({
  name: "declarations",
  version: 1,
  fields: {
    enterprise: { type: "text", isLookup: true, of: (row) => row.enterprise },
    state: { type: "text", of: (row) => row.state },
    outlets: { type: "texts", of: (row) => row.outlets },
    submittedAt: { type: "instant", of: (row) => row.submittedAt },
  },
  orders: {
    newest: { field: "submittedAt", direction: "descending" },
    oldest: { field: "submittedAt", direction: "ascending" },
  },
});
