import { z } from "zod";
import type { Actor } from "../../core/people/actor.ts";
import { type Holder, holdersOf } from "../../core/people/holders.ts";
import { isWithin, type Matter, reachOf } from "../../core/people/reach.ts";
import { holds, type Power, ROLES } from "../../core/people/rights.ts";
import type { RegistryIndex } from "../../core/registry/grid.ts";

/** A role that may act, with the cell, unit or enterprise whose people are meant. */
export const HolderOut = z.object({
  role: z.enum(ROLES),
  place: z.string().nullable(),
  placeName: z.string().nullable(),
});

/** Whether it is the caller's turn, and else whose. */
export const TurnOut = z.object({
  mine: z.boolean(),
  /** The code that the caller would be declined with; `null` when it is the caller's turn. */
  declined: z.string().nullable(),
  holders: z.array(HolderOut),
});

export type HolderWire = z.output<typeof HolderOut>;
export type TurnWire = z.output<typeof TurnOut>;

/** Whose turn it is, with the names of the registry. */
export function holdersToWire(powers: readonly Power[], matter: Matter, index: RegistryIndex): HolderWire[] {
  return holdersOf(powers, matter, index).map((holder) => holderToWire(holder, index));
}

/** Whether the caller may use a power on a matter, and who may. */
export function turnOf(
  power: Power,
  matter: Matter,
  { actor, index }: { readonly actor: Actor; readonly index: RegistryIndex },
): TurnWire {
  const isHeld = holds(actor.roles, power);
  const isHere = isHeld && isWithin(reachOf(actor, index, power), matter);
  const declined = isHere ? null : isHeld ? "outside-your-cells" : "role-not-allowed";
  return { mine: isHere, declined, holders: holdersToWire([power], matter, index) };
}

function holderToWire({ role, cell, enterprise }: Holder, index: RegistryIndex): HolderWire {
  const found = cell === null ? index.enterpriseById.get(enterprise ?? "") : index.cellById.get(cell);
  const place = cell ?? enterprise;
  return { role, place, placeName: place === null ? null : (found?.name ?? place) };
}
