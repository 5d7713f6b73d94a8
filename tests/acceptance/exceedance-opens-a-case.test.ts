import { afterAll, expect, test } from "vitest";
import { DISTRICT_OF_STACKS, hourFrame, hoursAgo, publishReadings, STACKS, type Stack, sendFrames } from "../support/district.ts";
import { Product } from "../support/product.ts";

/** One product for the file, and a stack for each test. */
const [OVER_TCP, OVER_MQTT, REPEATED, CORRECTED, REVISED] = STACKS;
const product = await Product.start();
afterAll(() => product[Symbol.asyncDispose]());
await product.ask("PUT", "/api/v1/registry", DISTRICT_OF_STACKS);

const listOf = async (stack: Stack, path: string) =>
  (await product.ask("GET", path)).body.items.filter(({ outlet }: { outlet: string }) => outlet === stack.outlet);

test("an hour mean above the limit, two days late over TCP, opens a reported case with its finding", async () => {
  const hour = hoursAgo(48);

  const [answer] = await sendFrames(product, [hourFrame(hour, "a21026", 130, OVER_TCP.mn)]);
  const cases = await product.until(
    () => listOf(OVER_TCP, "/api/v1/cases?state=reported"),
    (items) => items.length > 0,
  );

  expect(answer).toContain("CN=9014");
  expect(cases).toMatchObject([{ state: "reported", level: "A3", cell: "g2-a", outlet: OVER_TCP.outlet, enterprise: "e1" }]);
  const [finding] = await listOf(OVER_TCP, "/api/v1/findings");
  expect(finding).toMatchObject({
    id: `${OVER_TCP.outlet}:a21026:EXCEED-HOUR:${hour.toISOString()}`,
    rule: "EXCEED-HOUR",
    value: 130,
    status: "confirmed",
    limit: { value: 100, unit: "mg/m3", source: "permit" },
    caseId: cases[0].id,
  });
});

test("the same exceedance over MQTT JSON opens the same case", async () => {
  const hour = hoursAgo(48);

  await publishReadings(product, [{ at: hour.toISOString(), basis: "hour", values: { a21026: { value: 130 } } }], OVER_MQTT.mn);
  const cases = await product.until(
    () => listOf(OVER_MQTT, "/api/v1/cases?state=reported"),
    (items) => items.length > 0,
  );

  expect(cases).toMatchObject([{ id: `case:${OVER_MQTT.outlet}:a21026:EXCEED-HOUR:${hour.toISOString()}`, state: "reported" }]);
});

test("the same frame again changes nothing, and a value equal to the limit opens nothing", async () => {
  const exceeding = hourFrame(hoursAgo(48), "a21026", 130, REPEATED.mn);

  await sendFrames(product, [exceeding, hourFrame(hoursAgo(47), "a21026", 100, REPEATED.mn)]);
  await product.until(
    () => listOf(REPEATED, "/api/v1/cases"),
    (items) => items.length > 0,
  );
  const before = [await listOf(REPEATED, "/api/v1/findings"), await listOf(REPEATED, "/api/v1/cases")];
  await sendFrames(product, [exceeding]);
  await product.settled();

  expect([await listOf(REPEATED, "/api/v1/findings"), await listOf(REPEATED, "/api/v1/cases")]).toEqual(before);
  expect(before[0]).toHaveLength(1);
});

test("a compliant correction withdraws the finding and keeps its history", async () => {
  const hour = hoursAgo(48);

  await sendFrames(product, [hourFrame(hour, "a21026", 130, CORRECTED.mn), hourFrame(hour, "a21026", 90, CORRECTED.mn)]);
  const findings = await product.until(
    () => listOf(CORRECTED, "/api/v1/findings"),
    (items) => items[0]?.status === "withdrawn",
  );

  expect(findings[0].history.map((h: { status: string; value: number }) => [h.status, h.value])).toEqual([
    ["confirmed", 130],
    ["withdrawn", 90],
  ]);
});

test("a limit that is corrected later revises the hours it was in force for", async () => {
  await sendFrames(product, [hourFrame(hoursAgo(48), "a21026", 130, REVISED.mn)]);
  const [finding] = await product.until(
    () => listOf(REVISED, "/api/v1/findings"),
    (items) => items.length > 0,
  );
  const limits = DISTRICT_OF_STACKS.limits.map((row) => (row.outlet === REVISED.outlet ? { ...row, value: 150 } : row));

  const raised = await product.ask("PUT", "/api/v1/registry", { ...DISTRICT_OF_STACKS, limits });

  expect(raised.body.revised).toEqual([finding.id]);
  expect((await product.ask("GET", `/api/v1/findings/${encodeURIComponent(finding.id)}`)).body.status).toBe("withdrawn");
});
