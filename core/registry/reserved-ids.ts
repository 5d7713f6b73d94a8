/** Words that stand in addresses where an id may stand. */
const WORDS_OF_ADDRESSES: ReadonlySet<string> = new Set([".", "..", "unknown"]);

/**
 * True for what cannot be an id: steps of a path, a word that an address has in the place of one, and names that every
 * object of JavaScript knows, so that no reader of a document finds something of its own under them.
 */
export function isReservedId(id: string): boolean {
  return WORDS_OF_ADDRESSES.has(id) || id === "prototype" || id in Object.prototype;
}
