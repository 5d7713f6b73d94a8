import type { FastifyInstance } from "fastify";
import { problem } from "./api-problem.ts";
import { beyondBounds } from "./json-bounds.ts";

/** A body may be nested this deep; the deepest of ours, a region of the registry, takes seven. */
const DEEPEST = 32;
/** Each takes 64 bytes at most once it is parsed: a quarter of what the objects of the API may take. */
const VALUES_A_MEGABYTE = 4_096;
/** Where nobody says how much that is. */
const USUAL_MEMORY_MB = 1_024;

const UTF8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/**
 * Takes JSON in UTF-8 (RFC 8259, 8.1) and nothing else. A body that tries to reach a prototype is refused; no body at
 * all is `undefined`, so that a DELETE may carry the content type that its client sends with everything.
 * @param memoryMb what the objects of this process may take: parsing one body must not take it all
 */
export function takeJson(app: FastifyInstance, memoryMb = USUAL_MEMORY_MB): void {
  const bounds = { deepest: DEEPEST, mostValues: memoryMb * VALUES_A_MEGABYTE };
  const parse = app.getDefaultJsonParser("error", "error");
  app.removeAllContentTypeParsers();
  app.addContentTypeParser("application/json", { parseAs: "buffer" }, (request, body, done) => {
    if (body.length === 0) return done(null, undefined);
    const text = utf8Text(body as Buffer);
    if (text === undefined) return done(problem("not-json", { errors: [{ pointer: "", code: "not-utf8", facts: {} }] }));
    const beyond = beyondBounds(text, bounds);
    if (beyond !== undefined) {
      const facts = { most: beyond === "too-deep" ? bounds.deepest : bounds.mostValues };
      return done(problem("invalid-body", { errors: [{ pointer: "", code: beyond, facts }] }));
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
