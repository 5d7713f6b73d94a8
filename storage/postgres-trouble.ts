import pg from "pg";
import { StoreUnavailableError } from "../core/failures.ts";
import { networkTrouble, type StoreTrouble } from "../core/store-trouble.ts";

/**
 * Classes of SQLSTATE that pass: connection, resources, operator intervention (shutdown, timeout), system error,
 * conflict with another transaction, lock not available, a state of the transaction that the server brought about
 * (read-only, idle for too long); and an identity or a database that an operator has to put right.
 */
const PASSING_CLASSES = ["08", "25", "53", "57", "58", "40", "55", "28", "3D"];
/** A right that is missing: the rest of its class are mistakes in our statements. */
const NO_RIGHT = "42501";

/**
 * The error to throw in place of what the driver said: `StoreUnavailableError` with the reason when trying again later
 * makes sense.
 */
export function translatePostgresFailure(cause: unknown): unknown {
  if (cause instanceof StoreUnavailableError || !isOutside(cause)) return cause;
  return new StoreUnavailableError("the records database cannot be used now", { cause, trouble: postgresTrouble(cause) });
}

/**
 * Mistakes in our code have error classes of their own; a plain `Error` without a SQLSTATE is a broken or missing
 * connection.
 */
function isOutside(cause: unknown): boolean {
  if (cause instanceof pg.DatabaseError) {
    const { code = "" } = cause;
    return code === NO_RIGHT || PASSING_CLASSES.includes(code.slice(0, 2));
  }
  return cause instanceof AggregateError || (cause instanceof Error && cause.constructor === Error);
}

/** Why PostgreSQL cannot be used, by what the driver said. */
export function postgresTrouble(cause: unknown): StoreTrouble {
  const technical = cause instanceof Error ? cause.message : String(cause);
  if (!(cause instanceof pg.DatabaseError)) {
    return networkTrouble(cause) ?? (isCut(technical) ? LOST : { code: "other-trouble", facts: { technical } });
  }
  const { code = "" } = cause;
  if (code === "28P01") return { code: "wrong-password", facts: {} };
  // The server says 28000 for a role that is not there, and for an address that its rules do not let in.
  if (code === "28000") return /does not exist/.test(technical) ? NO_ROLE : { code: "no-right", facts: { technical } };
  if (code === "3D000") return { code: "no-such-database", facts: {} };
  if (code === NO_RIGHT) return { code: "no-right", facts: { technical } };
  if (code === "25006") return { code: "read-only", facts: {} };
  if (code.startsWith("57P") || code.startsWith("53")) return { code: "not-serving", facts: { technical } };
  return code.startsWith("08") ? LOST : { code: "other-trouble", facts: { technical } };
}

const LOST: StoreTrouble = { code: "connection-lost", facts: {} };
const NO_ROLE: StoreTrouble = { code: "no-such-login", facts: {} };

/** The driver has no codes for a connection that ends under it. */
function isCut(message: string): boolean {
  return /connection terminated|not queryable|connection error|connection ended|was closed/i.test(message);
}
