import type { Refusal, RefusalTable } from "../../core/casework/refusal.ts";
import type { NoFacts } from "../../core/said.ts";
import type { DeclarationState } from "./declaration.ts";

/** What only commands about declarations are declined with. */
export interface DeclarationRefusalCodes {
  /** An answer is given once; `state` says which it was. */
  "already-decided": { readonly state: DeclarationState };
  /** Who submitted a declaration does not answer it. */
  "own-declaration": NoFacts;
}

export const DECLARATION_REFUSALS: RefusalTable<DeclarationRefusalCodes> = {
  "already-decided": { status: 409 },
  "own-declaration": { status: 409 },
};

export type DeclarationRefusal = Refusal<DeclarationRefusalCodes>;
