import type { FastifyRequest } from "fastify";
import type { Actor } from "../../core/people/actor.ts";
import type { Session, Token, User } from "../../core/people/identity.ts";
import { holds } from "../../core/people/rights.ts";
import { MINUTE } from "../../core/time.ts";
import type { ApiDeps } from "../context/deps.ts";
import { sessionSecretOf } from "./cookies.ts";
import { sameText, sha256 } from "./secrets.ts";

/** Who calls, and how it was proven. */
export interface Caller {
  readonly actor: Actor;
  readonly username: string;
  /** Set when a session cookie proved it: then writes need a same-origin check. */
  readonly session?: Session;
  /** The account behind a session. */
  readonly user?: User;
}

/** The last use of a token is noted no more often than this. */
const NOTE_USE_MS = MINUTE;
/** Tokens may make tokens; beyond this many nobody asks who made the first. */
const LONGEST_LINE = 10;

declare module "fastify" {
  interface FastifyRequest {
    caller: Caller | undefined;
  }
  interface FastifyContextConfig {
    /** The request may be repeated with its `Idempotency-Key`. */
    readonly idempotent?: boolean;
    /** Its answer carries secrets in clear text: it is not remembered, and a repeat makes the same answer anew. */
    readonly givesSecrets?: boolean;
    /** What is asked goes through the journal: the answer may be that the outcome is open (202). */
    readonly journalled?: boolean;
  }
}

/** Finds out who calls from the bearer token or the session cookie; `undefined` when neither proves anybody. */
export async function findCaller(request: FastifyRequest, deps: ApiDeps): Promise<Caller | undefined> {
  const bearer = bearerOf(request);
  if (bearer !== undefined) return callerOfToken(bearer, deps);
  const cookie = sessionSecretOf(request, deps);
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
  if (token === undefined || !(await isInForce(token, deps))) return undefined;
  const now = deps.systemTime();
  if (token.lastUsedAt === null || Math.abs(now - token.lastUsedAt) >= NOTE_USE_MS) await deps.identity.touchToken(token.id, now);
  return { actor: actorOfToken(token), username: `token:${token.id}` };
}

const ADMIN_TOKEN = "token:admin";
const ADMINISTRATOR: Caller = {
  actor: { id: ADMIN_TOKEN, name: "OUTFALL_ADMIN_TOKEN", roles: ["administrator"], cells: [], enterprise: null, person: null },
  username: ADMIN_TOKEN,
};

/** A token ends at its end, and with its maker: an account that may make none any more, or another token. */
async function isInForce(token: Token, deps: ApiDeps): Promise<boolean> {
  let current = token;
  for (let makers = 0; makers < LONGEST_LINE; makers += 1) {
    if (current.expiresAt !== null && current.expiresAt <= deps.systemTime()) return false;
    if (current.createdBy === ADMIN_TOKEN) return true;
    if (!current.createdBy.startsWith("token:")) {
      const maker = await deps.identity.user(current.createdBy);
      return maker !== undefined && !maker.disabled && holds(maker.roles, "change-accounts");
    }
    const maker = await deps.identity.token(current.createdBy.slice("token:".length));
    if (maker === undefined) return false;
    current = maker;
  }
  return false;
}

function actorOfToken(token: Token): Actor {
  const { name, roles, cells, enterprise, person } = token;
  return { id: `token:${token.id}`, name, roles, cells, enterprise, person };
}

async function callerOfSession(secret: string, deps: ApiDeps): Promise<Caller | undefined> {
  const session = await deps.identity.session(sha256(secret));
  if (session === undefined || session.expiresAt <= deps.systemTime()) return undefined;
  const user = await deps.identity.user(session.userId);
  if (user === undefined || user.disabled) return undefined;
  return { actor: actorOfUser(user), username: user.username, session, user };
}

/** A user as the engine sees one. */
export function actorOfUser(user: User): Actor {
  const { id, name, roles, cells, enterprise, person } = user;
  return { id, name, roles, cells, enterprise, person };
}
