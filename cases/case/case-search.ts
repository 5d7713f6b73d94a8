import type { Where } from "../../core/casework/collection.ts";
import { districtsOf, type RegistryIndex } from "../../core/registry/grid.ts";
import { beijingDate, type Instant } from "../../core/time.ts";
import { caseNumber } from "./case-decision.ts";

/** A running number, as people call a case of this year: `12` for `410199-2026-0012`. */
const RUNNING = /^\d{1,6}$/;

/**
 * What people look a case up by: its number, whole or this year's running one, or a part of the name of its enterprise
 * or outlet. A blank text finds everything, a text that names nothing finds nothing.
 */
export function namedWhere(text: string, { index, now }: { readonly index: RegistryIndex; readonly now: Instant }): Where {
  const wanted = text.trim().toLowerCase();
  if (wanted === "") return [];
  const isNamed = (...names: readonly string[]): boolean => names.some((name) => name.toLowerCase().includes(wanted));
  const { enterprises, outlets } = index.registry;
  return [
    {
      any: [
        [{ field: "number", in: [wanted, ...numbersOf(wanted, index, now)] }],
        [{ field: "enterprise", in: enterprises.filter((e) => isNamed(e.name)).map((e) => e.id) }],
        [{ field: "outlet", in: outlets.filter((o) => isNamed(o.name, o.code)).map((o) => o.id) }],
      ],
    },
  ];
}

function numbersOf(wanted: string, index: RegistryIndex, now: Instant): readonly string[] {
  if (!RUNNING.test(wanted)) return [];
  const year = beijingDate(now).slice(0, 4);
  return districtsOf(index).flatMap(({ division }) =>
    division === undefined ? [] : [caseNumber(division, year, Number(wanted))],
  );
}
