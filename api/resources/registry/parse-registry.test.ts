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

const cell = { id: "c", level: 1, parent: null, kind: "district", name: "区" };
const ring = [
  [113.1, 34.1],
  [113.2, 34.1],
  [113.2, 34.2],
  [113.1, 34.1],
];
const inCell = (type: string, coordinates: unknown) => ({ ...empty, cells: [{ ...cell, region: { type, coordinates } }] });
const outlet = { id: "o", enterprise: "e1", code: "DA001", name: "窑尾", kind: "stack" };

test.each([
  [{ ...empty, outlets: [{ ...outlet, name: "窑\u0000尾" }] }, ["/outlets/0/name unwritable-text"]],
  [{ ...empty, outlets: [{ ...outlet, name: "窑\ud800" }] }, ["/outlets/0/name unwritable-text"]],
  [{ ...empty, outlets: [{ ...outlet, name: " \t\u3000" }] }, ["/outlets/0/name only-blanks"]],
  [{ ...empty, outlets: [{ ...outlet, id: ".." }] }, ["/outlets/0/id reserved-id"]],
  [{ ...empty, outlets: [{ ...outlet, id: "." }] }, ["/outlets/0/id reserved-id"]],
  [{ ...empty, people: [{ id: "constructor", name: "演示甲" }] }, ["/people/0/id reserved-id"]],
  [{ ...empty, people: [{ id: "__proto__", name: "演示甲" }] }, ["/people/0/id reserved-id"]],
  [{ ...empty, devices: [{ mn: "unknown" }] }, ["/devices/0/mn reserved-id"]],
  [
    inCell("Polygon", [
      [
        [12_650_000, 4_120_000],
        [12_660_000, 4_120_000],
        [12_660_000, 4_130_000],
      ],
    ]),
    [
      ...[0, 1, 2].flatMap((i) => [0, 1].map((j) => `/cells/0/region/coordinates/0/${i}/${j} out-of-range`)),
      "/cells/0/region/coordinates/0 out-of-range",
      "/cells/0/region/coordinates/0 ring-not-closed",
    ],
  ],
  [inCell("Polygon", [[...ring.slice(0, 3), [113.1, 34.3]]]), ["/cells/0/region/coordinates/0 ring-not-closed"]],
  [inCell("Point", [113.1, 34.1]), ["/cells/0/region/type wrong-type"]],
] as const)("%j is refused: text and places that nothing can be done with", (document, problems) => {
  expect(problemsOf(document)).toEqual(problems);
});

test("a region is a polygon or several, in degrees, each ring closed", () => {
  expect(problemsOf(inCell("Polygon", [ring]))).toEqual([]);
  expect(problemsOf(inCell("MultiPolygon", [[ring], [ring, ring]]))).toEqual([]);
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
