import type { FastifyReply, FastifyRequest } from "fastify";
import { z } from "zod";
import type { IncomingRegistry, RegistryAnswer, RegistryRefusal } from "../../../core/registry/incoming-registry.ts";
import type { RegistryProblem } from "../../../core/registry/problem-codes.ts";
import type { Result } from "../../../core/result.ts";
import { sayProblem } from "../../../words/problems.ts";
import { commandRequestOf } from "../../commands/asked.ts";
import { type AuditLine, auditedCommand } from "../../commands/audited-command.ts";
import { type ApiContext, actorOf } from "../../context/api-context.ts";
import { problem } from "../../http/api-problem.ts";
import { entityTag, type IfMatch } from "../../http/entity-tag.ts";
import { namesIn, tellingOf } from "../../http/language.ts";
import type { RegistryAnswerOut } from "./schema.ts";

type RegistryAnswerWire = z.output<typeof RegistryAnswerOut>;

/** How a change is asked for: only to see what it would do, or although findings stand on what it leaves out. */
export const ChangeQuery = z.strictObject({
  preview: z.enum(["true", "false"]).optional(),
  withdraw: z.enum(["true", "false"]).optional(),
});

type ChangeAsked = z.output<typeof ChangeQuery>;

/** A document to be put into force, and how it goes into the audit. */
export interface DocumentPut {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  readonly document: IncomingRegistry;
  /** The version that it was made from; `undefined` when any may be replaced. */
  readonly expected: number | undefined;
  readonly audited: { readonly action: string; readonly subject: string };
  readonly asked: ChangeAsked;
  /** Where the problems of the document lie in what the caller sent. */
  readonly problemsAsSent?: (problems: readonly RegistryProblem[]) => readonly RegistryProblem[];
}

/**
 * Puts a document into force, and answers what it changed, with the tag of the version that is in force now. A preview
 * answers the same of a document that is not put.
 */
export async function putDocument(context: ApiContext, put: DocumentPut): Promise<RegistryAnswerWire> {
  const { request, document, expected, audited } = put;
  const withdraw = put.asked.withdraw === "true";
  if (put.asked.preview === "true") {
    return answerDocument(context, put, await context.deps.commands.previewRegistry(document, { expected, withdraw }));
  }
  const asked = { expected, withdraw, request: commandRequestOf(request) };
  return auditedCommand(context, request, {
    put: () => context.deps.commands.putRegistry(document, actorOf(request), asked),
    line: (answer) => lineOf(audited, answer),
    answer: (answer) => answerDocument(context, put, answer),
  });
}

/** The answer to a document or row that came with this request before; `undefined` when none did. */
export async function answeredBefore(
  context: ApiContext,
  { request, reply, audited }: Pick<DocumentPut, "request" | "reply" | "audited">,
): Promise<RegistryAnswerWire | undefined> {
  const first = await context.deps.commands.registryAnswered(commandRequestOf(request));
  if (first === undefined) return undefined;
  const repeated = { ...audited, detail: { repeated: true } };
  return auditedCommand(context, request, {
    put: async () => first,
    line: (answer) => lineOf(repeated, answer),
    answer: (answer) => answerDocument(context, { request, reply }, answer),
  });
}

type Answered = Result<RegistryAnswer, RegistryRefusal>;

function lineOf(audited: AuditLine, answer: Answered | undefined): AuditLine | undefined {
  if (answer === undefined) return audited;
  if (!answer.ok) return undefined;
  const { changed, revised } = answer.value;
  return { ...audited, detail: { ...audited.detail, tables: Object.keys(changed), revised: revised.length } };
}

async function answerDocument(
  context: ApiContext,
  put: Pick<DocumentPut, "request" | "reply" | "problemsAsSent"> & Partial<Pick<DocumentPut, "document">>,
  answer: Answered,
): Promise<RegistryAnswerWire> {
  const { request, reply, document, problemsAsSent = (problems) => problems } = put;
  if (!answer.ok) {
    const { error } = answer;
    if (!("problems" in error)) throw problem(error.code);
    const names = document === undefined || error.code !== "registry-invalid" ? {} : { names: namesIn(document) };
    throw problem(error.code, { errors: problemsAsSent(error.problems), ...names });
  }
  const { version, changed, warnings, revised, preview } = answer.value;
  const telling = tellingOf(request, await context.registry.current());
  reply.header("etag", entityTag(version));
  const said = {
    changed,
    warnings: warnings.map((warning) => sayProblem(warning, telling)),
    revised,
    ...(preview && { preview }),
  };
  return said as RegistryAnswerWire;
}

/**
 * The version that a change expects, of those the caller named.
 * @throws ApiProblem `precondition-failed` when another one is in force, or none and the caller says `*`.
 */
export function expectedVersion(ifMatch: IfMatch, inForce: number): number {
  const matches = ifMatch === "any" ? inForce > 0 : ifMatch.includes(inForce);
  if (!matches) throw problem("precondition-failed");
  return inForce;
}
