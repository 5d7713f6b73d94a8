import type { FastifyReply, FastifyRequest } from "fastify";
import { DAY, HOUR } from "../../core/time.ts";
import type { ApiDeps } from "../context/deps.ts";

/** A session ends at the latest so long after the log-in. */
export const SESSION_MS = 12 * HOUR;
const BROWSER_MS = 180 * DAY;

type CookieDeps = Pick<ApiDeps, "publicUrl" | "loopbackOnly">;
type CookieName = "outfall_session" | "outfall_browser";

/** With `https` the prefix has browsers refuse the cookie from any other host, path or unencrypted connection. */
function fullName(name: CookieName, { publicUrl }: CookieDeps): string {
  return publicUrl?.protocol === "https:" ? `__Host-${name}` : name;
}

/** Not readable by scripts, not sent from other sites, and only encrypted where people come that way. */
function rules({ publicUrl, loopbackOnly }: CookieDeps) {
  const secure = publicUrl === undefined ? !loopbackOnly : publicUrl.protocol === "https:";
  return { path: "/", httpOnly: true, sameSite: "strict", secure } as const;
}

/** The secret of the session that a request shows. */
export function sessionSecretOf(request: FastifyRequest, deps: CookieDeps): string | undefined {
  return request.cookies[fullName("outfall_session", deps)];
}

/** Gives the browser the session's secret. */
export function setSessionCookie(reply: FastifyReply, secret: string, deps: CookieDeps): void {
  reply.setCookie(fullName("outfall_session", deps), secret, { ...rules(deps), maxAge: SESSION_MS / 1000 });
}

export function clearSessionCookie(reply: FastifyReply, deps: CookieDeps): void {
  reply.clearCookie(fullName("outfall_session", deps), rules(deps));
}

/** What a browser keeps of the accounts that logged in there. */
export function browserCookieOf(request: FastifyRequest, deps: CookieDeps): string {
  return request.cookies[fullName("outfall_browser", deps)] ?? "";
}

export function setBrowserCookie(reply: FastifyReply, value: string, deps: CookieDeps): void {
  reply.setCookie(fullName("outfall_browser", deps), value, { ...rules(deps), maxAge: BROWSER_MS / 1000 });
}
