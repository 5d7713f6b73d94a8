import { z } from "zod";
import type { User } from "../../../core/people/identity.ts";
import { plus } from "../../../core/time.ts";
import { actorOfUser, type Caller, SESSION_COOKIE, SESSION_MS } from "../../auth/caller.ts";
import { LogInGuard } from "../../auth/log-in-guard.ts";
import { setSessionCookie } from "../../auth/protect-routes.ts";
import { isPassword, newSecret, sha256 } from "../../auth/secrets.ts";
import { type Api, type ApiContext, audit } from "../../context/api-context.ts";
import { problem } from "../../http/api-problem.ts";
import { LogIn, SessionOut } from "./schema.ts";
import { callerToWire } from "./wire.ts";

/** Log in, who am I, log out. */
export function sessionRoutes(app: Api, context: ApiContext): void {
  const { deps } = context;
  const guard = new LogInGuard();

  app.post(
    "/api/v1/session",
    { schema: { summary: "Log in", tags: ["session"], body: LogIn, response: { 200: SessionOut } } },
    async (request, reply) => {
      const user = await checkedUser(request.body, request.ip);
      const secret = newSecret();
      const caller = await openSession(user, secret);
      setSessionCookie(reply, secret, deps);
      await audit(context, user.id, { action: "session.log-in", subject: user.username, detail: { address: request.ip } });
      return callerToWire(caller);
    },
  );

  app.get(
    "/api/v1/session",
    { schema: { summary: "Who am I", tags: ["session"], response: { 200: SessionOut } } },
    async (request) => {
      if (request.caller === undefined) throw problem("not-logged-in");
      return callerToWire(request.caller);
    },
  );

  app.delete(
    "/api/v1/session",
    { schema: { summary: "Log out", tags: ["session"], response: { 204: z.null() } } },
    async (request, reply) => {
      const session = request.caller?.session;
      if (session !== undefined) {
        await deps.identity.deleteSession(session.id);
        await audit(context, session.userId, { action: "session.log-out", subject: request.caller?.username ?? "" });
      }
      reply.clearCookie(SESSION_COOKIE, { path: "/", httpOnly: true, sameSite: "strict", secure: !deps.loopbackOnly });
      return reply.code(204).send(null);
    },
  );

  async function checkedUser(asked: z.output<typeof LogIn>, address: string): Promise<User> {
    const now = deps.clock.now();
    const who = { username: asked.username, address };
    const wait = guard.waitSeconds(who.username, address, now);
    if (wait > 0) throw problem("too-many-log-ins", { facts: { seconds: wait }, retryAfterSeconds: wait });
    const user = await deps.identity.userByName(asked.username);
    const known = user === undefined || user.disabled ? undefined : user;
    const passed = await guard.attempt(who, now, () => isPassword(known?.passwordHash, asked.password));
    if (passed && known !== undefined) return known;
    await audit(context, "nobody", { action: "session.refused", subject: asked.username, detail: { address } });
    throw problem("wrong-credentials");
  }

  async function openSession(user: User, secret: string): Promise<Caller> {
    const now = deps.clock.now();
    const session = { id: sha256(secret), userId: user.id, createdAt: now, expiresAt: plus(now, SESSION_MS) };
    await deps.identity.expireSessions(now);
    await deps.identity.saveSession(session);
    return { actor: actorOfUser(user), username: user.username, session };
  }
}
