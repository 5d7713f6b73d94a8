import { expect, test } from "vitest";
import { MN } from "../../../tests/support/api-fixture.ts";
import { parseRegistryDocument } from "./parse-registry.ts";

const empty = { schema: "outfall/registry/1" };
const limit = {
  id: "l1",
  outlet: "e1-DA001",
  pollutant: "a21026",
  basis: "hour-mean",
  comparator: "<=",
  value: 100,
  unit: "mg/m3",
  validFrom: "2025-01-01",
  source: "permit",
  confidence: "C",
};

function problemsOf(document: unknown) {
  const parsed = parseRegistryDocument(document);
  return parsed.ok ? [] : parsed.error.map((p) => `${p.pointer} ${p.code}`);
}

test("tables that are left out are empty, the pollutant of a channel is its factor, a limit without validTo has no end", () => {
  const parsed = parseRegistryDocument({
    ...empty,
    channels: [{ outlet: "e1-DA001", device: MN, factor: "a21026", unit: "mg/m3" }],
    limits: [limit],
  });

  expect(parsed).toMatchObject({
    ok: true,
    value: { cells: [], channels: [{ pollutant: "a21026" }], limits: [{ validTo: null }] },
  });
});

test("what is not said stays unsaid, so that the same document is the same", () => {
  const device = { mn: MN, mqttSecret: "a-long-device-secret" };
  const parsed = parseRegistryDocument({ ...empty, devices: [device] });

  expect(parsed.ok && parsed.value.devices).toEqual([device]);
});

test("a secret is text, or a mark that what is stored stays", () => {
  expect(problemsOf({ ...empty, devices: [{ mn: MN, hj212Password: "123456", mqttSecret: { set: true } }] })).toEqual([]);
  expect(problemsOf({ ...empty, devices: [{ mn: MN, mqttSecret: { set: false } }] })).toEqual([
    "/devices/0/mqttSecret wrong-type",
  ]);
});

test.each([
  [null, [" wrong-type"]],
  [[], [" wrong-type"]],
  [{}, ["/schema required"]],
  [{ ...empty, schema: "outfall/registry/2" }, ["/schema not-allowed-value"]],
  [{ ...empty, cell: [] }, ["/cell unknown-field"]],
  [{ ...empty, devices: [{ mn: "SIM/1" }] }, ["/devices/0/mn wrong-format"]],
  [{ ...empty, people: [{ id: "x".repeat(65), name: "演示甲" }] }, ["/people/0/id wrong-format"]],
  [{ ...empty, limits: [{ ...limit, validFrom: "2025-02-30" }] }, ["/limits/0/validFrom not-a-date"]],
  [{ ...empty, limits: [{ ...limit, value: "100" }] }, ["/limits/0/value wrong-type"]],
  [
    {
      ...empty,
      outlets: [
        { id: "o", enterprise: "e1", code: "DA001", name: "窑尾", kind: "stack", location: { lon: 200, lat: 91, crs: "x" } },
      ],
    },
    ["/outlets/0/location/lon out-of-range", "/outlets/0/location/lat out-of-range"],
  ],
] as const)("%j is refused", (document, problems) => {
  expect(problemsOf(document)).toEqual(problems);
});

test("a wrong form hides no other problem, and what refers to the wrong row is no further one", () => {
  const document = {
    ...empty,
    enterprises: [{ id: "e1", name: "演示水泥厂", uscc: "91410102000000019A" }],
    outlets: [
      { id: "o1", enterprise: "e1", code: "DA001", name: "窑尾", kind: "chimney" },
      { id: "o2", enterprise: "e7", code: "DA002", name: "窑头", kind: "stack" },
    ],
    limits: [
      { ...limit, outlet: "o1", source: undefined },
      { ...limit, id: "l2", outlet: "o1", value: undefined },
      { ...limit, id: "l3", outlet: "o9" },
    ],
  };

  expect(problemsOf(document)).toEqual([
    "/outlets/0/kind not-allowed-value",
    "/limits/0/source required",
    "/enterprises/0/uscc wrong-uscc",
    "/outlets/1/enterprise unknown-enterprise",
    "/limits/1/value limit-without-value",
    "/limits/2/outlet unknown-outlet",
  ]);
});
