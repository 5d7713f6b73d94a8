import { collection, type Where } from "../../core/casework/collection.ts";
import type { Instant } from "../../core/time.ts";
import type { Absence } from "./absence.ts";

/** How absences are stored and found again. */
export const ABSENCES = collection<Absence>({
  name: "absences",
  version: 1,
  fields: {
    person: { type: "text", isLookup: true, of: (row) => row.person },
    cells: { type: "texts", of: (row) => row.cells },
    from: { type: "instant", of: (row) => row.from },
    to: { type: "instant", of: (row) => row.to },
  },
  orders: {
    newest: { field: "from", direction: "descending" },
    oldest: { field: "from", direction: "ascending" },
  },
});

/** Absences that are not over at `at`. */
export function endingAfter(at: Instant): Where {
  return [{ field: "to", from: at + 1 }];
}

/** Absences that begin before `at`. */
export function beginningBefore(at: Instant): Where {
  return [{ field: "from", to: at }];
}
