import type { FastifyInstance } from "fastify";

/**
 * Headers of every answer. The pages come from one origin and load nothing from elsewhere; the style rule is for the
 * component library's style tags.
 */
export const SECURITY_HEADERS: Readonly<Record<string, string>> = {
  "content-security-policy":
    "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
  "x-content-type-options": "nosniff",
  "x-frame-options": "DENY",
  "referrer-policy": "same-origin",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
  "cache-control": "no-store",
  "permissions-policy": "camera=(self), geolocation=(self), microphone=(), payment=()",
};

/** What the API answers is data: a browser that is led to its address runs, loads and shows nothing of it as a page. */
const DATA_POLICY = "default-src 'none'; object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; sandbox";

/** Sets the headers on every answer. No cache keeps one, unless it is a file of the pages and says otherwise. */
export function setSecurityHeaders(app: FastifyInstance): void {
  app.addHook("onRequest", async (request, reply) => {
    reply.headers(SECURITY_HEADERS);
    if (request.url.startsWith("/api/")) reply.header("content-security-policy", DATA_POLICY);
  });
}
