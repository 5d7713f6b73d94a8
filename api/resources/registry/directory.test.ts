import { afterEach, beforeEach, expect, test } from "vitest";
import { type ApiFixture, startApi, twoPlants } from "../../../tests/support/api-fixture.ts";
import { T0 } from "../../../tests/support/records-facts.ts";

let fixture: ApiFixture;
beforeEach(async () => {
  fixture = await startApi();
  await fixture.commit({ registries: [{ seq: 1, at: T0, registry: twoPlants() }] });
});
afterEach(() => fixture.api.close());

test("who sees a plant reads the names of the cells above it, and of no other plant's", async () => {
  const specialist = { roles: ["enterprise-specialist"], enterprise: "e1" } as const;

  const { cells, enterprises } = (await fixture.as(specialist, "GET", "/api/v1/directory")).json();
  const own = cells.find((cell: { enterprise: string | null }) => cell.enterprise === "e1");

  expect(enterprises.map((e: { id: string }) => e.id)).toEqual(["e1"]);
  expect(cells.filter((cell: { enterprise: string | null }) => cell.enterprise !== null)).toEqual([own]);
  expect(cells.map((cell: { id: string }) => cell.id)).toContain(own.parent);
});
