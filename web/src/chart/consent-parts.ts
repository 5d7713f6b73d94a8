import type { DeclarationWire } from "../../../cases/declaration/declaration-wire.ts";

/** A part of a declared window that is drawn in one way. */
interface WindowPart {
  readonly from: number;
  readonly to: number;
  readonly isConsented: boolean;
}

/** A declared window, cut where consent began to count: what ran before is declared and no more. */
export function consentParts({
  from,
  to,
  state,
  countsFrom,
}: Pick<DeclarationWire, "from" | "to" | "state" | "countsFrom">): readonly WindowPart[] {
  const whole = { from: Date.parse(from), to: Date.parse(to), isConsented: false };
  if (state !== "consented" || countsFrom === null) return [whole];
  const cut = Date.parse(countsFrom);
  const consented = { ...whole, from: cut, isConsented: true };
  return cut <= whole.from ? [consented] : [{ ...whole, to: cut }, consented];
}
