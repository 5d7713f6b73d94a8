import type { FastifyInstance } from "fastify";

/**
 * Takes JSON and nothing else. A body that tries to reach a prototype is refused; no body at all is `undefined`, so
 * that a DELETE may carry the content type that its client sends with everything.
 */
export function takeJson(app: FastifyInstance): void {
  const parse = app.getDefaultJsonParser("error", "error");
  app.removeAllContentTypeParsers();
  app.addContentTypeParser("application/json", { parseAs: "string" }, (request, body, done) => {
    if (body === "") done(null, undefined);
    else void parse(request, body as string, done);
  });
}
