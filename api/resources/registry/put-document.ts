import type { FastifyReply, FastifyRequest } from "fastify";
import type { z } from "zod";
import type { IncomingRegistry } from "../../../core/registry/incoming-registry.ts";
import type { RegistryProblem } from "../../../core/registry/problem-codes.ts";
import { sayProblem } from "../../../words/problems.ts";
import { type ApiContext, actorOf, audit } from "../../context/api-context.ts";
import { problem } from "../../http/api-problem.ts";
import { entityTag, type IfMatch } from "../../http/entity-tag.ts";
import { namesIn, tellingOf } from "../../http/language.ts";
import type { RegistryAnswerOut } from "./schema.ts";

/** A document to be put into force, and how it goes into the audit. */
export interface DocumentPut {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  readonly document: IncomingRegistry;
  /** The version that it was made from; `undefined` when any may be replaced. */
  readonly expected: number | undefined;
  readonly audited: { readonly action: string; readonly subject: string };
  /** Where the problems of the document lie in what the caller sent. */
  readonly problemsAsSent?: (problems: readonly RegistryProblem[]) => readonly RegistryProblem[];
}

/** Puts a document into force, and answers what it changed, with the tag of the version that is in force now. */
export async function putDocument(context: ApiContext, put: DocumentPut): Promise<z.output<typeof RegistryAnswerOut>> {
  const { request, reply, document, expected, audited, problemsAsSent = (problems) => problems } = put;
  const actor = actorOf(request);
  const answer = await context.deps.commands.putRegistry(document, actor, expected);
  if (!answer.ok) {
    if (answer.error.code === "precondition-failed") throw problem("precondition-failed");
    throw problem("registry-invalid", { errors: problemsAsSent(answer.error.problems), names: namesIn(document) });
  }
  const { version, changed, warnings, revised } = answer.value;
  await audit(context, actor.id, { ...audited, detail: { tables: Object.keys(changed), revised: revised.length } });
  const telling = tellingOf(request, await context.registry.current());
  reply.header("etag", entityTag(version));
  const said = { changed, warnings: warnings.map((warning) => sayProblem(warning, telling)), revised };
  return said as z.output<typeof RegistryAnswerOut>;
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
