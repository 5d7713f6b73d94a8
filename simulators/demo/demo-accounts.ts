import type { Role } from "../../core/people/rights.ts";

/** An account of the demo district. Its password stands on the log-in page, so it exists in demo mode only. */
export interface DemoAccountSeed {
  readonly username: string;
  readonly password: string;
  readonly role: Role;
  readonly name: string;
  readonly person: string | null;
  readonly cells: readonly string[];
  readonly enterprise: string | null;
}

/** Where the demo's accounts are at home. */
export interface DemoPlace {
  readonly street: string;
  readonly community: string;
  readonly enterprise: string;
}

/**
 * One account per kind of user: who watches a plant, who checks on site, who works the queue, who decides and
 * dispatches, who handles, who leads, who administers: a case can be taken to its end.
 */
export function demoAccounts(place: DemoPlace): readonly DemoAccountSeed[] {
  const account = (username: string, role: Role, name: string, scope: Partial<DemoAccountSeed> = {}): DemoAccountSeed => ({
    username,
    password: `demo-${username}`,
    role,
    name,
    person: null,
    cells: [],
    enterprise: null,
    ...scope,
  });
  return [
    account("specialist", "enterprise-specialist", "演示企业环保专员", { enterprise: place.enterprise }),
    account("community", "community-officer", "演示社区网格员", { cells: [place.community] }),
    account("street", "street-officer", "演示街道环保员", { cells: [place.street] }),
    account("bureau", "bureau-staff", "演示分局值班员"),
    account("unit", "handling-unit", "演示城市管理局"),
    account("leader", "leader", "演示分管领导"),
    account("admin", "administrator", "演示管理员"),
  ];
}
