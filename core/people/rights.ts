/**
 * What a role may do, and over what. One table: the roles themselves, the rights of the routes, the steps of a case, what is decided, the buttons of the
 * pages and the test of the whole matrix come from it. A new role is a row here and its words in `words/roles.ts`.
 */

/** One thing that somebody may be allowed to do. A `see-` power lets read; every other one lets change. */
export type Power =
  // what everybody with an account may see, each within the own reach
  | "see-own"
  | "see-devices"
  | "see-district"
  | "see-messages"
  | "see-upstreams"
  | "see-registry"
  | "see-accounts"
  | "see-audit"
  | "see-reporter"
  // running the installation
  | "change-registry"
  | "change-accounts"
  | "move-clock"
  | "operate-devices"
  | "retry-quarantine"
  // casework
  | "report-case"
  | "take-steps"
  | "raise-signal"
  | "accept"
  | "check"
  | "desk"
  | "work"
  | "file"
  | "lead"
  | "declare"
  | "decide-declaration";

/**
 * Over what a role holds its powers:
 * - `installation`: everything there is;
 * - `district`: the first-level cell of the caller's cells and everything below; where the installation has a single one, that one when none is named;
 * - `cells`: the caller's cells and everything below, and nothing where none is named;
 * - `cells-or-district`: the caller's cells, or the district where none is named;
 * - `enterprise`: the own enterprise.
 */
export type Reach = "installation" | "district" | "cells" | "cells-or-district" | "enterprise";

export interface RoleRights {
  readonly reach: Reach;
  readonly powers: readonly Power[];
}

/** Whoever works on cases without sitting at the bureau's desk. */
const CASEWORK = ["see-own", "take-steps"] as const;
const DESK = ["report-case", "raise-signal", "accept", "check", "desk", "declare", "decide-declaration"] as const;
const DISTRICT = ["see-own", "see-devices", "see-district", "see-messages", "see-upstreams"] as const;

/** The table of rights. */
export const ROLE_RIGHTS = {
  "enterprise-specialist": {
    reach: "enterprise",
    powers: [...CASEWORK, "see-devices", "report-case", "raise-signal", "declare"],
  },
  "community-officer": { reach: "cells", powers: [...CASEWORK, "report-case", "raise-signal", "check"] },
  "street-officer": { reach: "cells", powers: [...CASEWORK, "report-case", "raise-signal", "accept", "check"] },
  "handling-unit": { reach: "cells-or-district", powers: [...CASEWORK, "work"] },
  "enforcement-officer": { reach: "cells-or-district", powers: [...CASEWORK, "work", "file"] },
  "bureau-staff": {
    reach: "district",
    powers: [...DISTRICT, "take-steps", "see-registry", "operate-devices", "retry-quarantine", ...DESK, "file"],
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
    ],
  },
  "leading-group-office": {
    reach: "district",
    powers: [
      "see-own",
      "see-devices",
      "see-district",
      "see-messages",
      "see-registry",
      "take-steps",
      "report-case",
      "lead",
      "decide-declaration",
    ],
  },
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

export const ROLES = Object.keys(ROLE_RIGHTS) as readonly Role[];

/** The rights of a role. */
export function rightsOf(role: Role): RoleRights {
  return ROLE_RIGHTS[role];
}

/** True when one of the roles holds the power. */
export function holds(roles: readonly Role[], power: Power): boolean {
  return roles.some((role) => rightsOf(role).powers.includes(power));
}

/** The roles that hold a power, in the order of the table. */
export function rolesWith(power: Power): readonly Role[] {
  return ROLES.filter((role) => rightsOf(role).powers.includes(power));
}
