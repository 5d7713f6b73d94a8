import fc from "fast-check";
import { expect, test } from "vitest";
import { aLimit, day } from "../../tests/support/hour-facts.ts";
import { aLawRow, typing } from "../../tests/support/law-facts.ts";
import { indexRegistry } from "./grid.ts";
import type { LawConfirmation } from "./law-row.ts";
import { EMPTY_REGISTRY, type Outlet, type Registry } from "./registry.ts";

const outlet = fc.record({ id: fc.constantFrom("o1", "o2"), sector: fc.constantFrom("boiler", "kiln", undefined) }).map(
  ({ id, sector }): Outlet => ({
    ...{ id, enterprise: "e1", code: "DA001", name: id, kind: "stack" },
    ...(sector && { law: { sector, validFrom: day("2025-01-01") } }),
  }),
);
const figure = fc.constantFrom(35, 50);
const row = fc
  .record({ id: fc.constantFrom("r1", "r2"), value: figure, sector: fc.constantFrom("boiler", "kiln") })
  .map(({ id, value, sector }) => aLawRow({ id, value, appliesTo: { sector }, confidence: "G" }));
const confirmation = fc.record({ id: fc.constantFrom("r1", "r2"), value: figure }).map(
  ({ id, value }): LawConfirmation => ({
    id,
    typings: [typing({ value }), typing({ value, by: "u2", person: "p2" })],
  }),
);
const limit = fc
  .record({ id: fc.constantFrom("l1", "l2"), outlet: fc.constantFrom("o1", "o2"), value: figure })
  .map((over) => aLimit(over));

const rowsOf = <T extends { readonly id: string }>(one: fc.Arbitrary<T>) =>
  fc.uniqueArray(one, { selector: ({ id }) => id, maxLength: 2 });
/** A new table or two; the others stay the same ones. */
const edit: fc.Arbitrary<Partial<Registry>> = fc.oneof(
  rowsOf(outlet).map((outlets) => ({ outlets })),
  rowsOf(row).map((law) => ({ law })),
  rowsOf(confirmation).map((lawConfirmations) => ({ lawConfirmations })),
  rowsOf(limit).map((limits) => ({ limits })),
);

test("the look-ups of limits made from those of the version before are those that are made anew", () => {
  fc.assert(
    fc.property(fc.array(edit, { minLength: 1, maxLength: 12 }), (edits) => {
      let index = indexRegistry(EMPTY_REGISTRY);
      for (const change of edits) {
        index = indexRegistry({ ...index.registry, ...change }, index);
        const { law, limits, limitsByTarget, limitedAtOutlet } = indexRegistry(index.registry);
        expect(index.law).toEqual(law);
        expect(index.limits).toEqual(limits);
        expect(index.limitsByTarget).toEqual(limitsByTarget);
        expect(index.limitedAtOutlet).toEqual(limitedAtOutlet);
      }
    }),
  );
});
