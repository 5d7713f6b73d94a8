import type { FastifyInstance } from "fastify";
import { problem } from "./api-problem.ts";
import { tooDeepAt } from "./json-depth.ts";

/** A body may be nested this deep; the deepest of ours, a region of the registry, takes seven. */
const DEEPEST = 32;

const UTF8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/**
 * Takes JSON in UTF-8 (RFC 8259, 8.1) and nothing else. A body that tries to reach a prototype is refused; no body at
 * all is `undefined`, so that a DELETE may carry the content type that its client sends with everything.
 */
export function takeJson(app: FastifyInstance): void {
  const parse = app.getDefaultJsonParser("error", "error");
  app.removeAllContentTypeParsers();
  app.addContentTypeParser("application/json", { parseAs: "buffer" }, (request, body, done) => {
    if (body.length === 0) return done(null, undefined);
    const text = utf8Text(body as Buffer);
    if (text === undefined) return done(problem("not-json", { errors: [{ pointer: "", code: "not-utf8", facts: {} }] }));
    if (tooDeepAt(text, DEEPEST) !== undefined) {
      return done(problem("invalid-body", { errors: [{ pointer: "", code: "too-deep", facts: { most: DEEPEST } }] }));
    }
    void parse(request, text, done);
  });
}

function utf8Text(bytes: Buffer): string | undefined {
  try {
    return UTF8.decode(bytes);
  } catch {
    return undefined;
  }
}
