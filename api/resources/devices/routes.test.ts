import { afterEach, beforeEach, expect, test } from "vitest";
import { unheardDevice } from "../../../core/field/device-state.ts";
import { plus } from "../../../core/time.ts";
import { type ApiFixture, MN, startApi, twoPlants } from "../../../tests/support/api-fixture.ts";
import { T0 } from "../../../tests/support/records-facts.ts";

let fixture: ApiFixture;
beforeEach(async () => {
  fixture = await startApi();
  const registry = twoPlants();
  const devices = [...registry.devices, { mn: "SIM-LATER", edition: "2017" as const }];
  await fixture.commit({ registries: [{ seq: 1, at: T0, registry: { ...registry, devices } }] });
});
afterEach(() => fixture.api.close());

const SPECIALIST = { roles: ["enterprise-specialist"], enterprise: "e1" } as const;
const listOf = async (query = "", caller: Parameters<ApiFixture["as"]>[0] = "admin") =>
  (await fixture.as(caller, "GET", `/api/v1/devices${query}`)).json();

test("the list says how many devices are in each state, whatever the filter", async () => {
  const all = await listOf();
  const some = await listOf("?q=LATER");

  expect(all.counts).toEqual({ total: all.items.length, online: 0, silent: 0, never: all.items.length });
  expect(some.items.map((d: { mn: string }) => d.mn)).toEqual(["SIM-LATER"]);
  expect(some.counts).toEqual(all.counts);
});

test("a device is found by the names of its outlets and of its enterprise, and shows them instead of ids", async () => {
  const [device] = (await listOf(`?q=${MN}`)).items;
  const byName = await listOf(`?q=${encodeURIComponent(device.outletNames[0])}`);
  const byEnterprise = await listOf(`?q=${encodeURIComponent(device.enterpriseName)}`);

  expect(device.outletNames).toHaveLength(device.outlets.length);
  expect(device.outletNames).not.toEqual(device.outlets);
  for (const found of [byName, byEnterprise]) expect(found.items.map((d: { mn: string }) => d.mn)).toContain(MN);
  expect((await listOf("?q=SIM-LATER")).items[0]).toMatchObject({ outletNames: [], enterpriseName: null });
});

test("a filter by state leaves out the others", async () => {
  expect((await listOf("?state=online")).items).toEqual([]);
  expect((await listOf("?state=never")).items.length).toBeGreaterThan(0);
});

test("among devices of one state those whose line is gone come first", async () => {
  const gone = { ...unheardDevice("SIM-LATER"), lastSeenAt: T0, transport: "hj212", connected: false } as const;
  await fixture.deviceRecords.save({ exchanges: [], devices: [gone], frames: [] });

  expect((await listOf()).items[0].mn).toBe("SIM-LATER");
});

test("open gaps and the last refusal stand in the list; that it was unknown before it was registered does not count", async () => {
  const gap = { id: "g1", mn: MN, st: null, basis: "hour", from: T0, to: T0, outlets: [], state: "found" } as const;
  await fixture.deviceRecords.saveGaps([{ ...gap, attempts: 0, exchange: null, foundAt: T0, changedAt: T0 }], []);
  const detail = { code: "pw-other", facts: {} } as const;
  const told = { transport: "hj212", detail, address: "10.0.0.1", count: 1, firstAt: T0, sample: new Uint8Array() } as const;
  const wrong = { ...told, mn: MN, reason: "wrong-password", lastAt: plus(T0, 1_000) };
  const unknown = { ...told, mn: "SIM-LATER", reason: "unknown-device", lastAt: plus(T0, 2_000) };
  await fixture.deviceRecords.save({ exchanges: [], devices: [], frames: [], refusals: [wrong, unknown] });

  const items: readonly { mn: string; gaps: number; refusedAt: string | null }[] = (await listOf()).items;
  const rowOf = (mn: string) => items.find((d) => d.mn === mn);

  expect(rowOf(MN)).toMatchObject({ gaps: 1, refusedAt: new Date(plus(T0, 1_000)).toISOString() });
  expect(rowOf("SIM-LATER")).toMatchObject({ gaps: 0, refusedAt: null });
  expect((await listOf("", SPECIALIST)).items.every((d: { refusedAt: unknown }) => d.refusedAt === null)).toBe(true);
});
