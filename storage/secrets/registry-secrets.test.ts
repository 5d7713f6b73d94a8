import { expect, test } from "vitest";
import { compareRegistries } from "../../core/registry/compare-registries.ts";
import type { IncomingRegistry } from "../../core/registry/incoming-registry.ts";
import { EMPTY_REGISTRY, type Registry } from "../../core/registry/registry.ts";
import { sealRegistry } from "../../core/registry/seal-registry.ts";
import { createSm4KeyOpener } from "../../field/sm4-keys.ts";
import { sm4KeyBytes } from "../../ingest/codecs/hj212/sm4.ts";
import { SecretBox } from "./secret-box.ts";

const BOX = new SecretBox(Buffer.alloc(32, 7));
const MN = "SIM410102000000000000001";

function incoming(device: Partial<IncomingRegistry["devices"][number]>): IncomingRegistry {
  return { ...EMPTY_REGISTRY, devices: [{ mn: MN, ...device }] };
}

function seal(document: IncomingRegistry, before?: Registry): Registry {
  const sealed = sealRegistry(document, before, BOX);
  if (!sealed.ok) throw new Error(JSON.stringify(sealed.error));
  return sealed.value;
}

test("a secret is stored without its clear text and recognised again", () => {
  const sealed = seal(incoming({ hj212Password: "123456", mqttSecret: "a-long-device-secret" }));
  const [device] = sealed.devices;

  expect(JSON.stringify(sealed)).not.toMatch(/123456|a-long-device-secret/);
  expect(device?.mqttSecret && BOX.matches(device.mqttSecret, "a-long-device-secret")).toBe(true);
  expect(device?.mqttSecret && BOX.matches(device.mqttSecret, "another")).toBe(false);
  expect(device?.hj212Password && BOX.unseal(device.hj212Password)).toBe("123456");
});

test("the same document twice is the same registry", () => {
  const document = incoming({ hj212Password: "123456", mqttSecret: "a-long-device-secret" });
  const first = seal(document);

  expect(compareRegistries(first, seal(document, first))).toEqual({});
});

test("a secret that comes back as set keeps what is stored; another clear one replaces it", () => {
  const first = seal(incoming({ hj212Password: "123456" }));

  expect(seal(incoming({ hj212Password: { set: true } }), first)).toEqual(first);
  expect(compareRegistries(first, seal(incoming({ hj212Password: "654321" }), first))).toEqual({
    devices: { added: [], changed: [MN], removed: [] },
  });
});

test("set without a stored secret is a problem at its pointer", () => {
  expect(sealRegistry(incoming({ mqttSecret: { set: true } }), undefined, BOX)).toMatchObject({
    ok: false,
    error: [{ pointer: "/devices/0/mqttSecret", code: "no-stored-secret" }],
  });
});

test("a sealed secret that was changed is not opened", () => {
  const { stored } = BOX.seal("123456");

  expect(() => BOX.unseal({ set: true, stored: `${stored.slice(0, -2)}AA` })).toThrow();
});

test("the order in which a document writes its fields is no difference", () => {
  const one = { ...seal(incoming({})), people: [{ id: "p1", name: "演示甲" }] };
  const other = { ...seal(incoming({})), people: [{ name: "演示甲", id: "p1" }] };

  expect(compareRegistries(one, other)).toEqual({});
  expect(compareRegistries(undefined, one)).toMatchObject({ people: { added: ["p1"] } });
});

test("an SM4 key is sealed so that it can be read back, stays when it comes back as set, and is 16 bytes however it was written", () => {
  const hex = "0123456789abcdeffedcba9876543210";
  const first = seal(incoming({ sm4Key: hex }));
  const [device] = first.devices;
  const keyOf = createSm4KeyOpener(BOX);

  expect(JSON.stringify(first)).not.toContain(hex);
  expect(seal(incoming({ sm4Key: { set: true } }), first)).toEqual(first);
  expect(device?.sm4Key && keyOf(device.sm4Key)).toEqual(Uint8Array.from(Buffer.from(hex, "hex")));
  expect(sm4KeyBytes("SimKey0123456789")).toEqual(new TextEncoder().encode("SimKey0123456789"));
  expect(sm4KeyBytes("SimKey012345678")).toBeUndefined();
  expect(sealRegistry(incoming({ sm4Key: { set: true } }), undefined, BOX)).toMatchObject({
    ok: false,
    error: [{ pointer: "/devices/0/sm4Key", code: "no-stored-secret" }],
  });
});

test("a key that another installation sealed is no key, and stops nobody", () => {
  expect(createSm4KeyOpener(BOX)(new SecretBox(Buffer.alloc(32, 8)).seal("SimKey0123456789"))).toBeUndefined();
});
