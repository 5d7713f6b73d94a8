import type { NoFacts, Said } from "./said.ts";

/** Why a store on a server cannot be used. */
export interface StoreTroubleCodes {
  /** Its name has no address. */
  "no-address": { readonly host: string };
  "nobody-listens": { readonly address: string };
  /** It, or the way to it, says nothing. */
  "no-answer": NoFacts;
  "connection-lost": NoFacts;
  /** It starts, stops or has no room for us: it says so itself. */
  "not-serving": { readonly technical: string };
  "read-only": NoFacts;
  "no-such-login": NoFacts;
  "wrong-password": NoFacts;
  "no-such-database": NoFacts;
  "no-right": { readonly technical: string };
  "wrong-token": NoFacts;
  "no-such-bucket": NoFacts;
  "no-such-organisation": NoFacts;
  "other-trouble": { readonly technical: string };
}

export type StoreTrouble = Said<StoreTroubleCodes>;

/** What no waiting mends: somebody has to change the setting, or the server. */
const WRONG: ReadonlySet<StoreTrouble["code"]> = new Set([
  "no-such-login",
  "wrong-password",
  "no-such-database",
  "no-right",
  "wrong-token",
  "no-such-bucket",
  "no-such-organisation",
]);

/** True where the setting is wrong, false where the store is away and waited for. */
export function isWrongSetting({ code }: StoreTrouble): boolean {
  return WRONG.has(code);
}

interface SystemError extends Error {
  readonly code?: unknown;
  readonly address?: unknown;
  readonly hostname?: unknown;
  readonly port?: unknown;
}

/** What a failed connection says of its reason; `undefined` when it is none of the network. */
export function networkTrouble(cause: unknown): StoreTrouble | undefined {
  if (!(cause instanceof Error)) return undefined;
  if (cause instanceof AggregateError && cause.errors.length > 0) return networkTrouble(cause.errors.at(-1));
  const { code, address, hostname, port, message }: SystemError = cause;
  switch (code) {
    case "ENOTFOUND":
    case "EAI_AGAIN":
      return { code: "no-address", facts: { host: String(hostname ?? "") } };
    case "ECONNREFUSED":
      return { code: "nobody-listens", facts: { address: `${String(address)}:${String(port)}` } };
    case "ETIMEDOUT":
    case "EHOSTUNREACH":
    case "ENETUNREACH":
      return { code: "no-answer", facts: {} };
    case "ECONNRESET":
    case "EPIPE":
      return { code: "connection-lost", facts: {} };
    default:
      return /time[d ]?.?out/i.test(message) ? { code: "no-answer", facts: {} } : undefined;
  }
}
