import type { FastifyReply, FastifyRequest } from "fastify";
import type { Session, User } from "../../core/people/identity.ts";
import { type Instant, instant, MINUTE, plus } from "../../core/time.ts";
import type { ApiDeps } from "../context/deps.ts";
import { problem } from "../http/api-problem.ts";
import { SESSION_MS, sessionSecretOf, setSessionCookie } from "./cookies.ts";
import { newSecret, sha256 } from "./secrets.ts";

/** A session ends so long after the last thing that its owner did. */
export const IDLE_MS = 60 * MINUTE;
/** A session is written again only when this much of it has been used, so that not every request writes. */
const RENEW_AFTER_MS = MINUTE;
const LONGEST_AGENT = 200;
/** What a page asks by itself says so, and renews nothing. */
const BACKGROUND_HEADER = "x-outfall-background";

/** Opens a session of the user, and gives the browser its secret. */
export async function openSession(
  deps: ApiDeps,
  { request, reply, user }: { readonly request: FastifyRequest; readonly reply: FastifyReply; readonly user: User },
): Promise<Session> {
  const now = deps.systemTime();
  const secret = newSecret();
  const session: Session = {
    id: sha256(secret),
    userId: user.id,
    createdAt: now,
    expiresAt: endOf({ createdAt: now }, now),
    address: request.ip,
    agent: (request.headers["user-agent"] ?? "").replace(/[\0\p{Surrogate}]/gu, "").slice(0, LONGEST_AGENT),
  };
  await deps.identity.expireSessions(now);
  await deps.identity.saveSession(session);
  // What ended the account's sessions while this one was on its way ends it, too.
  if (!isStillProven(user, await deps.identity.user(user.id))) {
    await deps.identity.deleteSession(session.id);
    throw problem("not-logged-in");
  }
  setSessionCookie(reply, secret, deps);
  return session;
}

/** True when the account is still opened by what proved it: whatever else opens it by now, its sessions were ended. */
export function isStillProven(proven: User, now: User | undefined): boolean {
  return now?.disabled === false && now.passwordHash === proven.passwordHash && factorOf(now) === factorOf(proven);
}

function factorOf({ secondFactor }: User): string | undefined {
  return secondFactor?.isConfirmed === true ? secondFactor.secret.stored : undefined;
}

/**
 * Gives the browser another secret for its session, which ends when it would have ended; the one before is none.
 * @throws ApiProblem `not-logged-in` when the session has ended meanwhile
 */
export async function exchangeSecret(deps: ApiDeps, reply: FastifyReply, session: Session): Promise<Session> {
  const secret = newSecret();
  const exchanged = { ...session, id: sha256(secret) };
  if (!(await deps.identity.replaceSession(session.id, exchanged))) throw problem("not-logged-in");
  setSessionCookie(reply, secret, deps);
  return exchanged;
}

/** Ends the session that the browser still has, whoever's it was: after a log-in there only the new one counts. */
export async function endShown(deps: ApiDeps, request: FastifyRequest): Promise<void> {
  const secret = sessionSecretOf(request, deps);
  if (secret !== undefined) await deps.identity.deleteSession(sha256(secret));
}

/** Moves the end of a session of which the owner does something; what a page asks by itself does not. */
export async function renewSession(deps: ApiDeps, request: FastifyRequest, session: Session): Promise<Session> {
  if (request.headers[BACKGROUND_HEADER] !== undefined || request.routeOptions.url === "/api/v1/live") return session;
  const expiresAt = endOf(session, deps.systemTime());
  if (expiresAt - session.expiresAt < RENEW_AFTER_MS) return session;
  const longer = { ...session, expiresAt };
  // One that was ended meanwhile stays ended.
  return (await deps.identity.replaceSession(session.id, longer)) ? longer : session;
}

/** What a session is called outside; it does not open it. */
export function publicIdOf(session: Session): string {
  return sha256(`session ${session.id}`).slice(0, 24);
}

/** When its owner did something last, to the minute; in the last hour before the cap, when that hour began. */
export function lastActOf({ expiresAt }: Pick<Session, "expiresAt">): Instant {
  return plus(expiresAt, -IDLE_MS);
}

/** True for the session that the request itself shows. */
export function isOwn(request: FastifyRequest, session: Session, deps: ApiDeps): boolean {
  const secret = sessionSecretOf(request, deps);
  return secret !== undefined && sha256(secret) === session.id;
}

function endOf({ createdAt }: Pick<Session, "createdAt">, now: Instant): Instant {
  return instant(Math.min(plus(now, IDLE_MS), plus(createdAt, SESSION_MS)));
}
