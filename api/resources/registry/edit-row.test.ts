import { expect, test } from "vitest";
import { compareRegistries } from "../../../core/registry/compare-registries.ts";
import type { Registry } from "../../../core/registry/registry.ts";
import { stepBetween } from "../../../core/registry/registry-edit.ts";
import { sealRegistry } from "../../../core/registry/seal-registry.ts";
import { SecretBox } from "../../../storage/secrets/secret-box.ts";
import { twoPlants } from "../../../tests/support/api-fixture.ts";
import { problemsOfRow, type RowPlace, withoutRow, withRow } from "./edit-row.ts";
import { registryToWire } from "./wire.ts";

const box = new SecretBox(Buffer.alloc(32, 7));
const BEFORE: Registry = {
  ...twoPlants(),
  devices: [
    { mn: "SIM1", mqttSecret: box.hash("a-long-device-secret"), hj212Password: box.seal("123456") },
    { mn: "SIM2" },
    { mn: "SIM3", mqttSecret: box.hash("another-device-secret") },
  ],
};

/** The registry that an edit of one row makes. */
function edited(place: RowPlace, patch: Readonly<Record<string, unknown>>): Registry {
  const made = withRow(registryToWire(BEFORE), place, patch);
  if (!made.ok) throw new Error(JSON.stringify(made.error));
  const sealed = sealRegistry(made.value.document, BEFORE, box);
  if (!sealed.ok) throw new Error(JSON.stringify(sealed.error));
  return sealed.value;
}

// Behaviour
test("an edit of a row reads that row alone: every other one is the same object, and the step names one row", () => {
  const after = edited({ table: "outlets", id: "e1-DA001" }, { name: "窑头" });

  for (const table of ["cells", "channels", "limits", "enterprises", "people"] as const) {
    expect(after[table], table).toBe(BEFORE[table]);
  }
  const touched = after.outlets.filter((row, i) => row !== BEFORE.outlets[i]);
  expect(touched).toMatchObject([{ id: "e1-DA001", name: "窑头" }]);
  expect(after.devices.every((device, i) => device === BEFORE.devices[i])).toBe(true);
  expect(compareRegistries(BEFORE, after)).toEqual({ outlets: { added: [], changed: ["e1-DA001"], removed: [] } });
  expect(stepBetween(BEFORE, after)).toEqual({ edit: { outlets: { put: touched, removed: [] } } });
});

test("an edit of a device keeps its secrets, and those of the others", () => {
  const after = edited({ table: "devices", id: "SIM1" }, { edition: "2025" });

  expect(after.devices).toEqual([{ ...BEFORE.devices[0], edition: "2025" }, BEFORE.devices[1], BEFORE.devices[2]]);
  expect(after.devices.slice(1).every((device, i) => device === BEFORE.devices[i + 1])).toBe(true);
});

test("a row that leaves takes no other with it, and what is wrong with a row is pointed at in the row", () => {
  const wire = registryToWire(BEFORE);

  expect(withoutRow(wire, { table: "limits", id: "e2-so2" })?.outlets).toBe(BEFORE.outlets);
  expect(withRow(wire, { table: "outlets", id: "e1-DA001" }, { kind: "chimney", validFrom: "2026-02-30" })).toMatchObject({
    ok: false,
    error: [{ pointer: "/kind" }],
  });
  expect(withRow(wire, { table: "outlets", id: "e1-DA001" }, { validFrom: "2026-02-30" })).toEqual({
    ok: false,
    error: [{ pointer: "/validFrom", code: "not-a-date", facts: {} }],
  });
});

test("a row more than a table may have is refused as in a document", () => {
  const city = { name: "市级平台", host: "192.0.2.1", port: 9212, edition: "2017" as const };
  const upstreams = Array.from({ length: 100 }, (_, n) => ({ id: `u${n}`, ...city }));
  const full = registryToWire({ ...BEFORE, upstreams });

  expect(withRow(full, { table: "upstreams", id: "u99" }, { port: 9213 }).ok).toBe(true);
  expect(withRow(full, { table: "upstreams", id: "u100" }, city)).toMatchObject({
    ok: false,
    error: [{ pointer: "/upstreams" }],
  });
});

test("a table that the document does not have yet begins with its first row", () => {
  const city = { name: "市级平台", host: "192.0.2.1", port: 9212, edition: "2017" as const };

  expect(withRow(registryToWire(BEFORE), { table: "upstreams", id: "u1" }, city)).toMatchObject({
    ok: true,
    value: { document: { upstreams: [{ id: "u1", name: "市级平台" }] } },
  });
});

test("a problem outside the row keeps its place in the document", () => {
  const at = (pointer: string) => ({ pointer, code: "not-a-date", facts: {} }) as const;

  const problems = problemsOfRow(
    [at("/outlets/1/validFrom"), at("/outlets/10"), at("/cells/0")],
    { table: "outlets", id: "o" },
    1,
  );

  expect(problems.map(({ pointer }) => pointer)).toEqual(["/validFrom", "/outlets/10", "/cells/0"]);
});
