import { randomUUID } from "node:crypto";
import type { FastifyInstance, FastifyRequest } from "fastify";
import type { CommandRequest } from "../../core/casework/command.ts";
import type { ApiDeps } from "../context/deps.ts";
import { problem } from "../http/api-problem.ts";

declare module "fastify" {
  interface FastifyRequest {
    /** What a route that may be repeated was asked. */
    asked: Asked | undefined;
  }
}

/** A request of a caller to a route that may be repeated. */
export interface Asked extends CommandRequest {
  /** Its `Idempotency-Key`; without one it has an id of its own, and nobody can repeat it. */
  readonly key: string | undefined;
}

/**
 * Says of each request to a route that may be repeated which one it is. Ids and fingerprints are keyed hashes: what
 * stands in the journal tells nothing about a password in the body, and is the same in every process.
 */
export function knowRequests(app: FastifyInstance, { fingerprint }: Pick<ApiDeps, "fingerprint">): void {
  app.decorateRequest("asked", undefined);
  app.addHook("preHandler", async (request) => {
    if (request.routeOptions.config.idempotent !== true || request.caller === undefined) return;
    const { headers, caller, method, url, body } = request;
    const key = headers["idempotency-key"];
    if (key !== undefined && (typeof key !== "string" || !/^[\x21-\x7e]{1,128}$/.test(key))) {
      throw problem("invalid-idempotency-key");
    }
    const actor = caller.actor.id;
    const id = key === undefined ? randomUUID() : fingerprint(JSON.stringify([actor, key]));
    request.asked = { id, actor, key, fingerprint: fingerprint(JSON.stringify([method, url, body ?? null])) };
  });
}

/** The request as it goes into the journal. Only for routes that may be repeated. */
export function commandRequestOf({ asked }: FastifyRequest): CommandRequest {
  if (asked === undefined) throw new Error("the route does not say that it may be repeated");
  const { id, fingerprint, actor } = asked;
  return { id, fingerprint, actor };
}
