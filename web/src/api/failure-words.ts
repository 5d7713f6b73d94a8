import type { Say } from "../i18n/translate.ts";
import { ApiError } from "./client.ts";

/** Why a request failed: the server says its own reason, one that says nothing is named as that. */
export function failureWords(error: unknown, say: Say): string {
  if (error instanceof ApiError && error.status === 0) return say("view.noAnswer");
  return error instanceof Error ? error.message : String(error);
}
