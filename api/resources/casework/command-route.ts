import type { FastifyRequest } from "fastify";
import { z } from "zod";
import { AnyId } from "../../../cases/shared/wire-forms.ts";
import type { CommandOutcome, CommandRequest } from "../../../core/casework/command.ts";
import type { Secrets } from "../../../core/registry/secrets.ts";
import { commandRequestOf } from "../../commands/asked.ts";
import { auditedCommand } from "../../commands/audited-command.ts";
import { firstOutcome } from "../../commands/first-outcome.ts";
import type { Api, ApiContext } from "../../context/api-context.ts";
import { bodyProblem, refusalProblem } from "../../http/api-problem.ts";
import { pathOfCommand, type SubjectCommand } from "../../http/command-path.ts";
import { detailOf, type Reading, readerOf, visibleRow, zodOf } from "./subject-reader.ts";

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
  app.post(pathOfCommand(command), { config: { idempotent: true, journalled: true }, schema }, async (request, reply) => {
    const row = await decided(command, request, context);
    return reply.code(status).send(row);
  });
}

async function decided(command: SubjectCommand, request: FastifyRequest, context: ApiContext): Promise<object> {
  const { subject, kind } = command;
  const { body } = request;
  const reading = { reader: await readerOf(request, context), context, request };
  const id = kind.place === null ? null : (request.params as { readonly id: string }).id;
  const asked = commandRequestOf(request);
  const first = await firstOutcome(context.deps.records, asked);
  const kept = Object.fromEntries(Object.entries(body as object).filter(([name]) => kind.audit.fields.includes(name)));
  const detail = first === undefined ? kept : { ...kept, repeated: true };
  return auditedCommand(context, request, {
    put: async () => first ?? submitted(command, reading, { id, asked, body }),
    line: (outcome) => {
      if (outcome?.ok === false) return undefined;
      const about = id ?? (outcome === undefined ? subject.name : madeId(outcome.result));
      return { action: kind.audit.action, subject: about, detail };
    },
    answer: async (outcome) => {
      if (!outcome.ok) throw refusalProblem(outcome.refusal);
      const about = id ?? madeId(outcome.result);
      // What became of the row since is shown to those only who may see it now.
      if (first !== undefined && (await hasChangedSince(outcome, about, context))) await visibleRow(subject, about, reading);
      const made = await context.deps.records.subjects.get(subject.collection, about);
      if (made === undefined) throw new Error(`the engine made no ${subject.name} ${about}`);
      return detailOf(subject, made, reading);
    },
  });
}

/** True when something was done to the row after the command: the row says more than its first answer did. */
async function hasChangedSince({ seq, first }: CommandOutcome, id: string, { deps }: ApiContext): Promise<boolean> {
  return (await deps.records.timeline(id)).at(-1)?.seq !== (first ?? seq);
}

interface Submitted {
  readonly id: string | null;
  readonly asked: CommandRequest;
  readonly body: unknown;
}

/** Puts a command to the journal that was not decided before, when nothing about it is wrong for the caller. */
async function submitted({ subject, kind }: SubjectCommand, reading: Reading, put: Submitted): Promise<CommandOutcome> {
  const { id, asked, body } = put;
  const { actor, index } = reading.reader;
  const row = id === null ? null : await visibleRow(subject, id, reading);
  const problems = kind.problemsOf?.({ row, body, actor, index }) ?? [];
  if (problems.length > 0) throw bodyProblem(...problems);
  const { type, format } = kind;
  const { commands, secrets } = reading.context.deps;
  const kept = sealedBody(body as object, kind.sealed ?? [], secrets);
  return commands.submit({ type, format, actor, subject: row?.id ?? null, body: kept, request: asked });
}

/** The body as it stands in the journal. */
function sealedBody(body: object, fields: readonly string[], secrets: Pick<Secrets, "seal">): object {
  const sealed = Object.entries(body).map(([name, value]) =>
    fields.includes(name) ? [name, secrets.seal(String(value)).stored] : [name, value],
  );
  return Object.fromEntries(sealed);
}

function madeId(result: Readonly<Record<string, unknown>>): string {
  const { id } = result;
  if (typeof id !== "string") throw new Error("the engine did not say what it made");
  return id;
}
