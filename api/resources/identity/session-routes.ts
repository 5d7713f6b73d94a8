import { z } from "zod";
import { actorOfUser } from "../../auth/caller.ts";
import { browserCookieOf, clearSessionCookie, setBrowserCookie } from "../../auth/cookies.ts";
import { rememberBrowser } from "../../auth/known-browser.ts";
import { endShown, isOwn, openSession, publicIdOf } from "../../auth/sessions.ts";
import { type Api, type ApiContext, audit } from "../../context/api-context.ts";
import { problem } from "../../http/api-problem.ts";
import { OPEN_BODY_BYTES } from "../../http/bound-connections.ts";
import { LogIn } from "./log-in.ts";
import { ownAccountRoutes } from "./own-account-routes.ts";
import { LogInBody, OwnSessionPage, SessionIdParams, SessionOut } from "./schema.ts";
import { callerToWire, sessionToWire } from "./wire.ts";

/** Log in, who am I, log out, and the sessions of one's own account. */
export function sessionRoutes(app: Api, context: ApiContext): void {
  const { deps } = context;
  const logIn = new LogIn(context);

  app.post(
    "/api/v1/session",
    {
      bodyLimit: OPEN_BODY_BYTES,
      schema: { summary: "Log in", tags: ["session"], body: LogInBody, response: { 200: SessionOut } },
    },
    async (request, reply) => {
      const user = await logIn.prove(request, request.body);
      await endShown(deps, request);
      const session = await openSession(deps, { request, reply, user });
      setBrowserCookie(reply, rememberBrowser(browserCookieOf(request, deps), user.id, deps.fingerprint), deps);
      const factors = user.secondFactor?.isConfirmed === true ? ["password", "code"] : ["password"];
      const detail = { address: request.ip, factors };
      await audit(context, user.id, { action: "session.log-in", subject: user.username, detail });
      return callerToWire({ actor: actorOfUser(user), username: user.username, session, user });
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
      const { caller } = request;
      if (caller?.session !== undefined) {
        await deps.identity.deleteSession(caller.session.id);
        await audit(context, caller.session.userId, { action: "session.log-out", subject: caller.username });
      }
      clearSessionCookie(reply, deps);
      return reply.code(204).header("clear-site-data", '"cache"').send(null);
    },
  );

  app.get(
    "/api/v1/sessions",
    { schema: { summary: "The open sessions of the own account", tags: ["session"], response: { 200: OwnSessionPage } } },
    async (request) => {
      const user = request.caller?.user;
      const now = deps.systemTime();
      const sessions = user === undefined ? [] : await deps.identity.sessionsOf(user.id);
      const open = sessions.filter((session) => session.expiresAt > now);
      return { items: open.map((session) => sessionToWire(session, isOwn(request, session, deps))), next: null };
    },
  );

  app.delete(
    "/api/v1/sessions/:id",
    {
      schema: {
        summary: "End a session of the own account",
        tags: ["session"],
        params: SessionIdParams,
        response: { 204: z.null() },
      },
    },
    async (request, reply) => {
      const user = request.caller?.user;
      const sessions = user === undefined ? [] : await deps.identity.sessionsOf(user.id);
      const session = sessions.find((one) => publicIdOf(one) === request.params.id);
      if (session === undefined || user === undefined) throw problem("not-found");
      await deps.identity.deleteSession(session.id);
      await audit(context, user.id, { action: "session.end", subject: user.username, detail: { address: session.address } });
      if (isOwn(request, session, deps)) clearSessionCookie(reply, deps);
      return reply.code(204).send(null);
    },
  );

  ownAccountRoutes(app, context, logIn);
}
