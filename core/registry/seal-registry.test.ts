import { expect, test } from "vitest";
import { SecretBox } from "../../storage/secrets/secret-box.ts";
import { canonical } from "./compare-registries.ts";
import type { IncomingRegistry, IncomingUpstream } from "./incoming-registry.ts";
import type { Registry } from "./registry.ts";
import { sealRegistry } from "./seal-registry.ts";

const MN = "SIM410102000000000000001";
const box = new SecretBox(Buffer.alloc(32, 7));

function document(upstream?: Partial<IncomingUpstream>): IncomingRegistry {
  return {
    ...{ schema: "outfall/registry/1", cells: [], units: [], people: [], assignments: [], enterprises: [] },
    ...{ emissionUnits: [], treatmentUnits: [], outlets: [], devices: [], channels: [], limits: [] },
    ...(upstream !== undefined && {
      upstreams: [{ id: "city", name: "市级平台", host: "192.0.2.1", port: 9212, edition: "2017", ...upstream }],
    }),
  };
}

function sealed(upstream: Partial<IncomingUpstream> | undefined, before?: Registry): Registry {
  const result = sealRegistry(document(upstream), before, box);
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
}

const clear = { password: "123456", devices: [{ mn: MN, as: "SIM9", password: "654321" }] };

test("the passwords for a platform above are stored sealed, never in clear, and can be read back to be sent", () => {
  const [city] = sealed(clear).upstreams ?? [];

  expect(JSON.stringify(city)).not.toMatch(/123456|654321/);
  expect(city?.password && box.unseal(city.password)).toBe("123456");
  expect(city?.devices?.[0]?.password && box.unseal(city.devices[0].password)).toBe("654321");
});

test("the same document again, with its passwords in clear or as a mark, is the same registry", () => {
  const before = sealed(clear);
  const marked = { password: { set: true }, devices: [{ mn: MN, as: "SIM9", password: { set: true } }] } as const;

  expect(canonical(sealed(clear, before))).toBe(canonical(before));
  expect(canonical(sealed(marked, before))).toBe(canonical(before));
});

test("a mark where nothing is stored is a problem of that place", () => {
  const marked = { devices: [{ mn: MN, as: "SIM9", password: { set: true } }] } as const;

  expect(sealRegistry(document(marked), undefined, box)).toMatchObject({
    ok: false,
    error: [{ pointer: "/upstreams/0/devices/0/password", code: "no-stored-secret" }],
  });
});

test("a document without upstreams has none afterwards, not an empty table", () => {
  expect("upstreams" in sealed(undefined)).toBe(false);
});

function withDevice(device: Partial<IncomingRegistry["devices"][number]>): IncomingRegistry {
  return { ...document(), devices: [{ mn: MN, ...device }] };
}

const SM4_KEY = "0123456789ABCDEFFEDCBA9876543210";
const deviceInClear = withDevice({ hj212Password: "123456", mqttSecret: "abcdef", sm4Key: SM4_KEY });

test("of a device the password and the key can be read back, the MQTT secret only compared", () => {
  const result = sealRegistry(deviceInClear, undefined, box);
  const device = result.ok ? result.value.devices[0] : undefined;

  expect(JSON.stringify(result)).not.toMatch(/123456"|abcdef|FEDCBA/);
  expect(device?.hj212Password && box.unseal(device.hj212Password)).toBe("123456");
  expect(device?.sm4Key && box.unseal(device.sm4Key)).toBe(SM4_KEY);
  const secret = device?.mqttSecret;
  if (secret === undefined) throw new Error("no secret is kept");
  expect(box.matches(secret, "abcdef")).toBe(true);
  expect(() => box.unseal(secret)).toThrow();
});

test("a device that brings no secrets keeps none, and marks keep those that are stored", () => {
  const before = sealRegistry(deviceInClear, undefined, box);
  if (!before.ok) throw new Error("fixture");
  const mark = { set: true } as const;

  expect(sealRegistry(withDevice({}), before.value, box)).toMatchObject({ ok: true, value: { devices: [{ mn: MN }] } });
  expect(sealRegistry(withDevice({}), before.value, box)).not.toHaveProperty("value.devices.0.mqttSecret");
  expect(sealRegistry(withDevice({ hj212Password: mark, mqttSecret: mark, sm4Key: mark }), before.value, box)).toEqual(before);
});

test.each(["hj212Password", "mqttSecret", "sm4Key"] as const)(
  "a mark for the %s of a device that has none stored is a problem of that field",
  (field) => {
    expect(sealRegistry(withDevice({ [field]: { set: true } }), undefined, box)).toEqual({
      ok: false,
      error: [{ pointer: `/devices/0/${field}`, code: "no-stored-secret", facts: { of: MN, field } }],
    });
  },
);

test("a new key of a device is sealed like its key, stays by its mark, and is gone when it is not named", () => {
  const put = (device: Parameters<typeof withDevice>[0], before?: Registry) => {
    const result = sealRegistry(withDevice(device), before, box);
    if (!result.ok) throw new Error(JSON.stringify(result.error));
    return result.value;
  };
  const first = put({ sm4Key: "OldKey0123456789", sm4KeyNew: "NewKey0123456789" });
  const kept = put({ sm4Key: { set: true }, sm4KeyNew: { set: true } }, first);
  const taken = put({ sm4Key: "NewKey0123456789" }, kept);

  expect(JSON.stringify(first)).not.toContain("NewKey");
  expect(kept.devices).toEqual(first.devices);
  expect(taken.devices[0]?.sm4Key && box.unseal(taken.devices[0].sm4Key)).toBe("NewKey0123456789");
  expect(taken.devices[0]).not.toHaveProperty("sm4KeyNew");
});
