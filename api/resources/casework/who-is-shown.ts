import type { PersonField, Reader } from "../../../core/casework/subject-door.ts";
import type { IdentityStore } from "../../../core/people/identity.ts";
import { holds, type Role } from "../../../core/people/rights.ts";
import type { Language } from "../../../words/language.ts";
import { ROLE_WORDS, SOMEBODY } from "../../../words/roles.ts";

/** Shows the people of a row or of a line as far as one reader may know them. */
export type WhoIsShown = (wire: object, people: readonly PersonField[]) => object;

const AS_THEY_ARE: WhoIsShown = (wire) => wire;

/**
 * Who may not see people reads in which role somebody acted: the names go, and so do the ids, which a name could be
 * found by. The engine is nobody.
 */
export async function whoIsShownTo(
  { actor }: Reader,
  identity: Pick<IdentityStore, "users" | "tokens">,
  language: Language,
): Promise<WhoIsShown> {
  if (holds(actor.roles, "see-people")) return AS_THEY_ARE;
  const roleOf = await rolesByActor(identity);
  const called = (id: string): string => {
    const role = roleOf.get(id);
    return (role === undefined ? SOMEBODY : ROLE_WORDS[role])[language];
  };
  return (wire, people) => {
    const shown: Record<string, unknown> = { ...wire };
    for (const { id, name } of people) {
      const who = shown[id];
      if (typeof who !== "string" || who === "engine") continue;
      shown[id] = "";
      shown[name] = called(who);
    }
    return shown;
  };
}

/** The first role of every account and token, by its id as an actor and by the person that it belongs to. */
async function rolesByActor(identity: Pick<IdentityStore, "users" | "tokens">): Promise<ReadonlyMap<string, Role>> {
  const accounts = [
    ...(await identity.users()),
    ...(await identity.tokens()).map(({ id, person, roles }) => ({ id: `token:${id}`, person, roles })),
  ];
  return new Map(
    accounts.flatMap(({ id, person, roles: [role] }) => {
      if (role === undefined) return [];
      return person === null ? [[id, role] as const] : [[id, role] as const, [person, role] as const];
    }),
  );
}
