import { expect, test } from "vitest";
import { aGrid } from "../../tests/support/case-facts.ts";
import type { IncomingRegistry } from "./incoming-registry.ts";
import { prepareRegistry, type RegistryInForce } from "./prepare-registry.ts";
import type { Secrets } from "./secrets.ts";

const { registry } = aGrid();
const SECRETS: Secrets = {
  hash: (clear) => ({ set: true, stored: `hash of ${clear}` }),
  seal: (clear) => ({ set: true, stored: `seal of ${clear}` }),
  matches: () => false,
  unseal: () => "",
};
const FIRST: RegistryInForce = { newest: undefined, expected: undefined };
const prepare = (document: IncomingRegistry, inForce: RegistryInForce = FIRST) => prepareRegistry(document, inForce, SECRETS);

test("the first document is new and follows version 0", () => {
  expect(prepare(registry)).toMatchObject({ ok: true, value: { version: 0, isNew: true } });
  expect(prepare(registry, { newest: undefined, expected: 0 })).toMatchObject({ ok: true });
});

test("a document that says what is in force already is not new", () => {
  expect(prepare(registry, { newest: { seq: 7, registry }, expected: 7 })).toMatchObject({
    ok: true,
    value: { version: 7, changed: {}, isNew: false },
  });
});

test("a document that changes a row is new and says what it changes", () => {
  const people = registry.people.slice(1);

  expect(prepare({ ...registry, people }, { newest: { seq: 7, registry }, expected: undefined })).toMatchObject({
    ok: true,
    value: { version: 7, changed: { people: { removed: ["p1"] } }, isNew: true },
  });
});

test.each([
  ["has seen none", 0],
  ["has seen an older one", 6],
])("a sender who %s is told the version in force instead", (_who, expected) => {
  expect(prepare(registry, { newest: { seq: 7, registry }, expected })).toEqual({
    ok: false,
    error: { code: "precondition-failed", version: 7 },
  });
});

test("one wrong row refuses the whole document", () => {
  const people = [...registry.people, { id: "p1", name: "演示丁" }];

  expect(prepare({ ...registry, people })).toEqual({
    ok: false,
    error: {
      code: "registry-invalid",
      problems: [{ pointer: "/people/3/id", code: "duplicate-id", facts: { id: "p1", table: "people" } }],
    },
  });
});

test("a mark for a secret that is not stored refuses the whole document", () => {
  const devices = [{ mn: "SIM1", hj212Password: { set: true } }] as const;

  expect(prepare({ ...registry, devices })).toMatchObject({
    ok: false,
    error: { code: "registry-invalid", problems: [{ pointer: "/devices/0/hj212Password", code: "no-stored-secret" }] },
  });
});

test("a document keeps the law and its confirmations of the version before, a first one gets the law of the build", () => {
  const [law, lawConfirmations] = [[], []] as const;
  const newest = { seq: 7, registry: { ...registry, law, lawConfirmations } };

  expect(prepare(registry, { newest, expected: undefined })).toMatchObject({ value: { registry: { law, lawConfirmations } } });
  expect(prepare(registry, { ...FIRST, firstLaw: law })).toMatchObject({ value: { registry: { law } } });
  expect(prepare(registry)).not.toHaveProperty("value.registry.law");
});
