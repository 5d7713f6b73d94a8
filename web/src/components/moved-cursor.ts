/**
 * Where `j` and `k` move the cursor of a list: to the row below or above, and no further than its ends; to the first
 * row when it stands on none of them. `null` for any other key.
 */
export function movedCursor(key: string, ids: readonly string[], cursor: string | undefined): string | undefined | null {
  const at = cursor === undefined ? -1 : ids.indexOf(cursor);
  if (key === "j") return ids[Math.min(ids.length - 1, at + 1)];
  return key === "k" ? ids[Math.max(0, at - 1)] : null;
}
