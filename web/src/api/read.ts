import { get, type Query, queryText } from "./client.ts";

/** Something that can be asked for: where it stands below `/api/v1`, and as what it comes. The type is the wire type of the API's own schema. */
export interface Read<Wire> {
  readonly path: string;
  readonly query: Query;
  /** Never set: it carries the type. */
  readonly wire?: Wire;
}

/** Names what is asked for. */
export function read<Wire>(path: string, query: Query = {}): Read<Wire> {
  return { path, query };
}

/** Asks for it once. */
export function fetchRead<Wire>({ path, query }: Read<Wire>): Promise<Wire> {
  return get<Wire>(path, query);
}

/** What makes two questions the same one: the address, and the language of the answer. The path stands first: what changed is named by its beginning. */
export function keyOf(
  { path, query }: Read<unknown>,
  language: string,
): readonly [path: string, query: string, language: string] {
  return [path, queryText(query), language];
}

/** A part of a path made of an id. */
export function part(id: string): string {
  return encodeURIComponent(id);
}

/** A list as the API sends it, whole or in part. */
export interface PageWire<Item> {
  readonly items: readonly Item[];
  readonly next: string | null;
}
