import { afterAll, beforeAll, expect, test } from "vitest";
import { DISTRICT, hourFrame, hoursAgo, publishReadings, sendFrames } from "../support/district.ts";
import { Product } from "../support/product.ts";

const listOf = async (product: Product, path: string) => (await product.ask("GET", path)).body.items;
const EMISSION = { at: "2026-11-23T02:00:00Z", basis: "hour", values: { a34001: { value: 1.2 } } };
const DECLARATION = {
  enterprise: "e1",
  outlets: ["e1-B1"],
  pollutants: ["a34001"],
  cause: "maintenance",
  from: "2026-11-23T02:00:00Z",
  to: "2026-11-23T04:00:00Z",
  measures: "喷雾抑尘",
  note: "更换除尘滤袋",
};

/** A district whose clock stands at 09:00 in Beijing, an hour before the emission. */
async function startDistrict(): Promise<Product> {
  const product = await Product.start({ env: { OUTFALL_CLOCK: "manual:2026-11-23T01:00:00Z" } });
  await product.ask("PUT", "/api/v1/registry", DISTRICT);
  return product;
}

/** For the tests that leave its clock alone. */
let product: Product;
beforeAll(async () => {
  product = await Product.start();
  await product.ask("PUT", "/api/v1/registry", DISTRICT);
});
afterAll(() => product?.[Symbol.asyncDispose]());

test("a boundary hour above its limit that nobody declared is found as an unreported unorganised emission", async () => {
  await sendFrames(product, [hourFrame(hoursAgo(5), "a34001", 1.2)]);
  const cases = await product.until(
    () => listOf(product, "/api/v1/cases?state=reported"),
    (items) => items.length > 0,
  );

  expect(cases).toMatchObject([{ state: "reported", level: "A3", outlet: "e1-B1", cell: "g2-a" }]);
  expect(await listOf(product, "/api/v1/findings")).toMatchObject([
    { rule: "FUG-UNREPORTED", value: 1.2, limit: { value: 0.5 } },
  ]);
});

test("an administrator declares nothing and decides nothing", async () => {
  const specialist = await product.tokenFor(["enterprise-specialist"], { enterprise: "e1" });
  const declared = await product.ask("POST", "/api/v1/declarations", DECLARATION, specialist);

  const decided = await product.ask("POST", `/api/v1/declarations/${declared.body.id}/decision`, {
    decision: "consent",
    reason: "x",
  });

  expect(decided).toMatchObject({ status: 403, body: { status: 403 } });
});

test("an emission that was consented before it began opens no case", async () => {
  await using district = await startDistrict();
  const specialist = await district.tokenFor(["enterprise-specialist"], { enterprise: "e1" });
  const bureau = await district.tokenFor(["bureau-staff"], { cells: ["g1"] });

  const declared = await district.ask("POST", "/api/v1/declarations", DECLARATION, specialist);
  const decided = await district.ask(
    "POST",
    `/api/v1/declarations/${declared.body.id}/decision`,
    { decision: "consent", reason: "措施可行" },
    bureau,
  );
  await district.ask("POST", "/api/v1/test/clock", { to: "2026-11-23T03:05:00Z" });
  await publishReadings(district, [EMISSION]);
  const findings = await district.until(
    () => listOf(district, "/api/v1/findings"),
    (items) => items.length > 0,
  );

  expect([declared.status, decided.status]).toEqual([201, 200]);
  expect(findings).toMatchObject([{ rule: "FUG-CONSENTED", status: "exempted", level: "A0", caseId: null }]);
  expect(await listOf(district, "/api/v1/cases")).toEqual([]);
});

test("consent that is given after the emission began does not reach back", async () => {
  await using district = await startDistrict();
  const specialist = await district.tokenFor(["enterprise-specialist"], { enterprise: "e1" });
  const bureau = await district.tokenFor(["bureau-staff"], { cells: ["g1"] });
  const declared = await district.ask("POST", "/api/v1/declarations", DECLARATION, specialist);
  await district.ask("POST", "/api/v1/test/clock", { to: "2026-11-23T03:05:00Z" });
  await publishReadings(district, [EMISSION]);
  const pending = await district.until(
    () => listOf(district, "/api/v1/cases"),
    (items) => items.length > 0,
  );

  await district.ask(
    "POST",
    `/api/v1/declarations/${declared.body.id}/decision`,
    { decision: "consent", reason: "措施可行" },
    bureau,
  );
  const findings = await district.until(
    () => listOf(district, "/api/v1/findings?rule=FUG-UNREPORTED"),
    (items) => items.length > 0,
  );

  expect(pending).toMatchObject([{ state: "signal", level: "A2" }]);
  expect(findings).toMatchObject([{ rule: "FUG-UNREPORTED", level: "A3" }]);
  expect(await listOf(district, "/api/v1/cases?state=reported")).toHaveLength(1);
});
