import { randomUUID } from "node:crypto";
import { z } from "zod";
import { AnyId } from "../../../cases/shared/wire-forms.ts";
import type { User } from "../../../core/people/identity.ts";
import { holds } from "../../../core/people/rights.ts";
import { hashPassword } from "../../auth/secrets.ts";
import { type Api, type ApiContext, actorOf, audit } from "../../context/api-context.ts";
import { createSerial } from "../../context/serial.ts";
import { problem } from "../../http/api-problem.ts";
import { PageQuery } from "../../http/primitives.ts";
import { defined, pageOfAll } from "../../http/scoped-page.ts";
import { checkGrants } from "./check-grants.ts";
import { refuseWeak } from "./refuse-weak.ts";
import { NewUser, UserChange, UserOut, UserPage } from "./schema.ts";
import { userToWire } from "./wire.ts";

/** People who may log in. */
export function userRoutes(app: Api, context: ApiContext): void {
  makeRoutes(app, context);
  changeRoute(app, context);
}

function makeRoutes(app: Api, context: ApiContext): void {
  const { identity, clock, demo } = context.deps;

  app.get(
    "/api/v1/users",
    { schema: { summary: "Users", tags: ["users"], querystring: PageQuery, response: { 200: UserPage } } },
    async (request) => {
      const page = pageOfAll(await identity.users(), request.query);
      return { items: page.items.map(userToWire), next: page.next };
    },
  );

  app.post(
    "/api/v1/users",
    { schema: { summary: "Make a user", tags: ["users"], body: NewUser, response: { 201: UserOut } } },
    async (request, reply) => {
      const { password, name, enterprise, person, ...rest } = request.body;
      await checkGrants(context, request.body);
      refuseWeak(password, { username: rest.username, name: name ?? "" });
      if ((await identity.userByName(rest.username)) !== undefined) throw problem("username-taken");
      const user: User = {
        ...rest,
        id: randomUUID(),
        passwordHash: await hashPassword(password),
        name: name ?? rest.username,
        person: person ?? null,
        enterprise: enterprise ?? null,
        disabled: false,
        createdAt: clock.now(),
        mustChangePassword: !demo,
        secondFactor: null,
      };
      if (!(await identity.addUser(user))) throw problem("username-taken");
      await audit(context, actorOf(request).id, {
        action: "user.make",
        subject: user.id,
        detail: { username: user.username, roles: user.roles },
      });
      return reply.code(201).send(userToWire(user));
    },
  );
}

function changeRoute(app: Api, context: ApiContext): void {
  const { identity, demo } = context.deps;
  const serial = createSerial();

  app.patch(
    "/api/v1/users/:id",
    {
      schema: {
        summary: "Change a user; a new password, other rights or disabling ends the user's sessions",
        tags: ["users"],
        params: z.object({ id: AnyId }),
        body: UserChange,
        response: { 200: UserOut },
      },
    },
    async (request) => {
      const actor = actorOf(request);
      const known = await identity.user(request.params.id);
      if (known === undefined) throw problem("not-found");
      await checkGrants(context, request.body);
      const { password, ...change } = request.body;
      if (password !== undefined) refuseWeak(password, { username: known.username, name: change.name ?? known.name });
      const losesAdministration = change.disabled === true || change.roles?.includes("administrator") === false;
      if (known.id === actor.id && losesAdministration) throw problem("own-account");
      const changed = {
        ...defined(change),
        ...(password === undefined ? {} : { passwordHash: await hashPassword(password), mustChangePassword: !demo }),
      };
      const user = await serial(async () => {
        if (losesAdministration) await refuseLast(context, known.id);
        return identity.changeUser(known.id, (now) => ({ ...now, ...changed }));
      });
      if (user === undefined) throw problem("not-found");
      await identity.deleteSessionsOf(user.id);
      await audit(context, actor.id, { action: "user.change", subject: user.id, detail: { fields: Object.keys(request.body) } });
      return userToWire(user);
    },
  );
}

/**
 * Of administrators that take the administration from one another, one is left: whoever else would make another one?
 * @throws ApiProblem `last-administrator` when no other account administers
 */
async function refuseLast({ deps }: ApiContext, id: string): Promise<void> {
  const administrators = (await deps.identity.users()).filter((user) => !user.disabled && holds(user.roles, "change-accounts"));
  if (administrators.length === 1 && administrators[0]?.id === id) throw problem("last-administrator");
}
