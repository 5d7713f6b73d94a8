import { afterAll, beforeAll, expect, test } from "vitest";
import { DISTRICT, DISTRICT_OF_STACKS, publishReadings, STACKS, type Stack } from "../support/district.ts";
import { finished, Product, runOutfall } from "../support/product.ts";

const EXCEEDING = { at: "2026-11-23T02:00:00Z", basis: "hour", values: { a21026: { value: 130 } } };
const listOf = async (product: Product, path: string) => (await product.ask("GET", path)).body.items;

/** One product for the tests that only move its clock, from one to the next, and a stack for each. */
const [CONFIRMED, IN_ORDER] = STACKS;
let shared: Product;
beforeAll(async () => {
  shared = await Product.start({ env: { OUTFALL_CLOCK: "manual:2026-11-23T03:05:00Z" } });
  await shared.ask("PUT", "/api/v1/registry", DISTRICT_OF_STACKS);
});
afterAll(() => shared?.[Symbol.asyncDispose]());
const listOfStack = async ({ outlet }: Stack, path: string) =>
  (await listOf(shared, path)).filter((row: { readonly outlet: string }) => row.outlet === outlet);

test("a provisional exceedance is confirmed at noon in Beijing of the next day and its case moves on", async () => {
  await publishReadings(shared, [EXCEEDING], CONFIRMED.mn);
  const before = await shared.until(
    () => listOfStack(CONFIRMED, "/api/v1/cases"),
    (items) => items.length > 0,
  );

  await shared.ask("POST", "/api/v1/test/clock", { to: "2026-11-24T03:59:59Z" });
  const justBefore = await listOfStack(CONFIRMED, "/api/v1/findings");
  await shared.ask("POST", "/api/v1/test/clock", { to: "2026-11-24T04:00:00Z" });
  const atNoon = await listOfStack(CONFIRMED, "/api/v1/findings");

  expect(before).toMatchObject([{ state: "signal", level: "A2" }]);
  expect(justBefore).toMatchObject([{ status: "provisional", level: "A2" }]);
  expect(atNoon).toMatchObject([{ status: "confirmed", level: "A3" }]);
  expect(await listOfStack(CONFIRMED, "/api/v1/cases")).toMatchObject([{ state: "reported", level: "A3" }]);
});

test("the clock never goes back, and every deadline on its way is run in order", async () => {
  await publishReadings(shared, [{ ...EXCEEDING, at: "2026-11-24T02:00:00Z" }], IN_ORDER.mn);
  const [opened] = await shared.until(
    () => listOfStack(IN_ORDER, "/api/v1/cases"),
    (items) => items.length > 0,
  );

  const back = await shared.ask("POST", "/api/v1/test/clock", { to: "2026-11-24T03:00:00Z" });
  await shared.ask("POST", "/api/v1/test/clock", { to: "2026-11-26T04:00:00Z" });
  const { timeline } = (await shared.ask("GET", `/api/v1/cases/${encodeURIComponent(opened.id)}`)).body;

  expect(back).toMatchObject({ status: 409, body: { code: "clock-goes-back" } });
  const times = timeline.map((line: { at: string }) => line.at);
  expect(times).toEqual([...times].sort());
  expect(timeline.map((line: { action: string }) => line.action)).toContain("finding-confirmed");
  expect(timeline.length).toBeGreaterThan(3);
});

// Behaviour
test("a deadline survives a restart", async () => {
  await using first = await Product.start({ env: { OUTFALL_CLOCK: "manual:2026-11-23T03:05:00Z" } });
  await first.ask("PUT", "/api/v1/registry", DISTRICT);
  await publishReadings(first, [EXCEEDING]);
  await first.until(
    () => listOf(first, "/api/v1/cases"),
    (items) => items.length > 0,
  );
  await first.kill();

  await using second = await Product.start({ dataDir: first.dataDir, env: { OUTFALL_CLOCK: "manual:2026-11-24T05:00:00Z" } });
  const findings = await second.until(
    () => listOf(second, "/api/v1/findings"),
    (items) => items[0]?.status === "confirmed",
  );

  expect(findings).toMatchObject([{ status: "confirmed", level: "A3" }]);
});

// Behaviour
test("a replay of the journal gives the same findings and the same cases", async () => {
  await using product = await Product.start({ env: { OUTFALL_CLOCK: "manual:2026-11-23T03:05:00Z" } });
  await product.ask("PUT", "/api/v1/registry", DISTRICT);
  const street = await product.tokenFor(["street-officer"], { cells: ["g2-a"] });
  await publishReadings(product, [EXCEEDING, { ...EXCEEDING, values: { a34001: { value: 1.2 } } }]);
  await product.until(
    () => listOf(product, "/api/v1/cases"),
    (items) => items.length === 2,
  );
  await product.ask("POST", "/api/v1/test/clock", { to: "2026-11-24T05:00:00Z" });
  const [open] = await listOf(product, "/api/v1/cases?state=reported");
  const step = await product.ask(
    "POST",
    `/api/v1/cases/${encodeURIComponent(open.id)}/transitions`,
    { to: "check", version: open.version, note: "现场核实" },
    street,
  );
  await publishReadings(product, [{ ...EXCEEDING, values: { a21026: { value: 80 } } }]);
  await product.until(
    () => listOf(product, "/api/v1/findings?status=withdrawn"),
    (items) => items.length === 1,
  );
  await product.stop();

  const replay = await finished(runOutfall(["replay", "--json"], { OUTFALL_DATA_DIR: product.dataDir }));

  expect(step.status).toBe(200);
  const report = JSON.parse(replay.out);
  expect({ code: replay.code, same: report.same, different: report.different }).toEqual({ code: 0, same: true, different: [] });
  expect([report.findings.length, report.cases.length]).toEqual([2, 2]);
});
