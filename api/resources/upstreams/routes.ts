import type { Api, ApiContext } from "../../context/api-context.ts";
import { namelessTelling } from "../../http/language.ts";
import { pageOfAll } from "../../http/scoped-page.ts";
import { UpstreamPage, UpstreamQuery } from "./schema.ts";
import { upstreamToWire } from "./wire.ts";

/**
 * Platforms to which readings are passed on: connected or not, and how far behind. Who they are stands in the registry.
 */
export function upstreamRoutes(app: Api, context: ApiContext): void {
  app.get(
    "/api/v1/upstreams",
    {
      schema: {
        summary: "Platforms to which readings are passed on",
        tags: ["devices"],
        querystring: UpstreamQuery,
        response: { 200: UpstreamPage },
      },
    },
    async (request) => {
      const index = await context.registry.current();
      const states = new Map((context.deps.upstreams?.() ?? []).map((state) => [state.id, state]));
      const page = pageOfAll(index.registry.upstreams ?? [], request.query);
      const telling = namelessTelling(request);
      return { items: page.items.map((row) => upstreamToWire(row, states.get(row.id), telling)), next: page.next };
    },
  );
}
