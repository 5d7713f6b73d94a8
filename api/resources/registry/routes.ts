import type { z } from "zod";
import { sayProblem } from "../../../words/problems.ts";
import { type Api, type ApiContext, actorOf, audit, viewOf } from "../../api-context.ts";
import { problem } from "../../http/api-problem.ts";
import { namesIn, tellingOf } from "../../http/language.ts";
import { parseRegistryDocument } from "./parse-registry.ts";
import { DirectoryOut, RegistryAnswerOut, RegistryHealthOut, RegistryIn, RegistryOut } from "./schema.ts";
import { directoryToWire, registryHealth, registryToWire } from "./wire.ts";

const REGISTRY_BYTES = 8 * 1024 * 1024;

/** The registry document, its health, and names for pages. */
export function registryRoutes(app: Api, context: ApiContext): void {
  app.get(
    "/api/v1/registry",
    { schema: { summary: "The registry document", tags: ["registry"], response: { 200: RegistryOut } } },
    async () => registryToWire((await context.registry.current()).registry),
  );

  app.put(
    "/api/v1/registry",
    {
      bodyLimit: REGISTRY_BYTES,
      // The document is described by its schema and read by parseRegistryDocument, so that the command line says the same of the same file.
      validatorCompiler: () => (data: unknown) => ({ value: data }),
      schema: {
        summary: "Replace the registry: all or nothing",
        tags: ["registry"],
        body: RegistryIn as z.ZodType<unknown>,
        response: { 200: RegistryAnswerOut },
      },
    },
    async (request) => {
      const parsed = parseRegistryDocument(request.body);
      if (!parsed.ok) throw problem("registry-invalid", { errors: parsed.error });
      const actor = actorOf(request);
      const answer = await context.deps.commands.putRegistry(parsed.value, actor);
      if (!answer.ok) throw problem("registry-invalid", { errors: answer.error, names: namesIn(parsed.value) });
      const tables = Object.keys(answer.value.changed);
      await audit(context, actor.id, {
        action: "registry.put",
        subject: "registry",
        detail: { tables, revised: answer.value.revised.length },
      });
      const telling = tellingOf(request, await context.registry.current());
      return {
        ...answer.value,
        warnings: answer.value.warnings.map((warning) => sayProblem(warning, telling)),
      } as z.output<typeof RegistryAnswerOut>;
    },
  );

  app.get(
    "/api/v1/registry/health",
    { schema: { summary: "What is missing in the grid, by cell", tags: ["registry"], response: { 200: RegistryHealthOut } } },
    async (request) => {
      const index = await context.registry.current();
      return registryHealth(index.registry, tellingOf(request, index));
    },
  );

  app.get(
    "/api/v1/directory",
    { schema: { summary: "Names of cells, enterprises, units and people", tags: ["registry"], response: { 200: DirectoryOut } } },
    async (request) => {
      const { index, scope } = await viewOf(request, context);
      return directoryToWire(index, scope);
    },
  );
}
