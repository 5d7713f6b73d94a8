import { get, list } from "./client.ts";
import type { CaseItem, Deadline, HealthWarning, Role } from "./page-shapes.ts";

/** Where the answers of the routes become what the pages work with. Details that may be said in more than one way are settled here. */

type CaseWire = Omit<CaseItem, "deadline" | "timeline" | "allowed"> &
  Partial<Pick<CaseItem, "timeline" | "allowed">> & {
    readonly deadline: string | Deadline | null;
    readonly deadlineSource?: string | null;
    readonly deadlineKind?: string | null;
  };

/** A case; a row of a list has no history and no steps. */
export function caseOf(wire: CaseWire): CaseItem {
  const { deadline, deadlineSource, deadlineKind } = wire;
  const source = typeof deadlineSource === "string" ? { source: deadlineSource } : {};
  const kind = typeof deadlineKind === "string" ? { kind: deadlineKind } : {};
  return {
    ...wire,
    deadline: typeof deadline === "string" ? { at: deadline, ...kind, ...source } : deadline,
    timeline: wire.timeline ?? [],
    allowed: wire.allowed ?? [],
  };
}

/** The cases the user may see, most recently changed first. */
export async function listCases(outlet?: string): Promise<readonly CaseItem[]> {
  const page = await list<CaseWire>("/cases", { outlet, limit: 1000 });
  return page.items.map(caseOf);
}

/** One case with its history and next steps. */
export async function getCase(id: string): Promise<CaseItem> {
  return caseOf(await get<CaseWire>(`/cases/${encodeURIComponent(id)}`));
}

interface HealthAnswer {
  readonly warnings?: readonly HealthWarning[];
  readonly others?: readonly HealthWarning[];
  readonly items?: readonly { readonly name?: string; readonly cell?: string; readonly warnings?: readonly HealthWarning[] }[];
}

/** What is missing in the registry, each with the cell it belongs to. */
export async function listHealth(): Promise<readonly HealthWarning[]> {
  const answer = await get<HealthAnswer>("/registry/health");
  const byCell = (answer.items ?? []).flatMap((item) =>
    (item.warnings ?? []).map((w) => ({ ...w, where: item.name ?? item.cell ?? w.pointer ?? "" })),
  );
  return [...byCell, ...(answer.others ?? answer.warnings ?? [])];
}

/** Names that the pages show instead of ids. */
export interface Names {
  readonly cells: readonly {
    readonly id: string;
    readonly level: number;
    readonly parent: string | null;
    readonly name: string;
  }[];
  readonly enterprises: readonly { readonly id: string; readonly name: string }[];
  readonly units: readonly { readonly id: string; readonly name: string }[];
  readonly people: readonly { readonly id: string; readonly name: string }[];
}

const NO_NAMES: Names = { cells: [], enterprises: [], units: [], people: [] };

/** The directory of names; pages stand without it. */
export function getNames(): Promise<Names> {
  return get<Names>("/directory").catch(() => NO_NAMES);
}

/** Whose turn it is in a state: shown under "mine" when the list does not carry the steps themselves. The server decides what anybody may do. */
export const ACTING_ROLES: Readonly<Partial<Record<CaseItem["state"], readonly Role[]>>> = {
  signal: ["enterprise-specialist", "community-officer", "street-officer", "bureau-staff", "duty-desk"],
  reported: ["community-officer", "street-officer", "bureau-staff", "duty-desk"],
  check: ["community-officer", "street-officer", "bureau-staff", "duty-desk"],
  accepted: ["bureau-staff", "duty-desk"],
  dispatched: ["handling-unit", "enforcement-officer"],
  returned: ["bureau-staff", "duty-desk"],
  handling: ["handling-unit", "enforcement-officer"],
  pending: ["handling-unit", "enforcement-officer"],
  transferred: ["bureau-staff", "duty-desk", "street-officer", "handling-unit"],
  joint: ["leading-group-office"],
  filed: ["enforcement-officer", "bureau-staff"],
  result: ["community-officer", "street-officer", "bureau-staff", "duty-desk"],
  verify: ["community-officer", "street-officer", "bureau-staff", "duty-desk"],
  closed: ["bureau-staff", "duty-desk"],
  reopened: ["bureau-staff", "duty-desk"],
};
