import type { FastifyRequest } from "fastify";

/** What a caller says of the version it changes: `any` one, or one of those it names. */
export type IfMatch = "any" | readonly number[];

/** The entity tag (RFC 9110, 8.8.3) of a version: its number in quotes. */
export function entityTag(version: number): string {
  return `"${version}"`;
}

/**
 * The header `If-Match` of a request; `undefined` when there is none. A tag that is not one of ours names no version,
 * so that nothing matches it. `W/` is passed over: a proxy that compresses answers puts it before our tag.
 */
export function ifMatchOf(request: FastifyRequest): IfMatch | undefined {
  const header = request.headers["if-match"];
  if (header === undefined) return undefined;
  const tags = header.split(",").map((tag) => tag.trim());
  if (tags.includes("*")) return "any";
  return tags.flatMap((tag) => {
    const digits = /^(?:W\/)?"(0|[1-9]\d{0,15})"$/.exec(tag)?.[1];
    return digits === undefined ? [] : [Number(digits)];
  });
}
