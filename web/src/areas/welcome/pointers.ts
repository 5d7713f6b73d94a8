import type { Role } from "../../../../core/people/rights.ts";

/** Places to know on the first day, and the page of each: one page is another place to another role. */
export const PLACES = {
  queue: "/cases",
  outlets: "/outlets",
  live: "/now",
  absences: "/absences",
  approvals: "/declarations",
  quarantine: "/quarantine",
  progress: "/cases",
  overview: "/overview",
  "own-outlets": "/now",
  asked: "/cases",
  declare: "/declarations",
  devices: "/devices",
  "first-steps": "/first-steps",
  registry: "/registry",
  system: "/system",
} as const;

type Place = keyof typeof PLACES;

/** Three places a role, in the order in which they are visited. */
export const POINTERS: Readonly<Record<Role, readonly [Place, Place, Place]>> = {
  "enterprise-specialist": ["own-outlets", "asked", "declare"],
  "community-officer": ["queue", "live", "outlets"],
  "street-officer": ["queue", "live", "absences"],
  "handling-unit": ["queue", "outlets", "absences"],
  "enforcement-officer": ["queue", "outlets", "absences"],
  "bureau-staff": ["queue", "approvals", "devices"],
  "duty-desk": ["queue", "approvals", "quarantine"],
  "leading-group-office": ["queue", "live", "approvals"],
  "external-supervisor": ["live", "outlets", "progress"],
  leader: ["overview", "live", "progress"],
  auditor: ["overview", "progress", "outlets"],
  administrator: ["first-steps", "registry", "system"],
};
