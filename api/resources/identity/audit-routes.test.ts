import { expect, test } from "vitest";
import { startApi } from "../../../tests/support/api-fixture.ts";

test("the audit is read page by page, newest first, and ends without a cursor", async () => {
  const fixture = await startApi();
  for (const name of ["a", "b", "c"]) {
    await fixture.as("admin", "POST", "/api/v1/tokens", { payload: { name, roles: ["auditor"] } });
  }
  const page = async (cursor: string) =>
    (await fixture.as("admin", "GET", `/api/v1/audit?limit=2${cursor}`)).json<{ items: { id: number }[]; next: string | null }>();

  const first = await page("");
  const second = await page(`&cursor=${first.next}`);
  const ids = [...first.items, ...second.items].map((line) => line.id);

  expect(ids).toHaveLength(3);
  expect(ids).toEqual(ids.toSorted((a, b) => b - a));
  expect([first.items.length, second.next]).toEqual([2, null]);
  await fixture.api.close();
});
