import { collection } from "../../core/casework/collection.ts";
import type { Tag } from "./tag.ts";

/** How tags are stored and found again. */
export const TAGS = collection<Tag>({
  name: "tags",
  version: 1,
  fields: {
    enterprise: { type: "text", isLookup: true, of: (row) => row.enterprise },
    outlets: { type: "texts", of: (row) => row.outlets },
    tag: { type: "text", of: (row) => row.tag },
    late: { type: "boolean", of: (row) => row.late },
    from: { type: "instant", of: (row) => row.from },
    endsAt: { type: "instant", of: (row) => row.endsAt },
    madeAt: { type: "instant", of: (row) => row.madeAt },
  },
  orders: {
    newest: { field: "madeAt", direction: "descending" },
    oldest: { field: "madeAt", direction: "ascending" },
    begins: { field: "from", direction: "ascending" },
    ends: { field: "endsAt", direction: "ascending" },
  },
});
