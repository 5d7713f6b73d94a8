import type { LineErrorDetail, LineErrorDetailCodes } from "../core/field/upstream-state.ts";

const ERRORS: Readonly<Record<string, LineErrorDetailCodes["connection-error"]["error"]>> = {
  ECONNREFUSED: "refused",
  ETIMEDOUT: "timed-out",
  EHOSTUNREACH: "unreachable",
  ENETUNREACH: "unreachable",
  ENOTFOUND: "unknown-host",
  EAI_AGAIN: "unknown-host",
  ECONNRESET: "reset",
  EPIPE: "reset",
};

/** What the system says of a connection, as a fact. */
export function connectionError(host: string, port: number, cause: Error): LineErrorDetail {
  const { code = "" } = cause as NodeJS.ErrnoException;
  return { code: "connection-error", facts: { host, port, error: ERRORS[code] ?? "other", technical: cause.message } };
}
