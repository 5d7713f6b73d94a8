import { z } from "zod";
import type { KnownProblem } from "../../../words/problems.ts";
import { type Api, type ApiContext, audit, type View, viewOf } from "../../api-context.ts";
import { bodyProblem, problem } from "../../http/api-problem.ts";
import { AnyId } from "../../http/primitives.ts";
import { madeId, runCommand } from "../../http/run-command.ts";
import { defined } from "../../http/scoped-page.ts";
import { seesEnterprise, seesOutlet } from "../../scope.ts";
import { DecisionIn, DeclarationOut, DeclarationPage, DeclarationQuery, NewDeclaration } from "./schema.ts";
import { declarationToWire } from "./wire.ts";

/** Declarations of temporary unorganised emissions, and the bureau's answer. */
export function declarationRoutes(app: Api, context: ApiContext): void {
  const { commands, records } = context.deps;

  app.get(
    "/api/v1/declarations",
    {
      schema: {
        summary: "Declarations, newest first",
        tags: ["declarations"],
        querystring: DeclarationQuery,
        response: { 200: DeclarationPage },
      },
    },
    async (request) => {
      const { scope } = await viewOf(request, context);
      const { enterprise, state, limit, ...rest } = request.query;
      const asked = enterprise === undefined ? undefined : [enterprise];
      const enterprises = scope.everything ? asked : (asked ?? [...scope.enterprises]).filter((id) => scope.enterprises.has(id));
      if (enterprises !== undefined && enterprises.length === 0) return { items: [], next: null };
      const page = await records.declarations({ ...defined({ ...rest, enterprises, states: state }), limit });
      return { items: page.items.map(declarationToWire), next: page.next };
    },
  );

  app.post(
    "/api/v1/declarations",
    {
      config: { idempotent: true },
      schema: { summary: "Declare an emission", tags: ["declarations"], body: NewDeclaration, response: { 201: DeclarationOut } },
    },
    async (request, reply) => {
      const view = await viewOf(request, context);
      checkPlace(request.body, view);
      const id = madeId(await runCommand(commands, { type: "declare", actor: view.actor, ...request.body }), "declarationId");
      await audit(context, view.actor.id, {
        action: "declaration.submit",
        subject: id,
        detail: { enterprise: request.body.enterprise },
      });
      return reply.code(201).send(await declarationOf(id, context));
    },
  );

  app.post(
    "/api/v1/declarations/:id/decision",
    {
      config: { idempotent: true },
      schema: {
        summary: "Answer a declaration",
        tags: ["declarations"],
        params: z.object({ id: AnyId }),
        body: DecisionIn,
        response: { 200: DeclarationOut },
      },
    },
    async (request) => {
      const { actor, scope } = await viewOf(request, context);
      const known = await records.declaration(request.params.id);
      if (known === undefined || !seesEnterprise(scope, known.enterprise)) throw problem("not-found");
      await runCommand(commands, { type: "decide-declaration", actor, declarationId: known.id, ...request.body });
      await audit(context, actor.id, {
        action: "declaration.decide",
        subject: known.id,
        detail: { decision: request.body.decision },
      });
      return declarationOf(known.id, context);
    },
  );
}

async function declarationOf(id: string, context: ApiContext): Promise<z.output<typeof DeclarationOut>> {
  const found = await context.deps.records.declaration(id);
  if (found === undefined) throw new Error("a declaration that was just made is not there");
  return declarationToWire(found);
}

/** What the caller may not see does not exist for the caller. */
function checkPlace(body: z.output<typeof NewDeclaration>, { scope, index }: View): void {
  const errors: KnownProblem[] = [];
  if (!index.enterpriseById.has(body.enterprise) || !seesEnterprise(scope, body.enterprise)) {
    errors.push({ pointer: "/enterprise", code: "unknown-enterprise", facts: { id: body.enterprise } });
  }
  for (const [i, id] of body.outlets.entries()) {
    const outlet = index.outletById.get(id);
    if (outlet?.enterprise === body.enterprise && seesOutlet(scope, id)) continue;
    errors.push({ pointer: `/outlets/${i}`, code: "unknown-outlet", facts: { id } });
  }
  if (errors.length > 0) throw bodyProblem(...errors);
}
