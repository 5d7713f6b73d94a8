import type { Actor } from "../../core/people/actor.ts";
import { holds, type Role } from "../../core/people/rights.ts";
import { FIGURES } from "../../limits/figures.ts";
import type { Case, REPORT_SOURCES } from "./case.ts";

type ReportSource = (typeof REPORT_SOURCES)[number];

const DESK: readonly ReportSource[] = ["patrol", "hotline", "enterprise", "upper"];

/** From where a role reports: an enterprise for itself only, officers of the grid what they saw or were told. */
const SOURCES: Readonly<Partial<Record<Role, readonly ReportSource[]>>> = {
  "enterprise-specialist": ["enterprise"],
  "community-officer": ["patrol", "hotline"],
  "street-officer": ["patrol", "hotline", "upper"],
  "bureau-staff": DESK,
  "duty-desk": DESK,
  "leading-group-office": DESK,
};

/** What the roles of somebody may say of where a case comes from. */
export function sourcesOf({ roles }: Pick<Actor, "roles">): readonly ReportSource[] {
  return DESK.filter((source) => roles.some((role) => SOURCES[role]?.includes(source) === true));
}

/** As many reports of one account may be open at once: a desk writes down those of others. */
export function mostOpenReports({ roles }: Pick<Actor, "roles">): number {
  return (holds(roles, "desk") ? FIGURES.openReportsOfADesk : FIGURES.openReportsOfAnAccount).value;
}

/**
 * True for what people outside told or saw: the enterprise that it is about learns of it when work on it begins, and
 * never in the words of who reported it.
 */
export function isToldInConfidence({ source }: Pick<Case, "source">): boolean {
  return IN_CONFIDENCE.has(source);
}

/** The sources of which that is true. */
export const IN_CONFIDENCE: ReadonlySet<Case["source"]> = new Set(["hotline", "patrol"]);
