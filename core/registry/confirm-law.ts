import { err, ok, type Result } from "../result.ts";
import { isSamePerson } from "../same-person.ts";
import type { LawConfirmation, LawRow, LawTyping } from "./law-row.ts";
import { hasFigures } from "./limit.ts";

/** Why a reading of a row of the law does not count. */
export type LawRefusal =
  | { readonly code: "not-found" }
  /** No person of the registry stands behind the account, so nobody can say whether it is the second one. */
  | { readonly code: "law-person-needed" }
  /** Two persons have confirmed the row already. */
  | { readonly code: "law-confirmed" }
  /** The first of two persons would be the second, too. */
  | { readonly code: "law-second-person" }
  /** What was typed is another standard than the row's, or not what the first person read. */
  | { readonly code: "law-typings-differ"; readonly fields: readonly string[] }
  /** The figure that the row's comparator needs was not typed, or a range whose least is above its greatest. */
  | { readonly code: "law-figure-missing" };

/** Everything but who typed it, and when. */
const READ = [
  "standard",
  "table",
  "page",
  "value",
  "min",
  "max",
  "oxygenReference",
] as const satisfies readonly (keyof LawTyping)[];

/**
 * What somebody read in print, added to what is known of the row: two different persons who read the same confirm it.
 * The first reading stays where the second differs.
 */
export function confirmLaw(
  row: LawRow | undefined,
  known: LawConfirmation | undefined,
  typing: LawTyping,
): Result<LawConfirmation, LawRefusal> {
  if (row === undefined) return err({ code: "not-found" });
  if (plain(typing.standard) !== plain(row.standard)) return err({ code: "law-typings-differ", fields: ["standard"] });
  if (typing.person === null) return err({ code: "law-person-needed" });
  if (!isFigureTyped(row, typing)) return err({ code: "law-figure-missing" });
  if (known === undefined) return ok({ id: row.id, typings: [typing] });
  const [first, second] = known.typings;
  if (second !== undefined) return err({ code: "law-confirmed" });
  if (isSamePerson(first, typing)) return err({ code: "law-second-person" });
  const fields = READ.filter((field) => plain(first[field]) !== plain(typing[field]));
  return fields.length > 0 ? err({ code: "law-typings-differ", fields }) : ok({ id: row.id, typings: [first, typing] });
}

function isFigureTyped({ comparator, unit }: LawRow, typing: LawTyping): boolean {
  const { min = Number.NEGATIVE_INFINITY, max = Number.POSITIVE_INFINITY } = typing;
  return hasFigures({ ...typing, comparator, unit }) && (comparator !== "range" || min <= max);
}

/** As typed, but for blanks and the width of characters: `表1` is `表 1`. */
function plain(typed: string | number | null | undefined): string {
  return typed === null || typed === undefined ? "" : String(typed).normalize("NFKC").replaceAll(/\s/g, "");
}
