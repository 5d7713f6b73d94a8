/** The id of the n-th row of a quarantined message: `42-0`. */
export function rowId(messageId: number, n: number): string {
  return `${messageId}-${n}`;
}

/** Reads an id made by `rowId`; `undefined` for anything else. */
export function parseRowId(id: string): { readonly messageId: number; readonly n: number } | undefined {
  const match = /^(\d{1,15})-(\d{1,9})$/.exec(id);
  return match === null ? undefined : { messageId: Number(match[1]), n: Number(match[2]) };
}
