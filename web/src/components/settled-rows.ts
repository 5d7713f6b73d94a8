/** The rows named by `ids` in that order, with their newest content; others are left out. */
export function keepOrder<T extends { readonly id: string }>(rows: readonly T[], ids: readonly string[]): readonly T[] {
  const byId = new Map(rows.map((r) => [r.id, r]));
  return ids.flatMap((id) => byId.get(id) ?? []);
}
