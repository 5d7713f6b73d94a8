import { afterAll, expect, test } from "vitest";
import { DISTRICT_OF_STACKS, publishReadings, STACKS, type Stack } from "../support/district.ts";
import { type Answer, Product } from "../support/product.ts";

const CLOCK = { OUTFALL_CLOCK: "manual:2026-11-24T05:00:00Z" };
const REGISTRY = {
  ...DISTRICT_OF_STACKS,
  units: [{ id: "u-team", name: "执法大队", kind: "department" }],
  people: [
    { id: "p1", name: "演示甲", phone: "000-0001" },
    { id: "p2", name: "演示乙", phone: "000-0002" },
  ],
};
/** An hour of the day before: its noon has passed, so its finding is confirmed at once. */
const hourOf = (hour: number, value: number, factor = "a21026") => ({
  at: `2026-11-22T${String(hour).padStart(2, "0")}:00:00Z`,
  basis: "hour",
  values: { [factor]: { value } },
});
/** An hour of today: still provisional. */
const today = (value: number) => ({ at: "2026-11-24T02:00:00Z", basis: "hour", values: { a21026: { value } } });

/** One product for all tests but one, and a stack for each. */
const [WHOLE_WAY, WRONG_STEPS, JOINED, CORRECTED, REVISED, OFFERED_AGAIN] = STACKS;
const product = await startDistrict();
afterAll(() => product[Symbol.asyncDispose]());

async function startDistrict(): Promise<Product> {
  const started = await Product.start({ env: CLOCK });
  await started.ask("PUT", "/api/v1/registry", REGISTRY);
  return started;
}

/** The rows of a list that are about a stack. */
const listOf = async (of: Product, stack: Stack, path: string) =>
  (await of.ask("GET", path)).body.items.filter(({ outlet }: { outlet: string }) => outlet === stack.outlet);

async function caseOf(of: Product, stack: Stack, readings: readonly object[], state: string): Promise<string> {
  await publishReadings(of, readings, stack.mn);
  const [found] = await of.until(
    () => listOf(of, stack, `/api/v1/cases?state=${state}`),
    (items) => items.length > 0,
  );
  return `/api/v1/cases/${encodeURIComponent(found.id)}`;
}

/** Takes a step against the version that the case has now. */
async function step(of: Product, path: string, request: { readonly to: string }, token: string): Promise<Answer> {
  const { version } = (await of.ask("GET", path)).body;
  return of.ask("POST", `${path}/transitions`, { version, note: "见附件", ...request }, token);
}

test("a case goes from report to archive, each step taken by the role that may, and declined to one that may not", async () => {
  const street = await product.tokenFor(["street-officer"], { cells: ["g2-a"] });
  const desk = await product.tokenFor(["duty-desk"], { cells: ["g1"] });
  const team = await product.tokenFor(["enforcement-officer"]);
  const community = await product.tokenFor(["community-officer"], { cells: ["g3-a1"] });
  const specialist = await product.tokenFor(["enterprise-specialist"], { enterprise: "e1" });
  const path = await caseOf(product, WHOLE_WAY, [hourOf(2, 130)], "reported");
  const way: readonly (readonly [request: { readonly to: string; readonly unit?: string }, token: string])[] = [
    [{ to: "check" }, community],
    [{ to: "accepted" }, street],
    [{ to: "dispatched", unit: "u-team" }, desk],
    [{ to: "handling" }, team],
    [{ to: "result" }, team],
    [{ to: "verify" }, community],
    [{ to: "closed" }, desk],
    [{ to: "feedback" }, team],
    [{ to: "archived" }, desk],
  ];

  for (const [request, token] of way) {
    const { allowed } = (await product.ask("GET", path)).body;
    expect(allowed.map((s: { to: string }) => s.to)).toContain(request.to);
    expect(await step(product, path, request, specialist)).toMatchObject({ status: 403, body: { code: "role-not-allowed" } });
    expect(await step(product, path, request, token)).toMatchObject({ status: 200, body: { state: request.to } });
  }

  const { timeline, assignee, version, allowed } = (await product.ask("GET", path)).body;
  expect(timeline.map((line: { to: string }) => line.to)).toEqual(["signal", "reported", ...way.map(([{ to }]) => to)]);
  expect([assignee, version, allowed.map((s: { to: string }) => s.to)]).toEqual(["u-team", 10, ["reopened"]]);
});

test("a step that the state does not allow names those that it does, and who handled a case cannot verify it", async () => {
  const both = await product.tokenFor(["enforcement-officer", "duty-desk"], { cells: ["g1"] });
  const path = await caseOf(product, WRONG_STEPS, [hourOf(2, 130)], "reported");

  const tooSoon = await step(product, path, { to: "closed" }, both);
  const unknownUnit = { to: "dispatched", unit: "u-nobody" };
  await step(product, path, { to: "accepted" }, both);
  const nobody = await step(product, path, unknownUnit, both);
  for (const to of ["dispatched", "handling", "result"])
    await step(product, path, { to, ...(to === "dispatched" && { unit: "u-team" }) }, both);
  const self = await step(product, path, { to: "verify" }, both);

  expect(tooSoon).toMatchObject({
    status: 409,
    body: { code: "transition-not-allowed", allowed: ["check", "rejected", "accepted"] },
  });
  expect(nobody).toMatchObject({ status: 400, body: { errors: [{ pointer: "/unit", code: "unknown-unit" }] } });
  expect(self).toMatchObject({ status: 409, body: { code: "same-person" } });
});

test("exceedances within 24 hours join the case, also after its closure; one a day later opens a case of its own", async () => {
  await using product = await startDistrict();
  const desk = await product.tokenFor(["duty-desk"], { cells: ["g1"] });
  const team = await product.tokenFor(["enforcement-officer"]);
  const path = await caseOf(product, JOINED, [hourOf(2, 130)], "reported");

  await publishReadings(product, [hourOf(3, 140)], JOINED.mn);
  const joined = await product.until(
    async () => (await product.ask("GET", path)).body,
    (found) => found.findings.length === 2,
  );
  for (const to of ["accepted", "dispatched", "handling", "result", "verify", "closed"]) {
    await step(
      product,
      path,
      { to, ...(to === "dispatched" && { unit: "u-team" }) },
      ["handling", "result"].includes(to) ? team : desk,
    );
  }
  await publishReadings(product, [hourOf(4, 150), { ...hourOf(4, 150), at: "2026-11-23T06:00:00Z" }], JOINED.mn);
  const cases = await product.until(
    () => listOf(product, JOINED, "/api/v1/cases"),
    (items) => items.length === 2,
  );

  expect(joined).toMatchObject({ state: "reported", findingCount: 2 });
  const told = cases.map((c: { state: string; standing: number }) => `${c.state}: ${c.standing}`).sort();
  expect(told).toEqual(["closed: 3", "reported: 1"]);
  expect(cases.map((c: { number: string }) => c.number).sort()).toEqual(["410199-2026-0001", "410199-2026-0002"]);
});

test("a correction below the limit dismisses a case that nobody took up, and one above it brings the same case back", async () => {
  const path = await caseOf(product, CORRECTED, [today(130)], "signal");
  const stateAfter = async (value: number, state: string) => {
    await publishReadings(product, [today(value)], CORRECTED.mn);
    return product.until(
      async () => (await product.ask("GET", path)).body,
      (found) => found.state === state,
    );
  };

  await stateAfter(80, "dismissed");
  await stateAfter(100.5, "signal");
  await stateAfter(100, "dismissed");
  const back = await stateAfter(131, "signal");
  const [finding] = await listOf(product, CORRECTED, "/api/v1/findings");

  expect(back.timeline.filter((line: { action: string }) => line.action === "finding-reinstated")).toHaveLength(2);
  expect(finding).toMatchObject({ status: "provisional", value: 131 });
  expect(finding.history.map((h: { status: string }) => h.status)).toEqual([
    "provisional",
    "withdrawn",
    "provisional",
    "withdrawn",
    "provisional",
  ]);
  expect(await listOf(product, CORRECTED, "/api/v1/cases")).toHaveLength(1);
});

test("an hour is judged by the limit in force in that hour, also when the registry changes afterwards", async () => {
  await publishReadings(product, [hourOf(15, 90), hourOf(17, 90)], REVISED.mn);
  // In Beijing, 15:00Z is 23:00 on the 22nd and 17:00Z is 01:00 on the 23rd.
  const limits = REGISTRY.limits.flatMap((row) =>
    row.outlet === REVISED.outlet
      ? [
          { ...row, validTo: "2026-11-23" },
          { ...row, id: `${row.id}-2`, value: 50, validFrom: "2026-11-23" },
        ]
      : [row],
  );
  const stricter = await product.ask("PUT", "/api/v1/registry", { ...REGISTRY, limits });
  const found = await listOf(product, REVISED, "/api/v1/findings");
  const back = await product.ask("PUT", "/api/v1/registry", REGISTRY);

  expect(found).toMatchObject([
    {
      period: { start: "2026-11-22T17:00:00.000Z" },
      value: 90,
      limit: { id: `${REVISED.outlet}-so2-h-2`, value: 50, validFrom: "2026-11-23" },
    },
  ]);
  expect(stricter.body.revised).toEqual([found[0].id]);
  expect(back.body.revised).toEqual([found[0].id]);
  expect(await listOf(product, REVISED, "/api/v1/findings")).toMatchObject([{ status: "withdrawn" }]);
});

test("a message from quarantine that is offered again after the registry was corrected is judged", async () => {
  await publishReadings(product, [hourOf(2, 130, "a21002")], OFFERED_AGAIN.mn);
  const putAside = async () => (await product.ask("GET", "/api/v1/quarantine")).body.items;
  const [row] = await product.until(putAside, (items) => items.length > 0);
  const isOfIt = ({ outlet }: { readonly outlet: string }): boolean => outlet === OFFERED_AGAIN.outlet;
  const corrected = {
    ...REGISTRY,
    channels: [
      ...REGISTRY.channels,
      ...REGISTRY.channels.filter(isOfIt).map((channel) => ({ ...channel, factor: "a21002", pollutant: "a21002" })),
    ],
    limits: [
      ...REGISTRY.limits,
      ...REGISTRY.limits.filter(isOfIt).map((limit) => ({ ...limit, id: "nox-h", pollutant: "a21002" })),
    ],
  };
  await product.ask("PUT", "/api/v1/registry", corrected);

  const retried = await product.ask("POST", `/api/v1/quarantine/${row.id}/retry`);
  const [finding] = await product.until(
    () => listOf(product, OFFERED_AGAIN, "/api/v1/findings"),
    (items) => items.length > 0,
  );

  expect([row.reason, retried.status]).toEqual(["unknown-factor", 202]);
  expect(finding).toMatchObject({ rule: "EXCEED-HOUR", pollutant: "a21002", value: 130, status: "confirmed" });
  expect(await putAside()).toEqual([]);
  const account = (await product.ask("GET", `/api/v1/messages/account?day=2026-11-24&mn=${OFFERED_AGAIN.mn}`)).body;
  expect(account).toMatchObject({ received: 1, stored: 1, quarantined: 0 });
});
