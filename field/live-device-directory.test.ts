import { expect, test } from "vitest";
import type { IncomingRegistry } from "../core/registry/incoming-registry.ts";
import { EMPTY_REGISTRY, type Registry } from "../core/registry/registry.ts";
import type { RegistryVersions } from "../core/registry/registry-timeline.ts";
import { sealRegistry } from "../core/registry/seal-registry.ts";
import { instant } from "../core/time.ts";
import { MemoryRecords } from "../storage/memory/memory-records.ts";
import { SecretBox } from "../storage/secrets/secret-box.ts";
import { aBatch } from "../tests/support/records-facts.ts";
import { LiveDeviceDirectory } from "./live-device-directory.ts";

const BOX = new SecretBox(Buffer.alloc(32, 7));
const [MN, OTHER, BRIDGE] = ["SIM1", "SIM2", "BRIDGE"] as const;
const KEY = "0123456789abcdeffedcba9876543210";

function sealed(devices: IncomingRegistry["devices"], before?: Registry): Registry {
  const result = sealRegistry({ ...EMPTY_REGISTRY, devices }, before, BOX);
  if (!result.ok) throw new Error("the devices cannot be sealed");
  return result.value;
}

/** Records in which a test puts one registry version after the other. */
function versions() {
  const records = new MemoryRecords();
  let seq = 0;
  let registry: Registry | undefined;
  return {
    records,
    async put(devices: IncomingRegistry["devices"]): Promise<void> {
      seq += 1;
      registry = sealed(devices, registry);
      await records.commit(aBatch(seq, { registries: [{ seq, at: instant(seq), registry }] }));
    },
  };
}

test("a device is known by what its row says, and its secrets are compared, not kept in clear", async () => {
  const { records, put } = versions();
  await put([{ mn: MN, hj212Password: "123456", mqttSecret: "a-long-device-secret", sm4Key: KEY }]);
  const directory = new LiveDeviceDirectory(records, BOX);
  await directory.refresh();
  const known = directory.find(MN);

  expect(known?.device.mn).toBe(MN);
  expect(["123456", "123456", "654321"].map((pw) => known?.acceptsHj212Password(pw))).toEqual([true, true, false]);
  expect(["a-long-device-secret", "another"].map((secret) => known?.acceptsMqttSecret(secret))).toEqual([true, false]);
  expect(known?.hj212Password?.()).toBe("123456");
  expect(known?.sm4Key?.()).toEqual(Uint8Array.from(Buffer.from(KEY, "hex")));
});

test("a device without secrets is known and accepts none", async () => {
  const { records, put } = versions();
  await put([{ mn: MN }]);
  const directory = new LiveDeviceDirectory(records, BOX);
  await directory.refresh();
  const known = directory.find(MN);

  expect([known?.acceptsHj212Password(""), known?.acceptsMqttSecret("")]).toEqual([false, false]);
  expect([known?.hj212Password?.(), known?.sm4Key?.()]).toEqual([undefined, undefined]);
  expect(directory.find(OTHER)).toBeUndefined();
});

test("a device may use its own topics and those it bridges for, and no topics of a device that is not registered", async () => {
  const { records, put } = versions();
  await put([{ mn: MN }, { mn: OTHER }, { mn: BRIDGE, bridgeFor: [MN, "GONE"] }]);
  const directory = new LiveDeviceDirectory(records, BOX);
  await directory.refresh();
  const pairs = [
    [MN, MN],
    [MN, OTHER],
    [BRIDGE, MN],
    [BRIDGE, OTHER],
    [BRIDGE, "GONE"],
    ["GONE", "GONE"],
    ["GONE", MN],
  ] as const;

  expect(pairs.map(([device, mn]) => directory.mayUse(device, mn))).toEqual([true, false, true, false, false, false, false]);
});

test("a new version takes the place of the old one as a whole, and before the first there are no devices", async () => {
  const { records, put } = versions();
  const directory = new LiveDeviceDirectory(records, BOX);
  await directory.refresh();
  expect([directory.seq, directory.find(MN)]).toEqual([0, undefined]);

  await put([{ mn: MN }]);
  await Promise.all([directory.refresh(), directory.refresh()]);
  expect([directory.seq, directory.find(MN)?.device.mn]).toEqual([1, MN]);

  await put([{ mn: OTHER }]);
  await directory.refresh();
  expect([directory.seq, directory.find(MN), directory.find(OTHER)?.device.mn]).toEqual([2, undefined, OTHER]);
});

// Behaviour
test("a secret that was sealed with another key refuses its device, and throws in nobody's socket", async () => {
  const { records, put } = versions();
  await put([{ mn: MN, hj212Password: "123456", mqttSecret: "a-long-device-secret", sm4Key: KEY }]);
  const directory = new LiveDeviceDirectory(records, new SecretBox(Buffer.alloc(32, 8)));
  await directory.refresh();
  const known = directory.find(MN);

  expect([known?.acceptsHj212Password("123456"), known?.acceptsMqttSecret("a-long-device-secret")]).toEqual([false, false]);
  expect([known?.hj212Password?.(), known?.sm4Key?.()]).toEqual([undefined, undefined]);
});

test("a logger without an MN is found by its own id, and only where a row names it", async () => {
  const { records, put } = versions();
  await put([{ mn: MN, loggerId: "LOGGER-1" }, { mn: OTHER }]);
  const directory = new LiveDeviceDirectory(records, BOX);
  await directory.refresh();

  expect(directory.count).toBe(2);
  expect(directory.findLogger("LOGGER-1")?.device.mn).toBe(MN);
  expect(directory.findLogger("LOGGER-2")).toBeUndefined();
});

test("a device whose row stayed as it was is the same one after a new version, and one whose row changed is not", async () => {
  const { records, put } = versions();
  const directory = new LiveDeviceDirectory(records, BOX);
  await put([{ mn: MN }, { mn: OTHER }]);
  await directory.refresh();
  const before = [directory.find(MN), directory.find(OTHER)];

  await put([{ mn: MN }, { mn: OTHER, loggerId: "LOGGER-2" }]);
  await directory.refresh();

  expect(directory.find(MN)).toBe(before[0]);
  expect(directory.find(OTHER)).not.toBe(before[1]);
});

test("a new key is read once, as text and as bytes, and by nobody who cannot open it", async () => {
  const { records, put } = versions();
  await put([{ mn: MN, sm4Key: KEY, sm4KeyNew: "NewKey0123456789" }]);
  const [ours, foreign] = [BOX, new SecretBox(Buffer.alloc(32, 8))].map((box) => new LiveDeviceDirectory(records, box));
  await ours?.refresh();
  await foreign?.refresh();
  const known = ours?.find(MN);
  const read = known?.newSm4Key?.();

  expect(read).toMatchObject({ stored: known?.device.sm4KeyNew?.stored, text: "NewKey0123456789" });
  expect(Buffer.from(read?.bytes ?? []).toString()).toBe("NewKey0123456789");
  expect(known?.newSm4Key?.()).toBe(read);
  expect(foreign?.find(MN)?.newSm4Key?.()).toBeUndefined();
});

test("a version that could not be read is read at the next occasion, and who waits for versions hears of it once", async () => {
  const { records, put } = versions();
  await put([{ mn: MN }]);
  let isBusy = true;
  const loaded: number[] = [];
  const source: RegistryVersions = {
    registrySeq: async (upTo) => {
      if (isBusy) throw new Error("the records are busy");
      return records.registrySeq(upTo);
    },
    registryAt: (seq) => records.registryAt(seq),
    registrySteps: (after) => records.registrySteps(after),
  };
  const directory = new LiveDeviceDirectory(source, BOX, ({ seq }) => loaded.push(seq));
  await expect(directory.refresh()).rejects.toThrow("the records are busy");
  isBusy = false;

  await directory.refresh();
  await directory.refresh();

  expect([directory.seq, directory.find(MN)?.device.mn, loaded]).toEqual([1, MN, [1]]);
});
