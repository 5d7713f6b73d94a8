import { existsSync } from "node:fs";
import { join } from "node:path";
import fastifyStatic from "@fastify/static";
import type { FastifyInstance } from "fastify";
import { NO_NAMES } from "../../words/names.ts";
import { problem } from "./api-problem.ts";
import { sendProblem } from "./problem-answers.ts";

/** A name with an extension. The `.000Z` of the moment with which the id of a case ends is no extension. */
const FILE_NAME = /\.[a-z][a-z0-9]*$/i;

/**
 * Serves the built pages; an address that is no file and not below `/api` gets the start page, which finds its own way.
 * Everything else that is not there is a `not-found` problem. Files with a hash in their name may be kept for ever, the
 * start page never.
 */
export async function serveStaticPages(app: FastifyInstance, webRoot: string | undefined): Promise<void> {
  const hasPages = webRoot !== undefined && existsSync(join(webRoot, "index.html"));
  if (hasPages) {
    await app.register(fastifyStatic, {
      root: webRoot,
      wildcard: false,
      index: ["index.html"],
      cacheControl: false,
      setHeaders: (reply, path) => {
        reply.header("cache-control", path.includes("/assets/") ? "public, max-age=31536000, immutable" : "no-cache");
      },
    });
  }
  app.setNotFoundHandler((request, reply) => {
    const path = request.url.split("?", 1)[0] ?? "/";
    const isPage = request.method === "GET" && !path.startsWith("/api/") && path !== "/api" && !FILE_NAME.test(path);
    if (hasPages && isPage) return reply.header("cache-control", "no-cache").sendFile("index.html");
    return sendProblem(reply, problem("not-found"), { language: request.language, names: NO_NAMES });
  });
}
