import type { FastifyInstance, FastifyRequest } from "fastify";
import type { ApiDeps } from "../context/deps.ts";
import { problem } from "../http/api-problem.ts";
import { findCaller } from "./caller.ts";
import { isDirect } from "./check-address.ts";
import { mayCall, type Right, ROUTE_RIGHTS } from "./rights.ts";
import { renewSession } from "./sessions.ts";

const SAFE = new Set(["GET", "HEAD", "OPTIONS"]);
/** What somebody may do whose password was set by somebody else, before it is changed. */
const BEFORE_THE_PASSWORD = new Set(["GET /api/v1/session", "DELETE /api/v1/session", "POST /api/v1/session/password"]);

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
    const key = routeKey(request.method, url);
    const right: Right = ROUTE_RIGHTS[key] ?? "public";
    if (right === "public") {
      refuseCrossSite(request, deps);
      return;
    }
    const caller = await findCaller(request, deps);
    if (caller === undefined) {
      reply.header("www-authenticate", "Bearer");
      throw problem("not-logged-in");
    }
    request.caller = caller;
    if (caller.session !== undefined) {
      refuseCrossSite(request, deps);
      request.caller = { ...caller, session: await renewSession(deps, request, caller.session) };
    }
    if (caller.user?.mustChangePassword === true && !BEFORE_THE_PASSWORD.has(key)) throw problem("password-must-change");
    if (!mayCall(right, caller.actor.roles)) throw problem("role-not-allowed", { facts: { power: right } });
  });
}

/**
 * Refuses a write that a page of another site caused. Browsers say where a request comes from (`Sec-Fetch-Site`,
 * `Origin`); programs that say neither carry no cookies of somebody else.
 */
function refuseCrossSite(request: FastifyRequest, { publicUrl }: ApiDeps): void {
  if (SAFE.has(request.method)) return;
  const { origin, "sec-fetch-site": site } = request.headers;
  if (publicUrl !== undefined && origin !== undefined && origin !== publicUrl.origin && !isDirectOrigin(request, origin))
    throw problem("cross-site", { facts: { header: "Origin" } });
  if (site !== undefined) {
    if (site === "same-origin" || site === "none") return;
    throw problem("cross-site", { facts: { header: "Sec-Fetch-Site" } });
  }
  if (publicUrl === undefined && origin !== undefined && hostOf(origin) !== request.headers.host)
    throw problem("cross-site", { facts: { header: "Origin" } });
}

/** A page that this machine has opened under a loopback name, beside the public address. */
function isDirectOrigin(request: FastifyRequest, origin: string): boolean {
  return isDirect(request) && hostOf(origin) === request.headers.host;
}

function hostOf(origin: string): string | undefined {
  return URL.canParse(origin) ? new URL(origin).host : undefined;
}
