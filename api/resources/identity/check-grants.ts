import type { KnownProblem } from "../../../words/problems.ts";
import type { ApiContext } from "../../context/api-context.ts";
import { bodyProblem } from "../../http/api-problem.ts";

/** What an account is bound to, by ids of the registry. */
interface Grants {
  readonly cells?: readonly string[] | undefined;
  readonly enterprise?: string | null | undefined;
  readonly person?: string | null | undefined;
}

/**
 * An account is bound to what is registered: else a mistyped id gives rights to whatever gets that id later.
 * @throws ApiProblem `invalid-body` with everything that is not registered
 */
export async function checkGrants({ registry: newest }: ApiContext, { cells = [], enterprise, person }: Grants): Promise<void> {
  const { registry } = await newest.current();
  const unknown: KnownProblem[] = [];
  const known = new Set(registry.cells.map(({ id }) => id));
  for (const [i, id] of cells.entries()) {
    if (!known.has(id)) unknown.push({ pointer: `/cells/${i}`, code: "unknown-cell", facts: { id } });
  }
  if (typeof enterprise === "string" && !registry.enterprises.some(({ id }) => id === enterprise)) {
    unknown.push({ pointer: "/enterprise", code: "unknown-enterprise", facts: { id: enterprise } });
  }
  if (typeof person === "string" && !registry.people.some(({ id }) => id === person)) {
    unknown.push({ pointer: "/person", code: "unknown-person", facts: { id: person } });
  }
  if (unknown.length > 0) throw bodyProblem(...unknown);
}
