import type { FastifyRequest } from "fastify";
import { z } from "zod";
import { AnyId } from "../../../cases/shared/wire-forms.ts";
import { type Api, type ApiContext, audit } from "../../context/api-context.ts";
import { bodyProblem, refusalProblem } from "../../http/api-problem.ts";
import { pathOfCommand, type SubjectCommand } from "../../http/command-path.ts";
import { detailOf, readerOf, visibleRow, zodOf } from "./subject-reader.ts";

/**
 * The one handler behind all routes of commands: it puts the command to the engine and answers with what that made of
 * it. A command that makes a row is answered 201, every other one 200.
 */
export function commandRoute(app: Api, context: ApiContext, command: SubjectCommand): void {
  const { subject, kind } = command;
  const status = kind.place === null ? 201 : 200;
  const schema = {
    summary: kind.summary,
    tags: [subject.door.path],
    body: zodOf(kind.body),
    response: { [status]: zodOf(subject.door.wire.detail) },
    ...(kind.place === null ? {} : { params: z.object({ id: AnyId }) }),
  };
  app.post(pathOfCommand(command), { config: { idempotent: true }, schema }, async (request, reply) => {
    const row = await decided(command, request, context);
    return reply.code(status).send(row);
  });
}

async function decided({ subject, kind }: SubjectCommand, request: FastifyRequest, context: ApiContext): Promise<object> {
  const { body } = request;
  const reading = { reader: await readerOf(request, context), context, request };
  const { actor, index } = reading.reader;
  const row = kind.place === null ? null : await visibleRow(subject, (request.params as { id: string }).id, reading);
  const problems = kind.problemsOf?.({ row, body, actor, index }) ?? [];
  if (problems.length > 0) throw bodyProblem(...problems);

  const { type, format } = kind;
  const outcome = await context.deps.commands.submit({ type, format, actor, subject: row?.id ?? null, body });
  if (!outcome.ok) throw refusalProblem(outcome.refusal);
  const id = row?.id ?? madeId(outcome.result);
  const kept = Object.entries(body as object).filter(([name]) => kind.audit.fields.includes(name));
  await audit(context, actor.id, { action: kind.audit.action, subject: id, detail: Object.fromEntries(kept) });

  const made = await context.deps.records.subjects.get(subject.collection, id);
  if (made === undefined) throw new Error(`the engine made no ${subject.name} ${id}`);
  return detailOf(subject, made, reading);
}

function madeId(result: Readonly<Record<string, unknown>>): string {
  const { id } = result;
  if (typeof id !== "string") throw new Error("the engine did not say what it made");
  return id;
}
