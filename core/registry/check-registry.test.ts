import { expect, test } from "vitest";
import type { BeijingDate } from "../time.ts";
import { checkRegistry } from "./check-registry.ts";
import type { CheckableRegistry } from "./check-registry-rows.ts";
import type { Limit } from "./limit.ts";

const NAME = "环境保护监管片区";

function limit(change: Partial<Limit> = {}): Limit {
  return {
    id: "l1",
    outlet: "e1-DA001",
    pollutant: "a21026",
    basis: "hour-mean",
    comparator: "<=",
    value: 100,
    unit: "mg/m3",
    validFrom: "2025-01-01" as BeijingDate,
    validTo: null,
    source: "permit",
    confidence: "C",
    ...change,
  };
}

function registry(change: Partial<CheckableRegistry> = {}): CheckableRegistry {
  return {
    schema: "outfall/registry/1",
    cells: [
      { id: "g1", level: 1, parent: null, kind: "district", division: "410199", name: `演示区${NAME}` },
      { id: "g2", level: 2, parent: "g1", kind: "street", name: `甲街道${NAME}`, staffCount: 1 },
      { id: "g3", level: 3, parent: "g2", kind: "community", name: `甲一社区${NAME}` },
      { id: "g4", level: 4, parent: "g3", kind: "enterprise", enterprise: "e1", name: `演示水泥厂${NAME}`, staffCount: 2 },
    ],
    units: [],
    people: [
      { id: "p1", name: "演示甲" },
      { id: "p2", name: "演示乙" },
    ],
    assignments: [
      ...["g1", "g2", "g3", "g4"].map((cell) => ({ cell, person: "p1", role: "first-responsible" as const })),
      { cell: "g2", person: "p1", role: "direct-responsible" },
      { cell: "g2", person: "p2", role: "direct-responsible", deputyFor: "p1" },
    ],
    enterprises: [{ id: "e1", name: "演示水泥厂", uscc: "91410102000000019H", permit: "91410102000000019H001P" }],
    emissionUnits: [],
    treatmentUnits: [],
    outlets: [{ id: "e1-DA001", enterprise: "e1", code: "DA001", name: "窑尾", kind: "stack" }],
    devices: [{ mn: "SIM410102000000000000001" }],
    channels: [{ outlet: "e1-DA001", device: "SIM410102000000000000001", factor: "a21026", pollutant: "a21026", unit: "mg/m3" }],
    limits: [limit()],
    ...change,
  };
}

const problems = (change: Partial<CheckableRegistry>) => checkRegistry(registry(change)).problems.map((p) => [p.pointer, p.code]);
const warnings = (change: Partial<CheckableRegistry>) => checkRegistry(registry(change)).warnings.map((p) => [p.pointer, p.code]);

test("a complete registry has neither problems nor warnings", () => {
  expect(checkRegistry(registry())).toEqual({ problems: [], warnings: [] });
});

test("an id that stands twice is refused where it stands the second time", () => {
  expect(problems({ limits: [limit(), limit()] })).toEqual([["/limits/1/id", "duplicate-id"]]);
});

test("a community stands under a street and an enterprise under a community or a street", () => {
  const cells = registry().cells;

  expect(problems({ cells: cells.map((c) => (c.id === "g4" ? { ...c, parent: "g2" } : c)) })).toEqual([]);
  expect(problems({ cells: cells.map((c) => (c.id === "g3" ? { ...c, parent: "g1" } : c)) })).toEqual([
    ["/cells/2/parent", "level-out-of-step"],
  ]);
  expect(problems({ cells: cells.map((c) => (c.id === "g3" ? { ...c, parent: "gone" } : c)) })).toEqual([
    ["/cells/2/parent", "unknown-cell"],
  ]);
});

test("a division has one first-level cell", () => {
  const second = { id: "g1b", level: 1, parent: null, kind: "district", division: "410199", name: `又一区${NAME}` } as const;

  expect(problems({ cells: [...registry().cells, second] })).toEqual([["/cells/4/division", "second-district"]]);
  expect(problems({ cells: [...registry().cells, { ...second, division: "410198" }] })).toEqual([]);
});

test.each(["d20105", "d30406", "p99101"])(
  "a channel of the unconfirmed factor %s of 2025 is a warning, not an error",
  (factor) => {
    const [channel] = registry().channels;
    if (channel === undefined) throw new Error("fixture");
    const { problems: found, warnings } = checkRegistry(
      registry({ channels: [channel, { ...channel, factor, pollutant: factor }] }),
    );

    expect(found).toEqual([]);
    expect(warnings.map(({ pointer, code }) => [pointer, code])).toEqual([["/channels/1/factor", "unconfirmed-factor"]]);
  },
);

test("a second mapping of what a device says is refused, also when one of the two names no ST", () => {
  const [channel] = registry().channels;
  if (channel === undefined) throw new Error("fixture");

  expect(problems({ channels: [channel, { ...channel, st: "31" }] })).toEqual([["/channels/1", "duplicate-channel"]]);
  expect(
    problems({
      channels: [
        { ...channel, st: "21" },
        { ...channel, st: "31" },
      ],
    }),
  ).toEqual([]);
  expect(
    problems({
      channels: [
        { ...channel, validTo: "2026-01-01" as BeijingDate },
        { ...channel, validFrom: "2026-01-01" as BeijingDate },
      ],
    }),
  ).toEqual([]);
});

test.each([
  [{ source: " " }, "/limits/0/source", "limit-without-source"],
  [{ comparator: "range" }, "/limits/0/min", "limit-without-value"],
  [{ comparator: "range", min: 9, max: 6 }, "/limits/0/min", "min-above-max"],
  [{ converted: true }, "/limits/0/oxygenReference", "oxygen-reference"],
  [{ converted: true, oxygenReference: 21 }, "/limits/0/oxygenReference", "oxygen-reference"],
  [{ validTo: "2025-01-01" as BeijingDate }, "/limits/0/validTo", "valid-from-after-valid-to"],
  [{ unit: "mg/L" }, "/limits/0/unit", "unit-differs"],
  [{ outlet: "gone" }, "/limits/0/outlet", "unknown-outlet"],
] as const)("a limit with %j is refused", (change, pointer, code) => {
  expect(problems({ limits: [limit(change as Partial<Limit>)] })).toEqual([[pointer, code]]);
});

test.each(["mg/Nm3", "mg/m³", " MG/M3"])("a limit in %s is in the unit of a channel in mg/m3", (unit) => {
  expect(problems({ limits: [limit({ unit })] })).toEqual([]);
});

const warned = (change: Partial<CheckableRegistry>) =>
  checkRegistry(registry(change))
    .warnings.filter(({ pointer }) => pointer.startsWith("/limits/"))
    .map(({ pointer, code, facts }) => [pointer, code, facts]);

test.each([
  ["boundary-hour-mean", "stack", true],
  ["boundary-difference", "effluent", true],
  ["hour-mean", "boundary", true],
  ["hour-mean", "stack", false],
  ["boundary-hour-mean", "boundary", false],
  ["day-mean", "boundary", false],
] as const)("a limit of %s at an outlet of kind %s is told as one that never judges: %s", (basis, kind, isTold) => {
  const outlets = registry().outlets.map((outlet) => ({ ...outlet, kind }));
  const told = [["/limits/0/basis", "limit-of-another-place", { basis, kind }]];

  expect(warned({ outlets, limits: [limit({ basis })] })).toEqual(isTold ? told : []);
});

test("an hour limit at a waste incinerator is told: its furnaces are judged by their days", () => {
  const enterprises = registry().enterprises.map((enterprise) => ({ ...enterprise, industry: "waste-incineration" }));
  const told = [["/limits/0/basis", "hour-limit-at-incinerator", { outlet: "e1-DA001" }]];
  const unit = { id: "u1", enterprise: "e1", code: "MF0001", kind: "incinerator", outlets: ["e1-DA001"] };

  expect(warned({ enterprises, limits: [limit()] })).toEqual(told);
  expect(warned({ emissionUnits: [unit], limits: [limit()] })).toEqual(told);
  expect(warned({ enterprises, limits: [limit({ basis: "day-mean" })] })).toEqual([]);
});

test("a limit without its value is refused", () => {
  const { value: _value, ...rest } = limit();

  expect(problems({ limits: [rest] })).toEqual([["/limits/0/value", "limit-without-value"]]);
});

test("a deputy stands in only for somebody who is direct-responsible in the same cell", () => {
  const assignments = registry().assignments;

  expect(problems({ assignments: [...assignments, { cell: "g3", person: "p2", role: "officer", deputyFor: "p1" }] })).toEqual([
    ["/assignments/6/deputyFor", "deputy-not-asked"],
  ]);
  expect(
    problems({ assignments: [...assignments, { cell: "g3", person: "p2", role: "direct-responsible", deputyFor: "p1" }] }),
  ).toEqual([["/assignments/6/deputyFor", "deputy-for-nobody"]]);
});

test("a wrong check character of a credit code or a permit is refused", () => {
  expect(
    problems({ enterprises: [{ id: "e1", name: "演示水泥厂", uscc: "914101020000000190", permit: "914101020000000190001P" }] }),
  ).toEqual([
    ["/enterprises/0/uscc", "wrong-uscc"],
    ["/enterprises/0/permit", "wrong-permit"],
  ]);
});

test("missing people, staff and names are warnings and not problems", () => {
  const cells = registry().cells.map((c) => (c.id === "g2" ? { ...c, name: "甲街道", staffCount: 0 } : c));
  const assignments = registry().assignments.filter((a) => a.deputyFor === undefined && a.cell !== "g4");

  expect(problems({ cells, assignments })).toEqual([]);
  expect(warnings({ cells, assignments })).toEqual([
    ["/cells/1/name", "cell-name-form"],
    ["/cells/1/staffCount", "staff-below-minimum"],
    ["/cells/1", "no-deputy"],
    ["/cells/3", "no-first-responsible"],
  ]);
});

test("an enterprise without a fourth-level cell is a warning", () => {
  const cells = registry().cells.filter((c) => c.level < 4);
  const assignments = registry().assignments.filter((a) => a.cell !== "g4");

  expect(warnings({ cells, assignments })).toEqual([["/enterprises/0", "enterprise-without-cell"]]);
});

const GRID = registry().cells;
const changedCell = (id: string, change: object) => ({ cells: GRID.map((c) => (c.id === id ? { ...c, ...change } : c)) });
const anotherPlant = { ...GRID[3], id: "g4b" } as CheckableRegistry["cells"][number];

test.each([
  ["a first-level cell has no parent", changedCell("g1", { parent: "g2" }), "/cells/0/parent", "level-out-of-step"],
  ["every other cell has one", changedCell("g2", { parent: null }), "/cells/1/parent", "level-out-of-step"],
  [
    "a fourth-level cell names an enterprise that exists",
    changedCell("g4", { enterprise: "e9" }),
    "/cells/3/enterprise",
    "unknown-enterprise",
  ],
  ["an enterprise has one cell", { cells: [...GRID, anotherPlant] }, "/cells/4/enterprise", "second-enterprise-cell"],
  [
    "a cell is in force before it ends",
    changedCell("g2", { validFrom: "2026-01-02", validTo: "2026-01-02" }),
    "/cells/1/validTo",
    "valid-from-after-valid-to",
  ],
] as const)("%s", (_rule, change, pointer, code) => {
  expect(problems(change as Partial<CheckableRegistry>)).toEqual([[pointer, code]]);
});

test("districts that name no division are told apart by none", () => {
  const [district, ...below] = GRID.map(({ division: _division, ...cell }) => cell);
  if (district === undefined) throw new Error("fixture");

  expect(problems({ cells: [district, ...below] })).toEqual([]);
  expect(problems({ cells: [district, ...below, { ...district, id: "g1b" }] })).toEqual([
    ["/cells/4/division", "second-district"],
  ]);
});

test("a cell may follow another of its enterprise, from the day on which that ends", () => {
  const day = "2026-01-01" as BeijingDate;
  const cells = GRID.map((c) => (c.id === "g4" ? { ...c, validFrom: "2025-01-01" as BeijingDate, validTo: day } : c));

  expect(problems({ cells: [...cells, { ...anotherPlant, validFrom: day }] })).toEqual([]);
});

test("a fourth-level cell without its enterprise is a warning", () => {
  const cells = GRID.map((c) => {
    const { enterprise: _enterprise, ...rest } = c;
    return rest;
  });

  expect(warnings({ cells })).toEqual([
    ["/cells/3", "cell-without-enterprise"],
    ["/enterprises/0", "enterprise-without-cell"],
  ]);
});

test("an assignment names a cell and a person that exist", () => {
  const assignments = [...registry().assignments, { cell: "g9", person: "p9", role: "officer" as const }];

  expect(problems({ assignments })).toEqual([
    ["/assignments/6/cell", "unknown-cell"],
    ["/assignments/6/person", "unknown-person"],
  ]);
});

test("nobody is his own deputy", () => {
  const assignments = registry().assignments.map((a) => (a.deputyFor === undefined ? a : { ...a, person: "p1" }));

  expect(problems({ assignments })).toEqual([["/assignments/5/deputyFor", "deputy-for-nobody"]]);
});

test.each([
  [
    "outlets",
    [{ id: "e1-DA001", enterprise: "e9", code: "DA001", name: "窑尾", kind: "stack" }],
    "/outlets/0/enterprise",
    "unknown-enterprise",
  ],
  [
    "emissionUnits",
    [{ id: "u1", enterprise: "e1", code: "MF0001", outlets: ["e1-DA001", "gone"] }],
    "/emissionUnits/0/outlets/1",
    "unknown-outlet",
  ],
  [
    "treatmentUnits",
    [{ id: "t1", enterprise: "e1", code: "TA001", serves: ["gone"] }],
    "/treatmentUnits/0/serves/0",
    "unknown-emission-unit",
  ],
  ["devices", [{ mn: "SIM410102000000000000001", bridgeFor: ["SIM9"] }], "/devices/0/bridgeFor/0", "unknown-device"],
] as const)("a reference of %s to what is not registered is refused", (table, rows, pointer, code) => {
  expect(problems({ [table]: rows } as Partial<CheckableRegistry>)).toEqual([[pointer, code]]);
});

test("facilities that name no outlets and serve nothing, or only what exists, are right", () => {
  const emissionUnits = [
    { id: "u1", enterprise: "e1", code: "MF0001" },
    { id: "u2", enterprise: "e1", code: "MF0002", outlets: ["e1-DA001"] },
  ];
  const treatmentUnits = [
    { id: "t1", enterprise: "e1", code: "TA001" },
    { id: "t2", enterprise: "e1", code: "TA002", serves: ["u2"] },
  ];

  expect(problems({ emissionUnits, treatmentUnits })).toEqual([]);
});

test("a code that has not the form of its kind of outlet is a warning; other kinds have no form", () => {
  const [outlet] = registry().outlets;
  if (outlet === undefined) throw new Error("fixture");

  expect(warnings({ outlets: [{ ...outlet, code: "DW001" }] })).toEqual([["/outlets/0/code", "outlet-code-form"]]);
  expect(warnings({ outlets: [{ ...outlet, code: "1号", kind: "vent" }] })).toEqual([]);
});

test("the range of a channel begins below its end", () => {
  const channels = (min: number, max: number) => registry().channels.map((c) => ({ ...c, range: { min, max } }));

  expect(problems({ channels: channels(500, 0) })).toEqual([["/channels/0/range", "min-above-max"]]);
  expect(problems({ channels: channels(0, 500) })).toEqual([]);
});

test("a limit that is a range has both ends", () => {
  expect(problems({ limits: [limit({ comparator: "range", min: 6 })] })).toEqual([["/limits/0/max", "limit-without-value"]]);
  expect(problems({ limits: [limit({ comparator: "range", min: 6, max: 9 })] })).toEqual([]);
});

test("a limit of what nothing measures is a warning", () => {
  expect(warnings({ limits: [limit({ pollutant: "a34013" })] })).toEqual([["/limits/0", "limit-without-channel"]]);
});

test("a logger is given to one device only", () => {
  const devices = [
    { mn: "SIM1", loggerId: "LG1" },
    { mn: "SIM2" },
    { mn: "SIM3", loggerId: "LG2" },
    { mn: "SIM4", loggerId: "LG1" },
  ];
  const rows = [...registry().devices, ...devices];
  const { problems: found } = checkRegistry(registry({ devices: rows }));

  expect(found.map(({ pointer, code }) => [pointer, code])).toEqual([[`/devices/${rows.length - 1}/loggerId`, "duplicate-id"]]);
});

test("a limit that is compared rounded says to how many decimals, and the law of an outlet begins before it ends", () => {
  const law = { sector: "boiler", validFrom: "2026-03-01" as BeijingDate, validTo: "2026-01-01" as BeijingDate };
  const [outlet] = registry().outlets;

  expect(problems({ limits: [limit({ compare: "rounded" })] })).toEqual([["/limits/0/decimals", "rounding-without-decimals"]]);
  expect(problems({ limits: [limit({ compare: "rounded", decimals: 0 })] })).toEqual([]);
  expect(problems({ outlets: outlet === undefined ? [] : [{ ...outlet, law }] })).toEqual([
    ["/outlets/0/law/validTo", "valid-from-after-valid-to"],
  ]);
});
