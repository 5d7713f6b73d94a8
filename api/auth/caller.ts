import type { FastifyRequest } from "fastify";
import type { Actor } from "../../core/people/actor.ts";
import type { Session, Token, User } from "../../core/people/identity.ts";
import { HOUR, type Instant, MINUTE, plus } from "../../core/time.ts";
import type { ApiDeps } from "../context/deps.ts";
import { sameText, sha256 } from "./secrets.ts";

/** Who calls, and how it was proven. */
export interface Caller {
  readonly actor: Actor;
  readonly username: string;
  /** Set when a session cookie proved it: then writes need a same-origin check. */
  readonly session?: Session;
}

/** Name of the session cookie. */
export const SESSION_COOKIE = "outfall_session";
/** A session ends twelve hours after its last use. */
export const SESSION_MS = 12 * HOUR;
/** A session is written again only when this much of it has been used, so that not every request writes. */
const RENEW_AFTER_MS = 5 * MINUTE;

declare module "fastify" {
  interface FastifyRequest {
    caller: Caller | undefined;
  }
  interface FastifyContextConfig {
    /** The request may be repeated with its `Idempotency-Key`. */
    readonly idempotent?: boolean;
    /** What is asked goes through the journal: the answer may be that the outcome is open (202). */
    readonly journalled?: boolean;
  }
}

/** Finds out who calls from the bearer token or the session cookie; `undefined` when neither proves anybody. */
export async function findCaller(request: FastifyRequest, deps: ApiDeps): Promise<Caller | undefined> {
  const bearer = bearerOf(request);
  if (bearer !== undefined) return callerOfToken(bearer, deps);
  const cookie = request.cookies[SESSION_COOKIE];
  return cookie === undefined ? undefined : callerOfSession(cookie, deps);
}

/** The bearer token of a request, if it has one. */
export function bearerOf(request: FastifyRequest): string | undefined {
  const match = /^Bearer +([A-Za-z0-9._~+/=-]{1,512})$/i.exec(request.headers.authorization ?? "");
  return match?.[1];
}

async function callerOfToken(secret: string, deps: ApiDeps): Promise<Caller | undefined> {
  if (deps.adminToken !== undefined && sameText(secret, deps.adminToken)) return ADMINISTRATOR;
  const token = await deps.identity.tokenByHash(sha256(secret));
  if (token === undefined || (token.expiresAt !== null && token.expiresAt <= deps.clock.now())) return undefined;
  return { actor: actorOfToken(token), username: `token:${token.id}` };
}

const ADMINISTRATOR: Caller = {
  actor: { id: "token:admin", name: "OUTFALL_ADMIN_TOKEN", roles: ["administrator"], cells: [], enterprise: null, person: null },
  username: "token:admin",
};

function actorOfToken(token: Token): Actor {
  const { name, roles, cells, enterprise, person } = token;
  return { id: `token:${token.id}`, name, roles, cells, enterprise, person };
}

async function callerOfSession(secret: string, deps: ApiDeps): Promise<Caller | undefined> {
  const session = await deps.identity.session(sha256(secret));
  const now = deps.clock.now();
  if (session === undefined || session.expiresAt <= now) return undefined;
  const user = await deps.identity.user(session.userId);
  if (user === undefined || user.disabled) return undefined;
  return { actor: actorOfUser(user), username: user.username, session: await renewed(session, now, deps) };
}

async function renewed(session: Session, now: Instant, deps: ApiDeps): Promise<Session> {
  if (session.expiresAt - now > SESSION_MS - RENEW_AFTER_MS) return session;
  const longer = { ...session, expiresAt: plus(now, SESSION_MS) };
  await deps.identity.saveSession(longer);
  return longer;
}

/** A user as the engine sees one. */
export function actorOfUser(user: User): Actor {
  const { id, name, roles, cells, enterprise, person } = user;
  return { id, name, roles, cells, enterprise, person };
}
