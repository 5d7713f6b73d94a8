import { expect, test } from "vitest";
import { powersOf, ROLES } from "../../../../core/people/rights.ts";
import { menuFor } from "../../routes.tsx";
import { PLACES, POINTERS } from "./pointers.ts";

test.each(ROLES)("a %s is pointed at three different places of the own menu", (role) => {
  const menu = menuFor({ powers: [...powersOf([role])], enterprise: role === "enterprise-specialist" ? "e1" : null });
  const places = POINTERS[role].map((place) => PLACES[place]);

  expect(new Set(places).size).toBe(3);
  for (const place of places) expect(menu.map(({ path }) => path)).toContain(place);
});
