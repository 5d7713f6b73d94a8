import { expect, test } from "vitest";
import type { CommandBus } from "../core/casework/command-bus.ts";
import { unheardDevice } from "../core/field/device-state.ts";
import { ok } from "../core/result.ts";
import { aMessage, startApi, twoPlants } from "../tests/support/api-fixture.ts";
import { T0 } from "../tests/support/records-facts.ts";

const KEY = "the-one-time-key-of-this-start-000";
const FIRST = { key: KEY, username: "chen", name: "陈管理", password: "river stone lamp 9" };
const MN = "SIM410199000000000000001";
const PLANT = {
  ...{ district: "演示区", division: "410199", street: "甲街道", community: "甲一社区", enterprise: "演示水泥厂" },
  outlet: { code: "DA001", name: "窑尾", kind: "stack" },
  ...{ pollutant: "a21026", limit: 100, unit: "mg/m3", validFrom: "2025-01-01", mn: MN },
};
const DOORS = { mqtt: { host: "0.0.0.0", port: 1883 }, hj212: { host: "192.0.2.7", port: 9212 } };

const begin = (payload: object) => ({ method: "POST", url: "/api/v1/first-run", payload }) as const;

// Behaviour
test("the key of the start makes the first administrator, who is logged in, once", async () => {
  const { api, identity } = await startApi({ firstRunKey: KEY });

  const open = await api.inject("/api/v1/about");
  const made = await api.inject(begin(FIRST));
  const again = await api.inject(begin({ ...FIRST, username: "wang" }));
  const over = await api.inject("/api/v1/about");

  expect(open.json()).toMatchObject({ firstRun: true });
  expect(made.json()).toMatchObject({ user: "chen", name: "陈管理", roles: ["administrator"], mustChangePassword: false });
  expect(made.headers["set-cookie"]).toBeDefined();
  expect(again.json()).toMatchObject({ status: 409, code: "first-run-over" });
  expect(over.json()).toMatchObject({ firstRun: false });
  expect((await identity.users()).map(({ username }) => username)).toEqual(["chen"]);
  expect((await identity.audit(1))[0]).toMatchObject({ action: "user.make-first" });
});

test("of two who come with the key at once, one gets the installation", async () => {
  const { api, identity } = await startApi({ firstRunKey: KEY });

  const both = await Promise.all([api.inject(begin(FIRST)), api.inject(begin({ ...FIRST, username: "wang" }))]);

  expect(both.map((answer) => answer.statusCode).toSorted()).toEqual([200, 409]);
  expect(await identity.users()).toHaveLength(1);
});

test("another key makes nobody, and neither does a weak password; the link stays good", async () => {
  const { api, identity } = await startApi({ firstRunKey: KEY });

  const wrong = await api.inject(begin({ ...FIRST, key: "another" }));
  const weak = await api.inject(begin({ ...FIRST, password: "password1" }));
  const nameless = await api.inject(begin({ key: KEY, username: "chen", password: FIRST.password }));

  expect(wrong.json()).toMatchObject({ status: 403, code: "first-run-key-wrong" });
  expect(weak.json()).toMatchObject({ code: "password-weak" });
  expect(nameless.json()).toMatchObject({ name: "chen" });
  expect(await identity.users()).toHaveLength(1);
});

test("without a key nothing is open", async () => {
  const { api } = await startApi();

  expect((await api.inject("/api/v1/about")).json()).toMatchObject({ firstRun: false });
  expect((await api.inject(begin(FIRST))).json()).toMatchObject({ code: "first-run-over" });
});

// Behaviour
test("the form of an empty installation registers the first plant and gives lines that send its first values", async () => {
  const encodeFrame = ({ cn, mn, cp }: { cn: string; mn: string; cp: string }) => `${cn} ${mn} ${cp}`;
  const { as, intake } = await startApi({ deviceDoors: () => DOORS, encodeFrame });

  const before = await as("admin", "GET", "/api/v1/first-steps");
  const made = await as("admin", "POST", "/api/v1/first-plant", { payload: PLANT, headers: { host: "grid.example:8080" } });
  const again = await as("admin", "POST", "/api/v1/first-plant", { payload: PLANT });
  await intake.apply([aMessage(1, "e1-DA001", 80)], 1);
  const after = await as("admin", "GET", "/api/v1/first-steps");

  expect(before.json()).toMatchObject({ enterprises: 0, outlets: 0, limits: 0, device: null, value: null });
  const { hj212Password, mqttSecret, sendings } = made.json();
  expect(hj212Password).toMatch(/^[2-9A-HJ-NP-Z]{6}$/);
  expect(sendings.map(({ what, hj212 }: { what: string; hj212: string }) => [what, hj212.slice(0, 29)])).toEqual([
    ["now", `2011 ${MN}`],
    ["above-limit", `2061 ${MN}`],
  ]);
  const asked = `mosquitto_pub -h grid.example -p 1883 -u ${MN} -P ${mqttSecret} -i ${MN} -V mqttv311 -q 1 -t outfall/v1/${MN}/readings`;
  expect(sendings[0].mqtt).toContain(asked);
  expect(sendings[1].mqtt).toContain('"basis":"hour","values":{"a21026":{"value":130}}');
  expect(again.json()).toMatchObject({ status: 409, code: "registry-not-empty" });
  expect(after.json()).toMatchObject({
    enterprises: 1,
    outlets: 1,
    limits: 1,
    device: { mn: MN, lastHeardAt: null },
    value: { outlet: "e1-DA001", value: 80 },
  });
});

// Behaviour
test("secrets of the first device that nobody has noted are set anew, as often as wanted until it is heard", async () => {
  const { as, deviceRecords } = await startApi({ deviceDoors: () => DOORS, encodeFrame: ({ cn, mn }) => `${cn} ${mn}` });
  const renew = () => as("admin", "POST", "/api/v1/first-plant/secrets");
  const nothing = await renew();
  const made = await as("admin", "POST", "/api/v1/first-plant", { payload: PLANT });

  const renewed = [await renew(), await renew()];
  await deviceRecords.save({ exchanges: [], devices: [{ ...unheardDevice(MN), lastSeenAt: T0 }], frames: [] });
  const late = await renew();

  expect(nothing.json()).toMatchObject({ status: 404 });
  expect(renewed.map(({ statusCode }) => statusCode)).toEqual([200, 200]);
  const all = [made, ...renewed].map((answer) => answer.json());
  expect(new Set(all.map(({ hj212Password }) => hj212Password)).size).toBe(3);
  for (const { mqttSecret, sendings } of all) {
    expect(sendings.map(({ what }: { what: string }) => what)).toEqual(["now", "above-limit"]);
    expect(sendings[1].mqtt).toContain(`-P ${mqttSecret} `);
    expect(sendings[1].mqtt).toContain('"value":130}');
  }
  expect(late.json()).toMatchObject({ status: 409, code: "first-device-heard" });
});

// Behaviour
test("an answer with secrets is kept nowhere: a repeat with its Idempotency-Key gets the secrets that it has set, another request others", async () => {
  const { as, identity } = await startApi({ deviceDoors: () => DOORS });
  await as("admin", "POST", "/api/v1/first-plant", { payload: PLANT, headers: { "idempotency-key": "plant" } });
  const renew = async (key: string) =>
    (await as("admin", "POST", "/api/v1/first-plant/secrets", { headers: { "idempotency-key": key } })).json();

  const [first, repeated, other] = [await renew("one"), await renew("one"), await renew("two")];

  expect(repeated).toEqual(first);
  expect(other.hj212Password).not.toBe(first.hj212Password);
  expect(other.mqttSecret).not.toBe(first.mqttSecret);
  for (const key of ["plant", "one", "two"]) expect(await identity.remembered(key, "token:admin")).toBeUndefined();
});

test("a first plant that was registered by this very request is answered again", async () => {
  const registered = ok({ version: 1, changed: {}, warnings: [], revised: [] });
  let asked = 0;
  const registryAnswered = async () => (asked++ === 0 ? undefined : registered);
  const commands = { registryAnswered, putRegistry: async () => registered } as unknown as CommandBus;
  const { as, commit } = await startApi({ commands });
  const make = (key: string) =>
    as("admin", "POST", "/api/v1/first-plant", { payload: PLANT, headers: { "idempotency-key": key } });

  const made = await make("plant");
  await commit({ registries: [{ seq: 1, at: T0, registry: twoPlants() }] });
  const again = await make("plant");

  expect(made.json()).toMatchObject({ mn: MN });
  expect([again.statusCode, again.json()]).toEqual([200, made.json()]);
});

test("of an effluent outlet the day before is sent, and without doors there are no lines", async () => {
  const { as } = await startApi();
  const outlet = { code: "DW001", name: "总排口", kind: "effluent" };

  const made = await as("admin", "POST", "/api/v1/first-plant", {
    payload: { ...PLANT, outlet, pollutant: "w01018", unit: "mg/L" },
  });

  expect(made.json().sendings).toEqual([
    { what: "now", mqtt: null, hj212: null },
    { what: "above-limit", mqtt: null, hj212: null },
  ]);
});

test.each([
  [{ pollutant: "zz" }, "/pollutant"],
  [{ division: "4101" }, "/division"],
  [{ limit: 0 }, "/limit"],
  [{ mn: "a b" }, "/mn"],
])("a form with %j names the field", async (wrong, pointer) => {
  const { as } = await startApi();

  const answer = await as("admin", "POST", "/api/v1/first-plant", { payload: { ...PLANT, ...wrong } });

  expect(answer.json()).toMatchObject({ status: 400, errors: [{ pointer }] });
});

const HOSTS = [
  ["grid.example:8080", "grid.example"],
  ["192.0.2.9", "192.0.2.9"],
  ["[2001:db8::7]:8080", "2001:db8::7"],
  ["x;reboot", "127.0.0.1"],
  ["$(reboot)", "127.0.0.1"],
  ["`reboot`:80", "127.0.0.1"],
  ["-h", "127.0.0.1"],
  ["x'|y", "127.0.0.1"],
] as const;

// Behaviour
test("a line that is copied into a shell names a host, whatever Host says", async () => {
  for (const [host, named] of HOSTS) {
    const { as } = await startApi({ deviceDoors: () => DOORS });

    const made = await as("admin", "POST", "/api/v1/first-plant", { payload: PLANT, headers: { host } });

    expect(made.json().sendings[0].mqtt).toMatch(`mosquitto_pub -h ${named} -p 1883 -u`);
  }
});
