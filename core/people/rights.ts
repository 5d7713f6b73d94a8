/**
 * What a role may do, and over what. One table: the roles themselves, the rights of the routes, the steps of a case,
 * what is decided, the buttons of the pages and the test of the whole matrix come from it. A new role is a row here and
 * its words in `words/roles.ts`.
 */

/** Everything that somebody may be allowed to do. A `see-` power lets read; every other one lets change. */
export const POWERS = [
  // what everybody with an account may see, each within the own reach
  "see-own",
  // people: who did something, by name, and who of the grid is away
  "see-people",
  "see-devices",
  "see-district",
  "see-messages",
  "see-upstreams",
  "see-registry",
  "see-accounts",
  "see-audit",
  "see-reporter",
  // running the installation
  "change-registry",
  "change-accounts",
  "move-clock",
  "operate-devices",
  "retry-quarantine",
  // casework
  "report-case",
  "take-steps",
  "raise-signal",
  "accept",
  "check",
  "desk",
  "work",
  "receive",
  "file",
  "lead",
  "declare",
  "decide-declaration",
  "report-accident",
  "report-patrol",
  "order-control",
  // what the own data are: who discharges answers for it
  "tag",
  // the law: to read a figure in print for all
  "confirm-law",
] as const;

/** One of them. */
export type Power = (typeof POWERS)[number];

/**
 * Over what a role holds its powers:
 * - `installation`: everything there is;
 * - `district`: the first-level cell of the caller's cells and everything below; where the installation has a single
 *   one, that one when none is named;
 * - `cells`: the caller's cells and everything below, and nothing where none is named;
 * - `cells-or-district`: the caller's cells, or the district where none is named;
 * - `enterprise`: the own enterprise.
 */
export type ReachKind = "installation" | "district" | "cells" | "cells-or-district" | "enterprise";

export interface RoleRights {
  readonly reach: ReachKind;
  /** Of a role that works in cells of its own: the level of the grid they usually are of. */
  readonly level?: 2 | 3;
  readonly powers: readonly Power[];
}

/** Whoever works on cases without sitting at the bureau's desk. */
const CASEWORK = ["see-own", "see-people", "take-steps"] as const;
/** What a desk writes down, whoever did it: what it was told, what it saw, what it ordered. */
const FOR_OTHERS = ["report-accident", "report-patrol", "order-control"] as const;
const DESK = ["report-case", "raise-signal", "accept", "check", "desk", "declare", "decide-declaration", ...FOR_OTHERS] as const;
const DISTRICT = ["see-own", "see-people", "see-devices", "see-district", "see-messages", "see-upstreams"] as const;

/** The table of rights. */
export const ROLE_RIGHTS = {
  "enterprise-specialist": {
    reach: "enterprise",
    powers: [...CASEWORK, "see-devices", "report-case", "raise-signal", "declare", "tag", "report-accident", "report-patrol"],
  },
  "community-officer": {
    reach: "cells",
    level: 3,
    powers: [...CASEWORK, "report-case", "raise-signal", "check", "report-patrol"],
  },
  "street-officer": {
    reach: "cells",
    level: 2,
    powers: [...CASEWORK, "report-case", "raise-signal", "accept", "check", "report-patrol"],
  },
  "handling-unit": { reach: "cells-or-district", powers: [...CASEWORK, "work", "receive"] },
  "enforcement-officer": { reach: "cells-or-district", powers: [...CASEWORK, "work", "file", "report-patrol"] },
  "bureau-staff": {
    reach: "district",
    powers: [...DISTRICT, "take-steps", "see-registry", "operate-devices", "retry-quarantine", ...DESK, "file", "confirm-law"],
  },
  "duty-desk": {
    reach: "district",
    powers: [
      ...DISTRICT,
      "take-steps",
      "see-registry",
      "see-reporter",
      "operate-devices",
      "retry-quarantine",
      "report-case",
      "raise-signal",
      "accept",
      "check",
      "desk",
      "decide-declaration",
      ...FOR_OTHERS,
    ],
  },
  "leading-group-office": {
    reach: "district",
    powers: [
      "see-own",
      "see-people",
      "see-devices",
      "see-district",
      "see-messages",
      "see-registry",
      "take-steps",
      "report-case",
      "lead",
      "decide-declaration",
      "order-control",
      "confirm-law",
    ],
  },
  /** Sees cases, findings and outlets, in which role somebody acted instead of who it was, and changes nothing. */
  "external-supervisor": { reach: "district", powers: ["see-own"] },
  leader: { reach: "district", powers: [...DISTRICT] },
  auditor: { reach: "district", powers: [...DISTRICT, "see-registry", "see-accounts", "see-audit"] },
  administrator: {
    reach: "installation",
    powers: [
      ...DISTRICT,
      "see-registry",
      "see-accounts",
      "see-audit",
      "change-registry",
      "change-accounts",
      "move-clock",
      "operate-devices",
      "retry-quarantine",
    ],
  },
} as const satisfies Readonly<Record<string, RoleRights>>;

/** What a user may be. An administrator decides no case. */
export type Role = keyof typeof ROLE_RIGHTS;

export const ROLES = Object.keys(ROLE_RIGHTS) as unknown as readonly [Role, ...Role[]];

/** The rights of a role. */
export function rightsOf(role: Role): RoleRights {
  return ROLE_RIGHTS[role];
}

/** True when one of the roles holds the power. */
export function holds(roles: readonly Role[], power: Power): boolean {
  return roles.some((role) => rightsOf(role).powers.includes(power));
}

/** True when one of the roles holds one of the powers. */
export function holdsAny(roles: readonly Role[], powers: readonly Power[]): boolean {
  return powers.some((power) => holds(roles, power));
}

/** Everything that somebody with these roles may do, each power once. */
export function powersOf(roles: readonly Role[]): readonly Power[] {
  return [...new Set(roles.flatMap((role) => rightsOf(role).powers))];
}

/** The roles that hold one of the powers, in the order of the table. */
export function rolesWithAny(powers: readonly Power[]): readonly Role[] {
  return ROLES.filter((role) => powers.some((power) => rightsOf(role).powers.includes(power)));
}
