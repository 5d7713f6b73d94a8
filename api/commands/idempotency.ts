import type { FastifyInstance, FastifyRequest } from "fastify";
import { sha256 } from "../auth/secrets.ts";
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
 * answered too (409). Failures of ours (5xx) are not remembered.
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
    return reply.code(known.status).header("idempotency-replayed", "true").type(`${type}; charset=utf-8`).send(known.body);
  });

  app.addHook("onSend", async (request, reply, payload) => {
    const asked = pending.get(request);
    if (asked === undefined) return;
    pending.delete(request);
    if (reply.statusCode < 500 && typeof payload === "string") {
      await deps.identity
        .remember({ ...asked, status: reply.statusCode, body: payload, at: deps.clock.now() })
        .catch((cause: unknown) => request.log.error({ err: cause }, "answer not remembered"));
    }
    inFlight.delete(slotOf(asked));
  });
}

function slotOf(asked: Pending): string {
  return JSON.stringify([asked.actor, asked.key]);
}

function pendingOf(request: FastifyRequest): Pending | undefined {
  const key = request.headers["idempotency-key"];
  if (key === undefined || request.routeOptions.config.idempotent !== true || request.caller === undefined) return undefined;
  if (typeof key !== "string" || !/^[\x21-\x7e]{1,128}$/.test(key)) throw problem("invalid-idempotency-key");
  const fingerprint = sha256(JSON.stringify([request.method, request.url, request.body ?? null]));
  return { key, actor: request.caller.actor.id, fingerprint };
}
