import type { Subject } from "../../core/casework/subject.ts";
import type { NoCodes } from "../../core/said.ts";
import type { Patrol } from "./patrol.ts";
import { PATROLS } from "./patrol-collection.ts";
import { REPORT_PATROL } from "./patrol-commands.ts";
import { PATROL_DOOR } from "./patrol-wire.ts";

/** Rounds of the people of the grid (巡查). */
export const PATROL_SUBJECT: Subject<Patrol, NoCodes, "patrol"> = {
  name: "patrol",
  collection: PATROLS,
  commands: [REPORT_PATROL],
  refusals: {},
  newsOf: ({ cell, enterprise, byEnterprise }) => ({
    ...{ outlet: null, cell, data: {} },
    enterprise: byEnterprise ? enterprise : null,
  }),
  door: PATROL_DOOR,
};
