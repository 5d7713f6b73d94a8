import { randomUUID } from "node:crypto";
import type { User } from "../../../core/people/identity.ts";
import { actorOfUser } from "../../auth/caller.ts";
import { browserCookieOf, setBrowserCookie } from "../../auth/cookies.ts";
import { rememberBrowser } from "../../auth/known-browser.ts";
import { hashPassword, sameText } from "../../auth/secrets.ts";
import { openSession } from "../../auth/sessions.ts";
import { type Api, type ApiContext, audit } from "../../context/api-context.ts";
import { problem } from "../../http/api-problem.ts";
import { OPEN_BODY_BYTES } from "../../http/bound-connections.ts";
import { refuseWeak } from "./refuse-weak.ts";
import { FirstAdministrator, SessionOut } from "./schema.ts";
import { callerToWire } from "./wire.ts";

/** The first account of an installation: an administrator, made by whoever started it. */
export function firstRunRoutes(app: Api, context: ApiContext): void {
  const { deps, firstRun } = context;

  app.post(
    "/api/v1/first-run",
    {
      bodyLimit: OPEN_BODY_BYTES,
      schema: {
        summary: "Make the first administrator, with the one-time key that the start has printed, and log in",
        tags: ["session"],
        body: FirstAdministrator,
        response: { 200: SessionOut },
      },
    },
    async (request, reply) => {
      const { key, username, name = username, password } = request.body;
      if (!(await firstRun.isOpen())) throw problem("first-run-over");
      if (!sameText(firstRun.key, key)) throw problem("first-run-key-wrong");
      refuseWeak(password, { username, name });
      const user = await firstRun.once(() => makeAdministrator(context, { username, name, password }));
      if (user === undefined) throw problem("first-run-over");
      const session = await openSession(deps, { request, reply, user });
      setBrowserCookie(reply, rememberBrowser(browserCookieOf(request, deps), user.id, deps.fingerprint), deps);
      const detail = { username, address: request.ip };
      await audit(context, user.id, { action: "user.make-first", subject: user.id, detail });
      return callerToWire({ actor: actorOfUser(user), username, session, user });
    },
  );
}

async function makeAdministrator(
  { deps }: ApiContext,
  { password, ...who }: Pick<User, "username" | "name"> & { readonly password: string },
): Promise<User | undefined> {
  const user: User = {
    ...who,
    id: randomUUID(),
    passwordHash: await hashPassword(password),
    roles: ["administrator"],
    cells: [],
    person: null,
    enterprise: null,
    disabled: false,
    createdAt: deps.clock.now(),
    mustChangePassword: false,
    secondFactor: null,
  };
  return (await deps.identity.addUser(user)) ? user : undefined;
}
