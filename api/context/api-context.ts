import type { IncomingMessage, Server, ServerResponse } from "node:http";
import type { FastifyBaseLogger, FastifyInstance, FastifyRequest } from "fastify";
import type { ZodTypeProvider } from "fastify-type-provider-zod";
import type { Actor } from "../../core/people/actor.ts";
import type { Power } from "../../core/people/rights.ts";
import type { RegistryIndex } from "../../core/registry/grid.ts";
import { gridAt } from "../../core/registry/grid-at.ts";
import type { NewestRegistry } from "../../core/registry/newest-registry.ts";
import type { Instant } from "../../core/time.ts";
import { problem } from "../http/api-problem.ts";
import type { ApiDeps } from "./deps.ts";
import type { FirstRun } from "./first-run.ts";
import { type Scope, scopeOf } from "./scope.ts";

/** The server as routes see it: wire schemas give the types of requests and answers. */
export type Api = FastifyInstance<Server, IncomingMessage, ServerResponse, FastifyBaseLogger, ZodTypeProvider>;

/** What every route may use. */
export interface ApiContext {
  readonly deps: ApiDeps;
  readonly registry: NewestRegistry;
  readonly firstRun: FirstRun;
}

/** Who calls, what of the district that one may see, and the registry in force with the grid of today. */
export interface View {
  readonly actor: Actor;
  readonly scope: Scope;
  readonly index: RegistryIndex;
  readonly now: Instant;
}

/** The caller of a route that asks for a log-in. */
export function actorOf(request: FastifyRequest): Actor {
  if (request.caller === undefined) throw problem("not-logged-in");
  return request.caller.actor;
}

/** The caller's view of the district now. */
export async function viewOf(request: FastifyRequest, context: ApiContext, power?: Power): Promise<View> {
  const actor = actorOf(request);
  const now = context.deps.clock.now();
  const index = gridAt(await context.registry.current(), now);
  return { actor, index, scope: scopeOf(actor, index, power), now };
}

/**
 * Appends a line to the audit. Called by every route that changes something, after it was done. No secrets in `detail`.
 */
export async function audit(
  context: ApiContext,
  actor: string,
  line: { readonly action: string; readonly subject: string; readonly detail?: Readonly<Record<string, unknown>> },
): Promise<void> {
  await context.deps.identity.appendAudit({
    at: context.deps.clock.now(),
    actor,
    action: line.action,
    subject: line.subject,
    detail: line.detail === undefined ? "" : JSON.stringify(line.detail),
  });
}
