import type { Declaration } from "../../../core/casework/declaration.ts";
import { formatIso } from "../../../core/time.ts";
import type { DeclarationWire } from "./schema.ts";

/** A declaration of a temporary unorganised emission as it goes out. */
export function declarationToWire(declaration: Declaration): DeclarationWire {
  const { decidedAt } = declaration;
  return {
    ...declaration,
    outlets: [...declaration.outlets],
    pollutants: [...declaration.pollutants],
    from: formatIso(declaration.from),
    to: formatIso(declaration.to),
    submittedAt: formatIso(declaration.submittedAt),
    answerDueAt: formatIso(declaration.answerDueAt),
    decidedAt: decidedAt === null ? null : formatIso(decidedAt),
  };
}
