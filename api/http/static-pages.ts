import { existsSync } from "node:fs";
import { join } from "node:path";
import fastifyStatic from "@fastify/static";
import type { FastifyInstance } from "fastify";
import { NO_NAMES } from "../../words/names.ts";
import { problem } from "./api-problem.ts";
import { isPageAddress } from "./page-addresses.ts";
import { sendProblem } from "./problem-answers.ts";

/**
 * Serves the built pages; the address of a page gets the start page, which finds its own way. Everything else that is
 * not there is 404: a monitor that asks for a health route and mistypes it hears no 200. A person who mistypes gets the
 * start page with it, which says so in words; everybody else a `not-found` problem. Files with a hash in their name may
 * be kept for ever, the start page never.
 */
export async function serveStaticPages(app: FastifyInstance, webRoot: string | undefined): Promise<void> {
  const hasPages = webRoot !== undefined && existsSync(join(webRoot, "index.html"));
  if (hasPages) {
    await app.register(fastifyStatic, {
      root: webRoot,
      wildcard: false,
      // The build lays a compressed one beside each file that gains by it.
      preCompressed: true,
      globIgnore: ["**/*.br", "**/*.gz"],
      index: ["index.html"],
      cacheControl: false,
      setHeaders: (reply, path) => {
        reply.header("cache-control", path.includes("/assets/") ? "public, max-age=31536000, immutable" : "no-cache");
      },
    });
  }
  app.setNotFoundHandler((request, reply) => {
    const path = request.url.split("?", 1)[0] ?? "/";
    const isPage = isPageAddress(path);
    const isRead = request.method === "GET" || request.method === "HEAD";
    if (hasPages && isRead && (isPage || isPersonAt(path, request.headers.accept)))
      return reply
        .code(isPage ? 200 : 404)
        .header("cache-control", "no-cache")
        .sendFile("index.html");
    return sendProblem(reply, problem("not-found"), { language: request.language, names: NO_NAMES });
  });
}

/** True for a browser that opens an address, not for a page that asks for data or a file. */
function isPersonAt(path: string, accept = ""): boolean {
  return accept.includes("text/html") && !/^\/(api|assets)(\/|$)/.test(path);
}
