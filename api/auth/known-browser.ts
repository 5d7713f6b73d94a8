import { randomBytes } from "node:crypto";
import { sameText } from "./secrets.ts";

/** Accounts that one browser is remembered for. */
const ACCOUNTS_KEPT = 4;

type Fingerprint = (text: string) => string;

/**
 * A browser keeps, for each account that logged in there, a nonce with a keyed hash of both. It opens nothing: it shows
 * only that this account logged in there before, so that its bounds are not those of strangers.
 */
export function knownBrowser(cookie: string, userId: string, fingerprint: Fingerprint): string | undefined {
  return entriesOf(cookie).find(([nonce, mac]) => sameText(mac, macOf(nonce, userId, fingerprint)))?.[0];
}

/** The cookie after a log-in of the account. */
export function rememberBrowser(cookie: string, userId: string, fingerprint: Fingerprint): string {
  const nonce = knownBrowser(cookie, userId, fingerprint) ?? randomBytes(16).toString("base64url");
  const own = [nonce, macOf(nonce, userId, fingerprint)] as const;
  const others = entriesOf(cookie).filter(([other]) => other !== nonce);
  return [own, ...others]
    .slice(0, ACCOUNTS_KEPT)
    .map((entry) => entry.join("."))
    .join("~");
}

function entriesOf(cookie: string): readonly (readonly [string, string])[] {
  const entries = cookie.split("~").filter((entry) => /^[\w-]{22}\.[\w-]{43}$/.test(entry));
  return entries.map((entry) => [entry.slice(0, 22), entry.slice(23)] as const).slice(0, ACCOUNTS_KEPT);
}

function macOf(nonce: string, userId: string, fingerprint: Fingerprint): string {
  return fingerprint(JSON.stringify(["browser", userId, nonce]));
}
