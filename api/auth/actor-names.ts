import type { IdentityStore } from "../../core/people/identity.ts";

const TOKEN = "token:";

/**
 * What users and tokens are called, by the id of their actor; empty for the platform itself and for those that are
 * gone.
 */
export async function actorNames(
  identity: Pick<IdentityStore, "user" | "tokens">,
  ids: Iterable<string>,
): Promise<(id: string) => string> {
  const asked = [...new Set(ids)];
  const names = new Map<string, string>();
  if (asked.some((id) => id.startsWith(TOKEN))) {
    names.set(`${TOKEN}admin`, "OUTFALL_ADMIN_TOKEN");
    for (const token of await identity.tokens()) names.set(TOKEN + token.id, token.name);
  }
  for (const id of asked) {
    const user = id.includes(":") ? undefined : await identity.user(id);
    if (user !== undefined) names.set(id, user.name);
  }
  return (id) => names.get(id) ?? "";
}
