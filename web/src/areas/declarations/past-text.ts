import type { DeclarationWire } from "../../../../cases/declaration/declaration-wire.ts";
import { beijingDateTime } from "../../format/beijing-time.ts";
import type { DeclarationSay } from "./words.ts";

/**
 * What is said of a declaration whose window lies in the past; `undefined` where none of it did, or it was turned down.
 */
export function pastText(
  { past, countsFrom, state }: Pick<DeclarationWire, "past" | "countsFrom" | "state">,
  say: DeclarationSay,
): string | undefined {
  if (past === "none" || (state !== "submitted" && state !== "consented")) return undefined;
  if (countsFrom === null) return say(`decl.past.whole.${state}`);
  return say(`decl.past.part.${state}`, { from: beijingDateTime(Date.parse(countsFrom)) });
}

/** The same of a window that is about to be declared, before it is sent. */
export function pastWindowText(
  { from, to }: { readonly from: number; readonly to: number },
  at: number,
  say: DeclarationSay,
): string | undefined {
  if (at <= from) return undefined;
  return say(at < to ? "decl.past.part.new" : "decl.past.whole.new");
}
