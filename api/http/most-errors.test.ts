import { afterAll, beforeAll, expect, test } from "vitest";
import { type ApiFixture, startApi, twoPlants } from "../../tests/support/api-fixture.ts";
import { T0 } from "../../tests/support/records-facts.ts";

let fixture: ApiFixture;
beforeAll(async () => {
  fixture = await startApi();
  await fixture.commit({ registries: [{ seq: 1, at: T0, registry: twoPlants() }] });
});
afterAll(() => fixture.api.close());

test("an answer names a hundred mistakes at most, however many there are", async () => {
  const wrong = Array.from({ length: 5_000 }, (_, i) => ({ id: `p${i}`, nonsense: i }));
  const payload = { ...twoPlants(), people: wrong, outlets: wrong, limits: wrong };

  const whole = await fixture.as("admin", "PUT", "/api/v1/registry", { payload });
  const token = await fixture.as("admin", "POST", "/api/v1/tokens", {
    payload: Object.fromEntries(wrong.map(({ id }) => [id, 1])),
  });

  expect([whole.statusCode, token.statusCode]).toEqual([400, 400]);
  expect(whole.json<{ errors: unknown[] }>().errors).toHaveLength(100);
  expect(token.json<{ errors: unknown[] }>().errors.length).toBeLessThanOrEqual(100);
});
