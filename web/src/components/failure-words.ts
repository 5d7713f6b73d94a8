import { ApiError } from "../api/client.ts";
import type { Say } from "../i18n/say.ts";

/** True when nobody answered: no connection, or only a gateway in between that found nobody behind it. */
export function isNoAnswer(error: unknown): boolean {
  if (!(error instanceof ApiError)) return false;
  return error.status === 0 || (error.status >= 502 && error.status <= 504 && error.problem.code === undefined);
}

/**
 * Why something failed, for people: the server's own reason with each problem it names; a server that says nothing is
 * named as that.
 */
export function failureWords(error: unknown, say: Say): string {
  if (isNoAnswer(error)) return say("view.noAnswer");
  if (!(error instanceof ApiError)) return error instanceof Error ? error.message : String(error);
  if (error.code === "outcome-open") return say("view.outcomeOpen");
  const details = (error.problem.errors ?? []).map((e) => e.message).join("; ");
  return details === "" ? error.message : `${error.message} ${details}`;
}
