import type { FastifyInstance, FastifyRequest } from "fastify";
import type { ApiDeps } from "../context/deps.ts";
import { problem } from "../http/api-problem.ts";

interface Pending {
  readonly key: string;
  readonly actor: string;
  readonly fingerprint: string;
}

/**
 * Repeats are safe: the answer to a write with an `Idempotency-Key` is remembered and given again to the same request
 * of the same caller. Another request with the same key is refused (422), a repeat while the first is still being
 * answered too (409). Failures of ours (5xx) are not remembered, nor is what asks to come again (`Retry-After`).
 * What goes through the journal does not depend on this: there the judge knows repeats. This memory gives the same
 * words again, and serves what is refused before it comes to the journal. Answers with secrets are never in it.
 */
export function rememberAnswers(app: FastifyInstance, deps: ApiDeps): void {
  const pending = new WeakMap<FastifyRequest, Pending>();
  const inFlight = new Set<string>();

  app.addHook("preHandler", async (request, reply) => {
    const asked = pendingOf(request);
    if (asked === undefined) return;
    // Taken before the look-up: else a twin could slip in between the look-up and the answer.
    if (inFlight.has(slotOf(asked))) throw problem("request-in-progress", { retryAfterSeconds: 1 });
    inFlight.add(slotOf(asked));
    const known = await deps.identity.remembered(asked.key, asked.actor);
    if (known === undefined) {
      pending.set(request, asked);
      return;
    }
    inFlight.delete(slotOf(asked));
    if (known.fingerprint !== asked.fingerprint) throw problem("idempotency-key-reused");
    const type = known.status < 400 ? "application/json" : "application/problem+json";
    if (known.etag !== undefined) reply.header("etag", known.etag);
    return reply.code(known.status).header("idempotency-replayed", "true").type(`${type}; charset=utf-8`).send(known.body);
  });

  app.addHook("onSend", async (request, reply, payload) => {
    const asked = pending.get(request);
    if (asked === undefined) return;
    pending.delete(request);
    const isKept = reply.statusCode < 500 && !reply.hasHeader("retry-after") && !request.routeOptions.config.givesSecrets;
    if (isKept && typeof payload === "string") {
      const etag = reply.getHeader("etag");
      const tag = typeof etag === "string" ? { etag } : {};
      await deps.identity
        .remember({ ...asked, ...tag, status: reply.statusCode, body: payload, at: deps.clock.now() })
        .catch((cause: unknown) => request.log.error({ err: cause }, "answer not remembered"));
    }
    inFlight.delete(slotOf(asked));
  });
}

function slotOf(asked: Pending): string {
  return JSON.stringify([asked.actor, asked.key]);
}

function pendingOf({ asked }: FastifyRequest): Pending | undefined {
  if (asked?.key === undefined) return undefined;
  const { key, actor, fingerprint } = asked;
  return { key, actor, fingerprint };
}
