import { get, getTagged, type Query, queryText, type Tagged } from "./client.ts";

/**
 * Something that can be asked for: where it stands below `/api/v1`, and as what it comes. The type is the wire type of
 * the API's own schema.
 */
export interface Read<Wire> {
  readonly path: string;
  readonly query: Query;
  /** With the version of what is shown: for what is changed under `If-Match`. */
  readonly isTagged?: true;
  /** Never set: it carries the type. */
  readonly wire?: Wire;
}

/** Names what is asked for. */
export function read<Wire>(path: string, query: Query = {}): Read<Wire> {
  return { path, query };
}

/** Names what is asked for, to come with its version. */
export function taggedRead<Wire>(path: string): Read<Tagged<Wire>> {
  return { path, query: {}, isTagged: true };
}

/** Asks for it once. */
export function fetchRead<Wire>({ path, query, isTagged }: Read<Wire>): Promise<Wire> {
  return isTagged === true ? (getTagged(path) as Promise<Wire>) : get<Wire>(path, query);
}

/**
 * What makes two questions the same one: the address, and the language of the answer. The path stands first: what
 * changed is named by its beginning.
 */
export function keyOf(
  { path, query, isTagged }: Read<unknown>,
  language: string,
): readonly [path: string, query: string, language: string] {
  return [path, isTagged === true ? "#tagged" : queryText(query), language];
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
