import { collection, type Where } from "../../core/casework/collection.ts";
import type { Instant } from "../../core/time.ts";
import type { Declaration } from "./declaration.ts";

/** How declarations are stored and found again. */
export const DECLARATIONS = collection<Declaration>({
  name: "declarations",
  version: 1,
  fields: {
    enterprise: { type: "text", isLookup: true, of: (row) => row.enterprise },
    state: { type: "text", of: (row) => row.state },
    outlets: { type: "texts", of: (row) => row.outlets },
    to: { type: "instant", of: (row) => row.to },
    submittedAt: { type: "instant", of: (row) => row.submittedAt },
  },
  orders: {
    newest: { field: "submittedAt", direction: "descending" },
    oldest: { field: "submittedAt", direction: "ascending" },
    ending: { field: "to", direction: "descending" },
  },
});

/** Declarations that were consented to and end after `at`, of whatever outlet: a handful. */
export function consentedAfter(at: Instant): Where {
  return [
    { field: "state", in: ["consented"] },
    { field: "to", from: at + 1 },
  ];
}
