import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { ApiDeps } from "../context/deps.ts";
import { problem } from "../http/api-problem.ts";
import { findCaller, SESSION_COOKIE, SESSION_MS } from "./caller.ts";
import { mayCall, type Right, ROUTE_RIGHTS } from "./rights.ts";

const SAFE = new Set(["GET", "HEAD", "OPTIONS"]);

/** The key of a route in the table of rights. */
export function routeKey(method: string, url: string): string {
  return `${method} ${url}`;
}

/**
 * Puts one hook before every route: who calls, may that role call it, and is a write with a cookie from our own pages.
 * A route that the table of rights does not name stops the start, so that none is open by oversight.
 */
export function protectRoutes(app: FastifyInstance, deps: ApiDeps): void {
  app.decorateRequest("caller", undefined);
  app.addHook("onRoute", (route) => {
    for (const method of [route.method].flat()) {
      if (route.url.startsWith("/api/") && ROUTE_RIGHTS[routeKey(method, route.url)] === undefined) {
        throw new Error(`${method} ${route.url} is not in the table of rights`);
      }
    }
  });
  app.addHook("onRequest", async (request, reply) => {
    const url = request.routeOptions.url;
    if (url === undefined) return;
    const right: Right = ROUTE_RIGHTS[routeKey(request.method, url)] ?? "public";
    if (right === "public") {
      refuseCrossSite(request);
      return;
    }
    const caller = await findCaller(request, deps);
    if (caller === undefined) {
      reply.header("www-authenticate", "Bearer");
      throw problem("not-logged-in");
    }
    request.caller = caller;
    if (caller.session !== undefined) {
      refuseCrossSite(request);
      setSessionCookie(reply, request.cookies[SESSION_COOKIE] ?? "", deps);
    }
    if (!mayCall(right, caller.actor.roles)) throw problem("role-not-allowed", { facts: { power: right } });
  });
}

/**
 * Refuses a write that a page of another site caused. Browsers say where a request comes from (`Sec-Fetch-Site`,
 * `Origin`); programs that say neither carry no cookies of somebody else.
 */
function refuseCrossSite(request: FastifyRequest): void {
  if (SAFE.has(request.method)) return;
  const site = request.headers["sec-fetch-site"];
  if (site !== undefined) {
    if (site === "same-origin" || site === "none") return;
    throw problem("cross-site", { facts: { header: "Sec-Fetch-Site" } });
  }
  const origin = request.headers.origin;
  if (origin !== undefined && hostOf(origin) !== request.headers.host)
    throw problem("cross-site", { facts: { header: "Origin" } });
}

function hostOf(origin: string): string | undefined {
  return URL.canParse(origin) ? new URL(origin).host : undefined;
}

/** Gives the browser the session's secret: not readable by scripts, not sent from other sites. */
export function setSessionCookie(reply: FastifyReply, secret: string, deps: ApiDeps): void {
  reply.setCookie(SESSION_COOKIE, secret, {
    path: "/",
    httpOnly: true,
    sameSite: "strict",
    secure: !deps.loopbackOnly,
    maxAge: SESSION_MS / 1000,
  });
}
