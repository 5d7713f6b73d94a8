import type { Product } from "../harness/product.ts";
import { CLASSES } from "./hostile-classes.ts";

/** How often something was counted, by reason. */
export type Counts = Readonly<Record<string, number>>;

/** What the listener counts: frames refused, connections refused, and connections closed for bad frames. */
export async function rejections({ ready }: Product): Promise<Counts> {
  const answer = await fetch(`http://127.0.0.1:${ready.http.port}/metrics`, { signal: AbortSignal.timeout(30_000) });
  const lines = (await answer.text()).matchAll(
    /^outfall_hj212_(rejected|closed|refused_connections)_total\{[^}]*kind="([^"]*)"[^}]*\} (\d+)$/gm,
  );
  const counts: Record<string, number> = {};
  for (const [, name, kind = "", value] of lines) {
    if (name !== "closed" || kind === "bad-frames") counts[kind] = Number(value);
  }
  return counts;
}

export function difference(after: Counts, before: Counts): Counts {
  return Object.fromEntries(
    Object.entries(after)
      .map(([reason, count]) => [reason, count - (before[reason] ?? 0)] as const)
      .filter(([, count]) => count !== 0),
  );
}

/** What must have been counted after so many attempts of each class. */
export function expectedOf(results: Readonly<Record<number, { readonly tried: number }>>): Counts {
  const expected: Record<string, number> = {};
  for (const [index, abuse] of CLASSES.entries()) {
    const tried = results[index]?.tried ?? 0;
    const all = abuse.closes === undefined ? abuse.rejected : { ...abuse.rejected, [abuse.closes]: 1 };
    for (const [reason, count] of Object.entries(all)) {
      if (tried > 0) expected[reason] = (expected[reason] ?? 0) + count * tried;
    }
  }
  return expected;
}

/** Each reason that was not counted as often as it must have been, in words. */
export function unlike(counted: Counts, expected: Counts): readonly string[] {
  return [...new Set([...Object.keys(counted), ...Object.keys(expected)])]
    .filter((reason) => (counted[reason] ?? 0) !== (expected[reason] ?? 0))
    .map((reason) => `${reason} counted ${counted[reason] ?? 0} times instead of ${expected[reason] ?? 0}`);
}

/**
 * The classes in rounds: refused classes of one reason are in different rounds; accepted ones are told apart by their
 * answers and may be in any.
 */
export function rounds(): readonly (readonly number[])[] {
  const list: number[][] = [];
  const used = new Map<string, number>();
  for (const [index, { rejected }] of CLASSES.entries()) {
    const reason = Object.keys(rejected)[0] ?? "";
    const round = reason === "" ? 0 : (used.get(reason) ?? 0);
    used.set(reason, round + 1);
    list[round] = [...(list[round] ?? []), index];
  }
  return list;
}
