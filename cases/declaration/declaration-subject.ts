import type { Subject } from "../../core/casework/subject.ts";
import type { Declaration } from "./declaration.ts";
import { DECLARATIONS } from "./declaration-collection.ts";
import { DECIDE_DECLARATION, DECLARE } from "./declaration-commands.ts";
import { DECLARATION_REFUSALS, type DeclarationRefusalCodes } from "./declaration-refusal-codes.ts";
import { DECLARATION_DOOR } from "./declaration-wire.ts";

/** Declarations of temporary unorganised emissions (临时无组织排放申报). */
export const DECLARATION_SUBJECT: Subject<Declaration, DeclarationRefusalCodes, "declaration"> = {
  name: "declaration",
  collection: DECLARATIONS,
  commands: [DECLARE, DECIDE_DECLARATION],
  refusals: DECLARATION_REFUSALS,
  newsOf: ({ outlets, enterprise, state }) => ({ outlet: outlets[0] ?? null, cell: null, enterprise, data: { state } }),
  door: DECLARATION_DOOR,
};
