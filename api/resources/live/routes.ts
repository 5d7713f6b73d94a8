import { z } from "zod";
import { AnyId, oneOrMany } from "../../../cases/shared/wire-forms.ts";
import { gridAt } from "../../../core/registry/grid-at.ts";
import { findCaller } from "../../auth/caller.ts";
import { type Api, type ApiContext, viewOf } from "../../context/api-context.ts";
import { scopeOf } from "../../context/scope.ts";
import { problem } from "../../http/api-problem.ts";
import { SECURITY_HEADERS } from "../../http/security-headers.ts";
import type { LiveHub } from "./live-hub.ts";
import { resumedPosition } from "./live-position.ts";
import { LIVE_SUBJECTS } from "./live-subjects.ts";

const LiveQuery = z.strictObject({ outlet: oneOrMany(AnyId).optional() });

/** Server-sent events: what is new, as it comes. */
export function liveRoutes(app: Api, context: ApiContext, live: LiveHub): void {
  app.get(
    "/api/v1/live",
    {
      config: { takesTurn: false },
      schema: {
        summary: "Server-sent events `subjects`, `reading`, `finding`, `case`, `lag`; resumes after Last-Event-ID",
        tags: ["live"],
        querystring: LiveQuery,
        produces: ["text/event-stream"],
      },
    },
    async (request, reply) => {
      const { actor, scope } = await viewOf(request, context);
      const now = await live.now();
      // Nothing is waited for between this and the opening: else many that ask at once would all find room.
      if (!live.hasRoom(actor.id)) throw problem("too-many-streams", { retryAfterSeconds: 5 });
      const position = resumedPosition(String(request.headers["last-event-id"] ?? ""), live.life, now) ?? now;
      reply.hijack();
      reply.raw.writeHead(200, {
        ...SECURITY_HEADERS,
        "content-type": "text/event-stream; charset=utf-8",
        "cache-control": "no-store",
        "x-accel-buffering": "no",
        ...sessionHeaders(reply.getHeader("set-cookie")),
      });
      reply.raw.write(`retry: 2000\n\nevent: subjects\ndata: ${JSON.stringify(LIVE_SUBJECTS)}\n\n`);
      const listener = {
        actor: actor.id,
        language: request.language,
        outlets: new Set(request.query.outlet ?? []),
        scope: async () => {
          const caller = await findCaller(request, context.deps);
          return caller === undefined
            ? undefined
            : scopeOf(caller.actor, gridAt(await context.registry.current(), context.deps.clock.now()));
        },
      };
      live.open(reply.raw, listener, { scope, position });
    },
  );
}

function sessionHeaders(cookie: number | string | string[] | undefined): Readonly<Record<string, string | string[]>> {
  return cookie === undefined || typeof cookie === "number" ? {} : { "set-cookie": cookie };
}
