import { afterEach, beforeEach, expect, test } from "vitest";
import { unheardDevice } from "../../../core/field/device-state.ts";
import { type BeijingDate, HOUR, type Instant, plus } from "../../../core/time.ts";
import { type ApiFixture, aMessage, MN, startApi, twoPlants } from "../../../tests/support/api-fixture.ts";
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

// Behaviour
test("a device of whose channels only another one reports is not online: its own last message counts", async () => {
  const other = aMessage(2, "e1-DA001", 1, T0);
  await fixture.intake.apply([{ ...other, readings: other.readings.map((r) => ({ ...r, mn: "SIM-LATER" })) }], 2);
  const stateOf = async () => (await listOf(`?q=${MN}`)).items[0].state;

  expect(await stateOf()).toBe("never");
  const save = (lastSeenAt: Instant) =>
    fixture.deviceRecords.save({ exchanges: [], devices: [{ ...unheardDevice(MN), lastSeenAt }], frames: [] });
  await save(plus(T0, -3 * HOUR));
  expect(await stateOf()).toBe("silent");
  await save(T0);
  expect(await stateOf()).toBe("online");
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

const gapOf = (id: string, outlets: readonly string[]) => {
  const times = { from: T0, to: T0, foundAt: T0, changedAt: T0 };
  return { id, mn: MN, st: null, basis: "hour", outlets, state: "found", attempts: 0, exchange: null, ...times } as const;
};

// Behaviour
test("of a device that also reports on outlets of others nobody reads its frames, and sees only the own outlets", async () => {
  await fixture.deviceRecords.saveGaps([gapOf("own", ["e1-DA001", "e2-DA001"]), gapOf("other", ["e2-DA001"])], []);
  const frame = { mn: MN, n: 1, at: T0, direction: "in", raw: Buffer.from("a21026-Rtd=77.7") } as const;
  await fixture.deviceRecords.save({ exchanges: [], devices: [], frames: [frame] });
  const ask = async (caller: Parameters<ApiFixture["as"]>[0], path = "") =>
    (await fixture.as(caller, "GET", `/api/v1/devices/${MN}${path}`)).json();

  const [own, whole] = [await ask(SPECIALIST), await ask("admin")];

  expect(own).toMatchObject({
    outlets: ["e1-DA001"],
    enterpriseName: "演示水泥厂",
    frames: [],
    lastQuarantined: [],
    refused: [],
  });
  expect(JSON.stringify(own)).not.toContain("e2-DA001");
  expect(whole.frames).toMatchObject([{ raw: "a21026-Rtd=77.7" }]);
  expect((await ask(SPECIALIST, "/gaps")).items).toMatchObject([{ id: "own", outlets: ["e1-DA001"] }]);
});

// Behaviour
test("a device is seen through its channels in force: an outlet that it measured once shows it no more", async () => {
  const registry = twoPlants();
  const channels = registry.channels.map((c) => (c.outlet === "e1-DA001" ? { ...c, validTo: "2026-11-23" as BeijingDate } : c));
  const seenBy = async (enterprise: string) =>
    (await fixture.as({ roles: ["enterprise-specialist"], enterprise }, "GET", `/api/v1/devices/${MN}`)).statusCode;
  const before = await seenBy("e1");

  await fixture.commit({ registries: [{ seq: 2, at: T0, registry: { ...registry, channels } }] });

  expect([before, await seenBy("e1"), await seenBy("e2")]).toEqual([200, 404, 200]);
});

test("a device was heard last when its newest message came, whatever channel it was about", async () => {
  await fixture.intake.apply([aMessage(2, "e1-DA001", 1, plus(T0, HOUR))], 2);
  await fixture.intake.apply([aMessage(3, "e2-DA001", 1, T0)], 3);

  expect((await listOf(`?q=${MN}`)).items[0].lastReceivedAt).toBe("2026-11-23T01:00:00.000Z");
});

// Behaviour
test("who may read a device and ask nothing of it is told whose turn it is", async () => {
  const turn = async (who: Parameters<ApiFixture["as"]>[0]) =>
    (await fixture.as(who, "GET", `/api/v1/devices/${MN}`)).json<{ turn: object }>().turn;

  expect(await turn({ roles: ["duty-desk"] })).toMatchObject({ mine: true, declined: null });
  expect(await turn({ roles: ["enterprise-specialist"], enterprise: "e1" })).toMatchObject({
    mine: false,
    declined: "role-not-allowed",
    holders: [{ role: "bureau-staff", place: "g1" }, { role: "duty-desk" }, { role: "administrator", place: null }],
  });
});
