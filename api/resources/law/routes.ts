import type { FastifyRequest } from "fastify";
import { z } from "zod";
import { AnyId } from "../../../cases/shared/wire-forms.ts";
import type { LawChange } from "../../../core/casework/command-bus.ts";
import { confirmLaw, type LawRefusal } from "../../../core/registry/confirm-law.ts";
import { lawOf } from "../../../core/registry/law-of-outlet.ts";
import type { LawTyping } from "../../../core/registry/law-row.ts";
import { err, ok } from "../../../core/result.ts";
import { commandRequestOf } from "../../commands/asked.ts";
import { auditedCommand } from "../../commands/audited-command.ts";
import { type Api, type ApiContext, actorOf, viewOf } from "../../context/api-context.ts";
import { type ApiProblem, problem } from "../../http/api-problem.ts";
import { pageOf } from "../../http/primitives.ts";
import { defined, pageOfAll } from "../../http/scoped-page.ts";
import { LawChangedOut, LawQuery, LawRowOut, TypingIn } from "./schema.ts";
import { lawToWire } from "./wire.ts";

const Row = z.object({ id: AnyId });

/** The law that is used: its rows, how sure each is, and who confirmed it. */
export function lawRoutes(app: Api, context: ApiContext): void {
  app.get(
    "/api/v1/law",
    {
      schema: {
        summary: "Rows of the law, how sure each is, what it may do and who confirmed it; of one outlet, those that apply to it",
        tags: ["limits"],
        querystring: LawQuery,
        response: { 200: pageOf(LawRowOut) },
      },
    },
    async (request) => {
      const { scope, index } = await viewOf(request, context);
      const { outlet } = request.query;
      const rows = index.law.map(lawToWire(index, scope, request.language));
      const page = pageOfAll(outlet === undefined ? rows : rows.filter((row) => row.outlets.includes(outlet)), request.query);
      return { items: [...page.items], next: page.next };
    },
  );

  app.post(
    "/api/v1/law/:id/confirmation",
    {
      config: { idempotent: true, journalled: true },
      schema: {
        summary: "What the caller read of the row in print; it judges once a second person has read the same",
        tags: ["limits"],
        params: Row,
        body: TypingIn,
        response: { 200: LawChangedOut },
      },
    },
    async (request) => {
      const { id } = request.params;
      const { id: by, person, name } = actorOf(request);
      const at = context.deps.clock.now();
      const typing = { ...defined(request.body), by, person, name, at } as LawTyping;
      const change: LawChange<LawRefusal> = ({ law = [], lawConfirmations = [] }) => {
        const row = law.find((one) => one.id === id);
        const known = lawConfirmations.find((one) => one.id === id);
        const confirmed = confirmLaw(row, known, typing);
        if (!confirmed.ok) return confirmed;
        return ok({ law, lawConfirmations: [...lawConfirmations.filter((one) => one.id !== id), confirmed.value] });
      };
      return changeRow(context, request, { id, change, audited: { action: "law.confirm", detail: { ...request.body } } });
    },
  );

  app.delete(
    "/api/v1/law/:id/confirmation",
    {
      config: { idempotent: true, journalled: true },
      schema: {
        summary: "Take back what was read of the row, by whomever: it does no more than its own confidence allows",
        tags: ["limits"],
        params: Row,
        response: { 200: LawChangedOut },
      },
    },
    async (request) => {
      const { id } = request.params;
      const change: LawChange<LawRefusal> = ({ law = [], lawConfirmations = [] }) => {
        const left = lawConfirmations.filter((one) => one.id !== id);
        return left.length === lawConfirmations.length ? err({ code: "not-found" }) : ok({ law, lawConfirmations: left });
      };
      return changeRow(context, request, { id, change, audited: { action: "law.take-back" } });
    },
  );
}

interface RowChange {
  readonly id: string;
  readonly change: LawChange<LawRefusal>;
  readonly audited: { readonly action: string; readonly detail?: Readonly<Record<string, unknown>> };
}

async function changeRow(
  context: ApiContext,
  request: FastifyRequest,
  { id, change, audited }: RowChange,
): Promise<z.output<typeof LawChangedOut>> {
  return auditedCommand(context, request, {
    put: () => context.deps.commands.changeLaw(change, actorOf(request), commandRequestOf(request)),
    line: (answer) => {
      if (answer?.ok === false) return undefined;
      const detail = { ...audited.detail, ...(answer && { revised: answer.value.revised.length }) };
      return { action: audited.action, subject: `law/${id}`, detail };
    },
    answer: async (answer) => {
      if (!answer.ok) throw refused(answer.error);
      const { scope, index } = await viewOf(request, context);
      const row = lawOf(index.registry).find((one) => one.row.id === id);
      if (row === undefined) throw problem("not-found");
      return { row: lawToWire(index, scope, request.language)(row), revised: [...answer.value.revised] };
    },
  });
}

function refused(refusal: LawRefusal | { readonly code: "idempotency-key-reused" }): ApiProblem {
  if (refusal.code === "law-typings-differ") return problem(refusal.code, { facts: { fields: refusal.fields } });
  return problem(refusal.code);
}
