import type { z } from "zod";
import { holds } from "../../../core/people/rights.ts";
import { oldKeys } from "../../../core/registry/old-keys.ts";
import { type Api, type ApiContext, viewOf } from "../../context/api-context.ts";
import { problem } from "../../http/api-problem.ts";
import { entityTag, ifMatchOf } from "../../http/entity-tag.ts";
import { tellingOf } from "../../http/language.ts";
import { bodyAsSent } from "../../http/validate.ts";
import { judgingAgain } from "./judging-again.ts";
import { parseRegistryDocument } from "./parse-registry.ts";
import { answeredBefore, ChangeQuery, expectedVersion, putDocument } from "./put-document.ts";
import { registryRowRoutes } from "./row-routes.ts";
import { DirectoryOut, RegistryAnswerOut, RegistryHealthOut, RegistryIn } from "./schema.ts";
import { directoryToWire, registryHealth, registryToWire } from "./wire.ts";

/** What 100,000 channels with their limits take. */
const REGISTRY_BYTES = 64 * 1024 * 1024;
/** Of what the objects of this process may take; a text of Chinese takes twice its bytes in memory. */
const SHARE_OF_MEMORY = 1 / 8;

function registryBytes(memoryMb = Number.POSITIVE_INFINITY): number {
  return Math.min(REGISTRY_BYTES, memoryMb * SHARE_OF_MEMORY * 1024 * 1024);
}

/** The registry document, its health, and names for pages. */
export function registryRoutes(app: Api, context: ApiContext): void {
  registryRowRoutes(app, context);

  app.get(
    "/api/v1/registry",
    {
      // A row that was taken in before its form was asked for goes out as it is, so that it can be mended.
      serializerCompiler: () => (document) => JSON.stringify(document),
      schema: { summary: "The registry document", tags: ["registry"], response: { 200: RegistryIn } },
    },
    async (_request, reply) => {
      const { version, index } = await context.registry.inForce();
      reply.header("etag", entityTag(version));
      return registryToWire(index.registry);
    },
  );

  app.put(
    "/api/v1/registry",
    {
      bodyLimit: registryBytes(context.deps.memoryMb),
      config: { idempotent: true, journalled: true },
      // The document is described by its schema and read by parseRegistryDocument, so that the command line says the
      // same of the same file.
      validatorCompiler: bodyAsSent,
      schema: {
        summary: "Replace the registry: all or nothing",
        tags: ["registry"],
        body: RegistryIn as z.ZodType<unknown>,
        querystring: ChangeQuery,
        response: { 200: RegistryAnswerOut },
      },
    },
    async (request, reply) => {
      const audited = { action: "registry.put", subject: "registry" };
      const answered = await answeredBefore(context, { request, reply, audited });
      if (answered !== undefined) return answered;
      const ifMatch = ifMatchOf(request);
      const { version } = await context.registry.inForce();
      const expected = ifMatch === undefined ? undefined : expectedVersion(ifMatch, version);
      const parsed = parseRegistryDocument(request.body);
      if (!parsed.ok) throw problem("registry-invalid", { errors: parsed.error });
      return putDocument(context, { request, reply, document: parsed.value, expected, audited, asked: request.query });
    },
  );

  app.get(
    "/api/v1/registry/health",
    { schema: { summary: "What is missing in the grid, by cell", tags: ["registry"], response: { 200: RegistryHealthOut } } },
    async (request) => {
      const index = await context.registry.current();
      const judging = await judgingAgain(context.deps.records);
      const { weakSecrets, keyLifeDays: most = Number.POSITIVE_INFINITY, clock } = context.deps;
      const weak = weakSecrets?.(index.registry) ?? [];
      const old = oldKeys(index.registry, { now: clock.now(), most });
      return { ...registryHealth(index.registry, tellingOf(request, index), [...weak, ...old]), judging };
    },
  );

  app.get(
    "/api/v1/directory",
    { schema: { summary: "Names of cells, enterprises, units and people", tags: ["registry"], response: { 200: DirectoryOut } } },
    async (request) => {
      const { actor, index, scope } = await viewOf(request, context);
      const directory = directoryToWire(index, scope);
      return holds(actor.roles, "see-people") ? directory : { ...directory, people: [] };
    },
  );
}
