import type { FastifyInstance, FastifyRequest } from "fastify";
import type { RegistryIndex } from "../../core/registry/grid.ts";
import { wholeGrid } from "../../core/registry/grid-at.ts";
import type { Language } from "../../words/language.ts";
import { type Names, NO_NAMES, type Telling } from "../../words/names.ts";

declare module "fastify" {
  interface FastifyRequest {
    /** The language in which this request is answered. */
    language: Language;
  }
}

/**
 * Finds the language of each request: `?lang=` wins, since event streams and links set no header; then
 * `Accept-Language`; Chinese when nothing is said. `lang` is taken out of the query, so that no route has to name it.
 */
export function speakLanguages(app: FastifyInstance): void {
  app.decorateRequest("language", "zh");
  app.addHook("onRequest", async (request) => {
    request.language = languageOf(request);
  });
  app.addHook("preValidation", async (request) => {
    if (typeof request.query === "object" && request.query !== null) delete (request.query as Record<string, unknown>)["lang"];
  });
}

/** @see speakLanguages */
export function languageOf(request: Pick<FastifyRequest, "query" | "headers">): Language {
  const asked = (request.query as Readonly<Record<string, unknown>> | undefined)?.["lang"];
  if (asked === "zh" || asked === "en") return asked;
  return acceptedLanguage(request.headers["accept-language"]);
}

/**
 * The one of our languages that the header (RFC 9110, 12.5.4) gives the greatest weight; the earlier of two with the
 * same weight.
 */
export function acceptedLanguage(header: string | undefined): Language {
  let best: { readonly language: Language; readonly weight: number } | undefined;
  for (const part of (header ?? "").split(",").slice(0, 50)) {
    const [range = "", ...parameters] = part.trim().toLowerCase().split(";");
    const language = /^zh(-|$)/.test(range) ? "zh" : /^en(-|$)/.test(range) ? "en" : undefined;
    const quality = parameters.map((p) => /^\s*q=([01](?:\.\d{0,3})?)\s*$/.exec(p)?.[1]).find((q) => q !== undefined);
    const weight = quality === undefined ? 1 : Number(quality);
    if (language !== undefined && weight > 0 && (best === undefined || weight > best.weight)) best = { language, weight };
  }
  return best?.language ?? "zh";
}

/** Rows that have an id and a name. */
type Named = readonly { readonly id: string; readonly name: string }[];

/** The tables of a registry, or of a document that is to become one, that give names. */
interface NamedTables {
  readonly outlets: Named;
  readonly enterprises: Named;
  readonly cells: Named;
  readonly people: Named;
  readonly units: Named;
}

/** What registered things are called, from the registry in force. */
export function namesOf(index: RegistryIndex): Names {
  return namesIn(wholeGrid(index).registry);
}

/** What the rows of a document are called. */
export function namesIn(registry: NamedTables): Names {
  const nameIn = (rows: Named): ((id: string) => string) => {
    let byId: ReadonlyMap<string, string> | undefined;
    return (id) => {
      byId ??= new Map(rows.map((row) => [row.id, row.name]));
      return byId.get(id) ?? id;
    };
  };
  return {
    outlet: nameIn(registry.outlets),
    enterprise: nameIn(registry.enterprises),
    cell: nameIn(registry.cells),
    person: nameIn(registry.people),
    unit: nameIn(registry.units),
  };
}

/** How sentences are made that name nothing of the registry. */
export function namelessTelling(request: Pick<FastifyRequest, "language">): Telling {
  return { language: request.language, names: NO_NAMES };
}

/** How sentences of this answer are made. */
export function tellingOf(request: FastifyRequest, index: RegistryIndex): Telling {
  return { language: request.language, names: namesOf(index) };
}
