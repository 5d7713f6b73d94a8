import type { Refusal, RefusalTable } from "../../core/casework/refusal.ts";
import type { DeclarationState } from "./declaration.ts";

/** What only commands about declarations are declined with. */
export interface DeclarationRefusalCodes {
  /** An answer is given once; `state` says which it was. */
  "already-decided": { readonly state: DeclarationState };
}

export const DECLARATION_REFUSALS: RefusalTable<DeclarationRefusalCodes> = { "already-decided": { status: 409 } };

export type DeclarationRefusal = Refusal<DeclarationRefusalCodes>;
