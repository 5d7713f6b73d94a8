import { afterEach, beforeEach, expect, test } from "vitest";
import { unheardDevice } from "../../../core/field/device-state.ts";
import { type NewExchange, queuedExchange } from "../../../core/field/exchange.ts";
import { plus } from "../../../core/time.ts";
import { type ApiFixture, MN, startApi, twoPlants } from "../../../tests/support/api-fixture.ts";
import { frameLine } from "../../../tests/support/frame-line.ts";
import { T0 } from "../../../tests/support/records-facts.ts";

let fixture: ApiFixture;
let wakes = 0;
beforeEach(async () => {
  wakes = 0;
  fixture = await startApi({
    onDeviceRequest: () => {
      wakes += 1;
    },
    decodeFrame: (raw) => frameLine({ qn: String(raw.length) }),
  });
  await fixture.commit({ registries: [{ seq: 1, at: T0, registry: twoPlants() }] });
});
afterEach(() => fixture.api.close());

const COMMANDS = `/api/v1/devices/${MN}/commands`;

test("a command is queued with who asked for it, wakes the gateway and stands in the audit", async () => {
  const answer = await fixture.as("admin", "POST", COMMANDS, {
    payload: { command: "history", cn: "2061", from: "2026-11-23T08:00:00+08:00", to: "2026-11-23T10:00:00+08:00", st: "32" },
  });

  expect(answer.statusCode).toBe(202);
  expect(answer.json()).toMatchObject({
    state: "queued",
    command: "history",
    parameters: { cn: "2061", from: "2026-11-23T00:00:00.000Z", to: "2026-11-23T02:00:00.000Z" },
  });
  expect(await fixture.deviceRecords.queued(10)).toMatchObject([{ mn: MN, st: "32", createdBy: "token:admin", createdAt: T0 }]);
  expect(wakes).toBe(1);
  const audit = await fixture.as("admin", "GET", "/api/v1/audit");
  expect(audit.json().items).toContainEqual(expect.objectContaining({ action: "device.command", subject: MN }));
});

test("the same command with the same Idempotency-Key is asked for once", async () => {
  const send = () =>
    fixture.as("admin", "POST", COMMANDS, { payload: { command: "set-time" }, headers: { "idempotency-key": "one" } });

  const [first, second] = [await send(), await send()];

  expect(second.json().id).toBe(first.json().id);
  expect(await fixture.deviceRecords.queued(10)).toHaveLength(1);
});

// Behaviour
test("a device command whose answer is forgotten is still known by its Idempotency-Key, and another one under it is refused", async () => {
  const headers = { "idempotency-key": "one" };
  const send = (command: string, of = fixture) => of.as("admin", "POST", COMMANDS, { payload: { command }, headers });
  const first = await send("set-time");
  // Another process, which remembers no answers, over the same rows.
  const { deviceRecords } = fixture;
  const again = await startApi({ deviceRecords });
  await again.commit({ registries: [{ seq: 1, at: T0, registry: twoPlants() }] });

  const second = await send("set-time", again);
  const other = await send("start-realtime", again);
  await again.api.close();

  expect([first.statusCode, second.statusCode]).toEqual([202, 202]);
  expect(second.headers["idempotency-replayed"]).toBeUndefined();
  expect(second.json()).toEqual(first.json());
  expect([other.statusCode, other.json().code]).toEqual([422, "idempotency-key-reused"]);
  expect(await deviceRecords.queued(10)).toHaveLength(1);
});

test("an exchange is found under its own device only", async () => {
  const asked = { id: "x1", mn: "SIM-OTHER", command: { command: "set-time" }, st: null, createdAt: T0, createdBy: "u" } as const;
  await fixture.deviceRecords.save({ exchanges: [queuedExchange(asked)], devices: [], frames: [] });

  expect((await fixture.as("admin", "GET", `${COMMANDS}/x1`)).statusCode).toBe(404);
  expect((await fixture.as("admin", "GET", "/api/v1/devices/SIM-OTHER/commands")).statusCode).toBe(404);
});

test("a cursor that is not one of ours is the caller's mistake", async () => {
  const answer = await fixture.as("admin", "GET", `${COMMANDS}?cursor=nonsense`);

  expect([answer.statusCode, answer.json().code]).toEqual([400, "invalid-cursor"]);
});

test("a device shows its drift in seconds and its frames raw and decoded side by side", async () => {
  const state = {
    ...unheardDevice(MN),
    lastSeenAt: T0,
    driftMs: -1_500,
    driftAt: T0,
    connected: true,
    transport: "hj212",
  } as const;
  const text = { mn: MN, n: 1, at: T0, direction: "in", raw: Buffer.from("##0000\r\n") } as const;
  const odd = { ...text, n: 2, direction: "out", raw: new Uint8Array([0xff, 0xfe]) } as const;
  await fixture.deviceRecords.save({ exchanges: [], devices: [state], frames: [text, odd] });

  const device = (await fixture.as("admin", "GET", `/api/v1/devices/${MN}`)).json();

  expect(device.line).toMatchObject({ connected: true, transport: "hj212", driftSeconds: -1.5 });
  expect(device.frames).toMatchObject([
    { direction: "in", raw: "##0000", rawEncoding: "utf8", decoded: { ok: true, qn: "8" } },
    { direction: "out", raw: "//4=", rawEncoding: "base64", decoded: { ok: true, qn: "2" } },
  ]);
});

test("a gap goes out with the end of its last period", async () => {
  const gap = { id: "g1", mn: MN, st: null, basis: "hour", from: T0, to: plus(T0, 3_600_000), outlets: ["e1-DA001"] } as const;
  const found = { state: "found", attempts: 0, exchange: null, foundAt: T0, changedAt: T0 } as const;
  await fixture.deviceRecords.saveGaps([{ ...gap, ...found }], []);

  const answer = (await fixture.as("admin", "GET", `/api/v1/devices/${MN}/gaps?state=found`)).json();

  expect(Date.parse(answer.items[0].to) - Date.parse(answer.items[0].from)).toBe(2 * 3_600_000);
  expect((await fixture.as("admin", "GET", `/api/v1/devices/${MN}/gaps?state=filled`)).json().items).toEqual([]);
});

test.each([
  [{ command: "explode" }, "/command"],
  [{}, "/command"],
  [{ command: "sample" }, "/polId"],
  [{ command: "set-interval", cn: "1062", value: 5 }, "/value"],
  [{ command: "set-interval", cn: "1070", value: 5 }, "/cn"],
  [{ command: "history", cn: "2011", from: "2026-11-23T08:00:00+08:00", to: "2026-11-23T08:00:00+08:00" }, "/cn"],
  [{ command: "history", cn: "2061", from: "2026-11-23T08:00:00", to: "2026-11-23T08:00:00+08:00" }, "/from"],
  [{ command: "set-interval", cn: "1064", value: 7 }, "/value"],
  [{ command: "information", polId: "a21026", infoId: "i12001", from: "2026-11-23T08:00:00+08:00" }, "/to"],
])("a command that is wrong (%j) is answered with what is wrong about it, at %s", async (payload, pointer) => {
  const answer = await fixture.as("admin", "POST", COMMANDS, { payload });

  expect(answer.statusCode).toBe(400);
  expect(answer.json().errors.map((e: { pointer: string }) => e.pointer)).toContain(pointer);
});

test("a hundred commands may wait for a device, and not one more", async () => {
  const asked = Array.from({ length: 100 }, (_, i) => ({
    ...{ id: `x${i}`, mn: MN, command: { command: "set-time" }, st: null, createdAt: T0, createdBy: "user:u1" },
  })) as readonly NewExchange[];
  await fixture.deviceRecords.request(asked);

  const answer = await fixture.as("admin", "POST", COMMANDS, { payload: { command: "set-time" } });

  expect([answer.statusCode, answer.json().code]).toEqual([429, "too-many-commands"]);
});

test("one exchange says what it asked, how it ended and who asked, by name where the name is known", async () => {
  const user = (
    await fixture.as("admin", "POST", "/api/v1/users", {
      payload: { username: "desk", password: "correct horse", name: "演示甲", roles: ["duty-desk"] },
    })
  ).json<{ id: string }>();
  const asked = (id: string, createdBy: string) =>
    queuedExchange({ id, mn: MN, command: { command: "set-time" }, st: null, createdAt: T0, createdBy });
  const ended = { state: "done", result: { code: "acknowledged", facts: {} }, endedAt: plus(T0, 1_000) } as const;
  const exchanges = [
    { ...asked("x1", user.id), ...ended },
    asked("x2", "token:admin"),
    asked("x3", "gateway:backfill"),
    asked("x4", "user-that-is-gone"),
  ];
  await fixture.deviceRecords.save({ exchanges, devices: [], frames: [] });
  const one = async (id: string) => (await fixture.as("admin", "GET", `${COMMANDS}/${id}`)).json();

  expect(await one("x1")).toMatchObject({
    createdByName: "演示甲",
    resultCode: "acknowledged",
    endedAt: "2026-11-23T00:00:01.000Z",
  });
  expect(await one("x2")).toMatchObject({ createdByName: "OUTFALL_ADMIN_TOKEN", result: "", resultCode: null, endedAt: null });
  expect(await one("x3")).toMatchObject({ createdByName: "" });
  expect(await one("x4")).toMatchObject({ createdByName: "" });
  const list = (await fixture.as("admin", "GET", COMMANDS)).json();
  expect(list.items.map((x: { id: string }) => x.id).toSorted()).toEqual(["x1", "x2", "x3", "x4"]);
});

test("a gap of minutes ends with the minutes that the device sends, ten where the registry does not say", async () => {
  const gap = { id: "g1", mn: MN, st: null, basis: "minute", from: T0, to: plus(T0, 600_000), outlets: ["e1-DA001"] } as const;
  const found = { state: "found", attempts: 0, exchange: null, foundAt: T0, changedAt: T0 } as const;
  await fixture.deviceRecords.saveGaps([{ ...gap, ...found }], []);
  const end = async () => (await fixture.as("admin", "GET", `/api/v1/devices/${MN}/gaps`)).json().items[0].to;

  expect(await end()).toBe("2026-11-23T00:20:00.000Z");
  const devices = [{ mn: MN, minuteMinutes: 5 }];
  await fixture.commit({ registries: [{ seq: 2, at: T0, registry: { ...twoPlants(), devices } }] });
  expect(await end()).toBe("2026-11-23T00:15:00.000Z");
});

test("a device shows when it came and went, what was odd about it, and frames as they came where nothing reads them", async () => {
  await fixture.api.close();
  fixture = await startApi();
  await fixture.commit({ registries: [{ seq: 1, at: T0, registry: twoPlants() }] });
  const presence = [{ at: T0, online: true }];
  const state = { ...unheardDevice(MN), lastSeenAt: T0, presence, quirks: { "no-crlf": 2 } };
  const frame = { mn: MN, n: 1, at: T0, direction: "in", raw: Buffer.from("##0000\r\n") } as const;
  await fixture.deviceRecords.save({ exchanges: [], devices: [state], frames: [frame] });

  const device = (await fixture.as("admin", "GET", `/api/v1/devices/${MN}`)).json();

  expect(device.line).toMatchObject({ presence: [{ at: "2026-11-23T00:00:00.000Z", online: true }], quirks: { "no-crlf": 2 } });
  expect(device.frames).toMatchObject([{ raw: "##0000", decoded: null }]);
});
