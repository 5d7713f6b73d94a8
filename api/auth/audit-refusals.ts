import type { FastifyInstance, FastifyRequest } from "fastify";
import { MINUTE } from "../../core/time.ts";
import { senderOf } from "../../doors/sender-of.ts";
import type { ApiDeps } from "../context/deps.ts";
import { ApiProblem } from "../http/api-problem.ts";
import { bearerOf } from "./caller.ts";
import { sessionSecretOf } from "./cookies.ts";
import { ROUTE_RIGHTS } from "./rights.ts";

const STATUSES = new Set([401, 403, 404]);
/** A log-in that nobody looked at: the rest before it was of its own making. */
const GUESSING = "too-many-log-ins";
/** Lines of one address and code in a minute; how many more there were stands in its next line. */
const LINES_A_MINUTE = 10;
const MOST_KEYS = 1_000;
const LONGEST_PATH = 300;

interface Minute {
  readonly since: number;
  readonly lines: number;
  readonly more: number;
}

/**
 * Notes in the audit who was refused what and from where: not logged in, without the right, or a thing that is not
 * there or that one may not see. Bounded for each address, so that nobody fills the disk with refusals.
 */
export function auditRefusals(app: FastifyInstance, deps: ApiDeps): void {
  const lines = new RefusalLines();
  app.addHook("onError", async (request, _reply, error) => {
    if (!(error instanceof ApiProblem) || !isNoted(error, request, deps)) return;
    const more = lines.take(`${senderOf(request.ip)} ${error.code}`, deps.systemTime());
    if (more === undefined) return;
    const line = {
      at: deps.clock.now(),
      actor: request.caller?.actor.id ?? "nobody",
      action: "request.refused",
      subject: `${request.method} ${request.url.replace(/\?.*$/s, "").slice(0, LONGEST_PATH)}`,
      detail: JSON.stringify({ code: error.code, address: request.ip, ...(more > 0 && { more }) }),
    };
    await deps.identity.appendAudit(line).catch((cause: unknown) => request.log.error({ err: cause }, "refusal not audited"));
  });
}

/** Which refusals get a line of their own. */
class RefusalLines {
  readonly #minutes = new Map<string, Minute>();

  /** How many before this one got no line; `undefined` when this one gets none either. */
  take(key: string, now: number): number | undefined {
    const before = this.#minutes.get(key);
    const isOver = before === undefined || Math.abs(now - before.since) >= MINUTE;
    if (isOver) this.#keep(key, { since: now, lines: 1, more: 0 });
    else if (before.lines < LINES_A_MINUTE) this.#keep(key, { ...before, lines: before.lines + 1 });
    else {
      this.#keep(key, { ...before, more: before.more + 1 });
      return undefined;
    }
    return isOver ? (before?.more ?? 0) : 0;
  }

  #keep(key: string, minute: Minute): void {
    this.#minutes.delete(key);
    this.#minutes.set(key, minute);
    for (const oldest of this.#minutes.keys()) {
      if (this.#minutes.size <= MOST_KEYS) return;
      this.#minutes.delete(oldest);
    }
  }
}

function isNoted(error: ApiProblem, request: FastifyRequest, deps: ApiDeps): boolean {
  return error.code === GUESSING || (STATUSES.has(error.statusCode) && isAsked(request, deps));
}

/** Routes that ask for a log-in; a page that looks whether somebody is logged in is no attempt. */
function isAsked(request: FastifyRequest, deps: ApiDeps): boolean {
  const route = `${request.method} ${request.routeOptions.url}`;
  const right = ROUTE_RIGHTS[route];
  if (right === undefined || right === "public") return false;
  const shows = bearerOf(request) !== undefined || sessionSecretOf(request, deps) !== undefined;
  return shows || route !== "GET /api/v1/session";
}
