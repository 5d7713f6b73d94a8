import { randomUUID } from "node:crypto";
import { z } from "zod";
import { AnyId } from "../../../cases/shared/wire-forms.ts";
import { DAY, plus } from "../../../core/time.ts";
import { newSecret, sha256 } from "../../auth/secrets.ts";
import { type Api, type ApiContext, actorOf, audit } from "../../context/api-context.ts";
import { problem } from "../../http/api-problem.ts";
import { PageQuery } from "../../http/primitives.ts";
import { pageOfAll } from "../../http/scoped-page.ts";
import { checkGrants } from "./check-grants.ts";
import { MadeTokenOut, NewToken, TokenPage } from "./schema.ts";
import { tokenToWire } from "./wire.ts";

/** A token ends so long after it was made unless it says otherwise. */
const TOKEN_MS = 365 * DAY;

/** Bearer tokens for other systems. */
export function tokenRoutes(app: Api, context: ApiContext): void {
  const { identity, clock, systemTime } = context.deps;

  app.get(
    "/api/v1/tokens",
    { schema: { summary: "Tokens", tags: ["tokens"], querystring: PageQuery, response: { 200: TokenPage } } },
    async (request) => {
      const page = pageOfAll(await identity.tokens(), request.query);
      return { items: page.items.map(tokenToWire), next: page.next };
    },
  );

  app.post(
    "/api/v1/tokens",
    {
      schema: {
        summary: "Make a token; its secret is shown once",
        tags: ["tokens"],
        body: NewToken,
        response: { 201: MadeTokenOut },
      },
    },
    async (request, reply) => {
      await checkGrants(context, request.body);
      const { enterprise, person, expiresAt, ...rest } = request.body;
      const secret = `outfall_${newSecret()}`;
      const actor = actorOf(request);
      const token = {
        ...rest,
        id: randomUUID(),
        secretHash: sha256(secret),
        enterprise: enterprise ?? null,
        person: person ?? null,
        createdAt: clock.now(),
        createdBy: actor.id,
        expiresAt: expiresAt ?? plus(systemTime(), TOKEN_MS),
        lastUsedAt: null,
      };
      await identity.saveToken(token);
      await audit(context, actor.id, {
        action: "token.make",
        subject: token.id,
        detail: { name: token.name, roles: token.roles },
      });
      return reply.code(201).send({ id: token.id, token: secret });
    },
  );

  app.delete(
    "/api/v1/tokens/:id",
    { schema: { summary: "Withdraw a token", tags: ["tokens"], params: z.object({ id: AnyId }), response: { 204: z.null() } } },
    async (request, reply) => {
      if (!(await identity.deleteToken(request.params.id))) throw problem("not-found");
      await audit(context, actorOf(request).id, { action: "token.withdraw", subject: request.params.id });
      return reply.code(204).send(null);
    },
  );
}
