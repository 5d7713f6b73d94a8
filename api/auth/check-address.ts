import type { FastifyInstance, FastifyRequest } from "fastify";
import type { ApiDeps } from "../context/deps.ts";
import { problem } from "../http/api-problem.ts";

const LOOPBACK = new Set(["127.0.0.1", "::1", "::ffff:127.0.0.1"]);
const LOOPBACK_NAME = /^(localhost|127(\.\d{1,3}){3}|\[::1\])(:\d+)?$/i;
/** Asked by machines at whatever address they find us, and without any cookie. */
const OPEN_TO_ANY_HOST = new Set(["/healthz", "/readyz", "/metrics"]);
const FORWARDING_HEADERS = ["x-forwarded-for", "x-forwarded-host", "x-forwarded-proto", "x-real-ip", "forwarded", "via"];
const ONE_YEAR_SECONDS = 31_536_000;

/**
 * Looks at the address under which a request came, before anything else is done with it: two `Host` headers are refused
 * always, and where people use one public address, every other one is.
 */
export function checkAddresses(app: FastifyInstance, { publicUrl }: ApiDeps): void {
  app.addHook("onRequest", async (request, reply) => {
    if (publicUrl?.protocol === "https:")
      reply.header("strict-transport-security", `max-age=${ONE_YEAR_SECONDS}; includeSubDomains`);
    if (hostHeaders(request) > 1) throw problem("two-hosts");
    if (publicUrl === undefined || OPEN_TO_ANY_HOST.has(request.routeOptions.url ?? "")) return;
    if (!isOurs(request, publicUrl)) throw problem("wrong-host", { facts: { expected: publicUrl.host } });
  });
}

/** True for a connection of this machine that came through no proxy that says so, to a loopback name. */
export function isDirect(request: FastifyRequest): boolean {
  const { headers, socket } = request;
  if (!LOOPBACK.has(socket.remoteAddress ?? "") || !LOOPBACK_NAME.test(headers.host ?? "")) return false;
  return FORWARDING_HEADERS.every((name) => headers[name] === undefined);
}

function hostHeaders({ raw }: FastifyRequest): number {
  return raw.rawHeaders.filter((text, i) => i % 2 === 0 && text.toLowerCase() === "host").length;
}

function isOurs(request: FastifyRequest, publicUrl: URL): boolean {
  const host = request.headers.host?.toLowerCase();
  const usual = publicUrl.protocol === "https:" ? 443 : 80;
  return host === publicUrl.host || host === `${publicUrl.host}:${usual}` || isDirect(request);
}
