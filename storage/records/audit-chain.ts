import { createHash } from "node:crypto";
import type { AuditEntry } from "../../core/people/identity.ts";

/** A line of the audit before it is chained. */
export type AuditLine = Omit<AuditEntry, "hash">;

/** The hash before the first line. */
export const CHAIN_START = "";

/** The text of a line that is hashed: canonical JSON (fields in alphabetical order, no white space). */
export function canonicalAuditLine({ action, actor, at, detail, id, subject }: AuditLine): string {
  return JSON.stringify({ action, actor, at, detail, id, subject });
}

/** SHA-256, hex, of the previous line's hash followed by the canonical text of this line. */
export function auditHash(previousHash: string, canonicalLine: string): string {
  return createHash("sha256").update(previousHash).update(canonicalLine).digest("hex");
}
