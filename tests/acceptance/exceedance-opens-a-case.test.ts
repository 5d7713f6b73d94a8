import { expect, test } from "vitest";
import { DISTRICT, hourFrame, hoursAgo, publishReadings, sendFrames } from "../support/district.ts";
import { Product } from "../support/product.ts";

const listOf = async (product: Product, path: string) => (await product.ask("GET", path)).body.items;

test("an hour mean above the limit, two days late over TCP, opens a reported case with its finding", async () => {
  await using product = await Product.start();
  await product.ask("PUT", "/api/v1/registry", DISTRICT);
  const hour = hoursAgo(48);

  const [answer] = await sendFrames(product, [hourFrame(hour, "a21026", 130)]);
  const cases = await product.until(
    () => listOf(product, "/api/v1/cases?state=reported"),
    (items) => items.length > 0,
  );

  expect(answer).toContain("CN=9014");
  expect(cases).toMatchObject([{ state: "reported", level: "A3", cell: "g2-a", outlet: "e1-DA001", enterprise: "e1" }]);
  const [finding] = await listOf(product, "/api/v1/findings");
  expect(finding).toMatchObject({
    id: `e1-DA001:a21026:EXCEED-HOUR:${hour.toISOString()}`,
    rule: "EXCEED-HOUR",
    value: 130,
    status: "confirmed",
    limit: { value: 100, unit: "mg/m3", source: "permit" },
    caseId: cases[0].id,
  });
});

test("the same exceedance over MQTT JSON opens the same case", async () => {
  await using product = await Product.start();
  await product.ask("PUT", "/api/v1/registry", DISTRICT);
  const hour = hoursAgo(48);

  await publishReadings(product, [{ at: hour.toISOString(), basis: "hour", values: { a21026: { value: 130 } } }]);
  const cases = await product.until(
    () => listOf(product, "/api/v1/cases?state=reported"),
    (items) => items.length > 0,
  );

  expect(cases).toMatchObject([{ id: `case:e1-DA001:a21026:EXCEED-HOUR:${hour.toISOString()}`, state: "reported" }]);
});

test("the same frame again changes nothing, and a value equal to the limit opens nothing", async () => {
  await using product = await Product.start();
  await product.ask("PUT", "/api/v1/registry", DISTRICT);
  const exceeding = hourFrame(hoursAgo(48), "a21026", 130);

  await sendFrames(product, [exceeding, hourFrame(hoursAgo(47), "a21026", 100)]);
  await product.until(
    () => listOf(product, "/api/v1/cases"),
    (items) => items.length > 0,
  );
  const before = [await listOf(product, "/api/v1/findings"), await listOf(product, "/api/v1/cases")];
  await sendFrames(product, [exceeding]);
  await product.settled();

  expect([await listOf(product, "/api/v1/findings"), await listOf(product, "/api/v1/cases")]).toEqual(before);
  expect(before[0]).toHaveLength(1);
});

test("a compliant correction withdraws the finding and keeps its history", async () => {
  await using product = await Product.start();
  await product.ask("PUT", "/api/v1/registry", DISTRICT);
  const hour = hoursAgo(48);

  await sendFrames(product, [hourFrame(hour, "a21026", 130), hourFrame(hour, "a21026", 90)]);
  const findings = await product.until(
    () => listOf(product, "/api/v1/findings"),
    (items) => items[0]?.status === "withdrawn",
  );

  expect(findings[0].history.map((h: { status: string; value: number }) => [h.status, h.value])).toEqual([
    ["confirmed", 130],
    ["withdrawn", 90],
  ]);
});

test("a limit that is corrected later revises the hours it was in force for", async () => {
  await using product = await Product.start();
  await product.ask("PUT", "/api/v1/registry", DISTRICT);
  await sendFrames(product, [hourFrame(hoursAgo(48), "a21026", 130)]);
  const [finding] = await product.until(
    () => listOf(product, "/api/v1/findings"),
    (items) => items.length > 0,
  );
  const [so2, tsp] = DISTRICT.limits;

  const raised = await product.ask("PUT", "/api/v1/registry", { ...DISTRICT, limits: [{ ...so2, value: 150 }, tsp] });

  expect(raised.body.revised).toEqual([finding.id]);
  expect((await product.ask("GET", `/api/v1/findings/${encodeURIComponent(finding.id)}`)).body.status).toBe("withdrawn");
});
