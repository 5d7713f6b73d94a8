import type { FastifyReply, FastifyRequest } from "fastify";
import { z } from "zod";
import { AnyId } from "../../../cases/shared/wire-forms.ts";
import type { IncomingRegistry } from "../../../core/registry/incoming-registry.ts";
import type { RegistryProblem } from "../../../core/registry/problem-codes.ts";
import { REGISTRY_TABLES, type RegistryTable, rowId } from "../../../core/registry/registry-rows.ts";
import type { Api, ApiContext } from "../../context/api-context.ts";
import { problem } from "../../http/api-problem.ts";
import { entityTag, ifMatchOf } from "../../http/entity-tag.ts";
import { problemsOfRow, type RowPlace, withoutRow, withRow } from "./edit-row.ts";
import { answeredBefore, ChangeQuery, type DocumentPut, expectedVersion, putDocument } from "./put-document.ts";
import { RegistryAnswerOut, type RegistryWire } from "./schema.ts";
import { registryToWire } from "./wire.ts";

const Place = z.object({
  collection: z.enum(REGISTRY_TABLES as unknown as readonly [RegistryTable, ...RegistryTable[]]),
  /** As changes list it: the id, the MN, or several fields joined by `/` (written `%2F` in a path). */
  id: AnyId,
});

/** Rows of the registry. Changes ask for `If-Match`, so that two who edit at once do not undo each other's work. */
export function registryRowRoutes(app: Api, context: ApiContext): void {
  app.get(
    "/api/v1/registry/:collection/:id",
    {
      schema: {
        summary: "One row of the registry, as it goes out in the document",
        tags: ["registry"],
        params: Place,
        response: { 200: z.record(z.string(), z.unknown()) },
      },
    },
    async (request, reply) => {
      const { version, index } = await context.registry.inForce();
      const { collection, id } = request.params;
      const row = registryToWire(index.registry)[collection]?.find((one) => rowId(collection, one) === id);
      reply.header("etag", entityTag(version));
      if (row === undefined) throw problem("not-found");
      return row;
    },
  );

  app.patch(
    "/api/v1/registry/:collection/:id",
    {
      config: { idempotent: true, journalled: true },
      schema: {
        summary: "Change one row of the registry, or add it; fields that are not named stay, null removes a field",
        tags: ["registry"],
        params: Place,
        querystring: ChangeQuery,
        body: z.record(z.string(), z.unknown()),
        response: { 200: RegistryAnswerOut },
      },
    },
    async (request, reply) => {
      const place: RowPlace = { table: request.params.collection, id: request.params.id };
      const edit = (before: RegistryWire): Edited => {
        const edited = withRow(before, place, request.body);
        if (!edited.ok) throw invalid(edited.error);
        const { document, at } = edited.value;
        return { document, problemsAsSent: (problems) => problemsOfRow(problems, place, at) };
      };
      return editRow(context, { request, reply, place, action: "registry.patch", edit, asked: request.query });
    },
  );

  app.delete(
    "/api/v1/registry/:collection/:id",
    {
      config: { idempotent: true, journalled: true },
      schema: {
        summary: "Remove one row of the registry",
        tags: ["registry"],
        params: Place,
        querystring: ChangeQuery,
        response: { 200: RegistryAnswerOut },
      },
    },
    async (request, reply) => {
      const place: RowPlace = { table: request.params.collection, id: request.params.id };
      const edit = (before: RegistryWire): Edited => {
        const document = withoutRow(before, place);
        if (document === undefined) throw problem("not-found");
        return { document, problemsAsSent: (problems) => problems };
      };
      return editRow(context, { request, reply, place, action: "registry.delete-row", edit, asked: request.query });
    },
  );
}

interface Edited {
  readonly document: IncomingRegistry;
  readonly problemsAsSent: (problems: readonly RegistryProblem[]) => readonly RegistryProblem[];
}

interface RowEdit {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  readonly place: RowPlace;
  readonly action: string;
  readonly edit: (before: RegistryWire) => Edited;
  readonly asked: DocumentPut["asked"];
}

/**
 * The edit is made on the version that is in force, which the caller named, and taken only if that one is still in
 * force then.
 */
async function editRow(
  context: ApiContext,
  { request, reply, place, action, edit, asked }: RowEdit,
): ReturnType<typeof putDocument> {
  const audited = { action, subject: `${place.table}/${place.id}` };
  const answered = await answeredBefore(context, { request, reply, audited });
  if (answered !== undefined) return answered;
  const ifMatch = ifMatchOf(request);
  if (ifMatch === undefined) throw problem("precondition-required");
  const { version, index } = await context.registry.inForce();
  const expected = expectedVersion(ifMatch, version);
  const { document, problemsAsSent } = edit(registryToWire(index.registry));
  return putDocument(context, { request, reply, document, expected, audited, asked, problemsAsSent });
}

function invalid(errors: readonly RegistryProblem[]): ReturnType<typeof problem> {
  return problem("registry-invalid", { errors });
}
