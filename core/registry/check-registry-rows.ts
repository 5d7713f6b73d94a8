import type { RegistryRuleCodes, RegistryWarningCodes } from "./problem-codes.ts";
import type { Device, Registry } from "./registry.ts";
import type { Upstream, UpstreamDevice } from "./upstream.ts";

/** The part of a registry document that the rules look at: secrets, sealed or clear, do not matter. */
export type CheckableRegistry = Omit<Registry, "devices" | "upstreams"> & {
  readonly upstreams?: readonly CheckableUpstream[];
  readonly devices: readonly Omit<Device, "hj212Password" | "mqttSecret" | "sm4Key" | "sm4KeyNew">[];
};

/** An upstream with or without its secrets: only whether there is one matters. */
export type CheckableUpstream = Omit<Upstream, "devices" | "password"> & {
  readonly password?: unknown;
  readonly devices?: readonly (Omit<UpstreamDevice, "password"> & { readonly password?: unknown })[];
};

/** Where a check says what it found. */
export interface RegistryNotes {
  problem<Code extends keyof RegistryRuleCodes>(pointer: string, code: Code, facts: RegistryRuleCodes[Code]): void;
  warning<Code extends keyof RegistryWarningCodes>(pointer: string, code: Code, facts: RegistryWarningCodes[Code]): void;
}

/** True when two rows with `validFrom`/`validTo` are in force on a common day. */
export function overlaps(a: DatedRow, b: DatedRow): boolean {
  return startsBefore(a, b) && startsBefore(b, a);
}

interface DatedRow {
  readonly validFrom?: string;
  readonly validTo?: string | null;
}

function startsBefore(row: DatedRow, other: DatedRow): boolean {
  return other.validTo === undefined || other.validTo === null || row.validFrom === undefined || row.validFrom < other.validTo;
}

/** Says `valid-from-after-valid-to` when the row is never in force. */
export function checkDates(row: DatedRow, pointer: string, say: RegistryNotes): void {
  if (row.validFrom === undefined || row.validTo === undefined || row.validTo === null) return;
  if (row.validFrom >= row.validTo) {
    say.problem(`${pointer}/validTo`, "valid-from-after-valid-to", { from: row.validFrom, to: row.validTo });
  }
}
