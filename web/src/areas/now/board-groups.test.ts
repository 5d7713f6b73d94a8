import { expect, test } from "vitest";
import type { BoardRowWire } from "../../../../api/resources/board/schema.ts";
import { groupsOf } from "./board-groups.ts";
import { enterpriseId, layoutOf, openRows, overlaps, placeOfRow, rowsIn, streetId } from "./board-layout.ts";
import { isFound, needsLook } from "./board-search.ts";

const HEIGHTS = { columns: 30, row: 10, group: 20 };

const row = (outlet: string, enterprise: string, street: string | null, state: BoardRowWire["state"] = "ok"): BoardRowWire =>
  ({
    outlet: {
      ...{ id: outlet, name: `排口 ${outlet}`, code: "DA001", enterprise, enterpriseName: `企业 ${enterprise}` },
      ...{ street, streetName: street === null ? null : `街道 ${street}` },
    },
    value: { pollutant: "a21026" },
    state,
  }) as BoardRowWire;

const ROWS = [
  row("o1", "e10", "s1", "exceeding"),
  row("o2", "e2", "s1"),
  row("o3", "e3", null, "offline"),
  row("o4", "e10", "s1"),
  row("o5", "e2", "s1", "warning"),
];

// Behaviour
test("groups stand by their gravest state and then by name, each with its counts; of the same state the unplaced come last", () => {
  const said = groupsOf(ROWS).map(({ name, counts, total, enterprises }) => ({
    ...{ name, counts, total },
    enterprises: enterprises.map((e) => [e.name, e.counts, e.rows.map(({ outlet }) => outlet.id)]),
  }));

  expect(said).toEqual([
    {
      name: "街道 s1",
      counts: { exceeding: 1, ok: 2, warning: 1 },
      total: 4,
      enterprises: [
        ["企业 e10", { exceeding: 1, ok: 1 }, ["o1", "o4"]],
        ["企业 e2", { ok: 1, warning: 1 }, ["o2", "o5"]],
      ],
    },
    { name: "", counts: { offline: 1 }, total: 1, enterprises: [["企业 e3", { offline: 1 }, ["o3"]]] },
  ]);
});

test.each([
  ["by name, the unplaced last", ["ok", "ok", "ok"], ["街道 s2", "街道 s10", ""]],
  ["by state before anything else", ["ok", "warning", "exceeding"], ["", "街道 s10", "街道 s2"]],
  ["silence before what is declared", ["exempt", "ok", "offline"], ["", "街道 s2", "街道 s10"]],
  ["what cannot be judged before silence", ["offline", "cannot-judge", "ok"], ["街道 s10", "街道 s2", ""]],
] as const)("streets stand %s", (_, [s2, s10, unplaced], names) => {
  const rows = [row("o1", "e1", null, unplaced), row("o2", "e2", "s10", s10), row("o3", "e3", "s2", s2)];

  expect(groupsOf(rows).map(({ name }) => name)).toEqual(names);
});

test("every line has its place without being drawn, below the names of the columns", () => {
  const layout = layoutOf(groupsOf(ROWS), new Set(), HEIGHTS);

  expect(layout).toMatchObject({ height: 30 + 2 * 20 + 3 * 20 + 5 * 10, lines: 10 });
  expect(layout.streets.map(({ top, bottom, line }) => [top, bottom, line])).toEqual([
    [30, 130, 0],
    [130, 180, 7],
  ]);
  expect(layout.streets[0]?.enterprises.map(({ top, bottom, line }) => [top, bottom, line])).toEqual([
    [50, 90, 1],
    [90, 130, 4],
  ]);
});

test("one enterprise needs no heads, and one street none of its own", () => {
  const heads = (rows: readonly BoardRowWire[]) =>
    layoutOf(groupsOf(rows), new Set(), HEIGHTS).streets.map((s) => [s.hasHead, ...s.enterprises.map((e) => e.hasHead)]);

  expect(heads([row("o1", "e1", "s1")])).toEqual([[false, false]]);
  expect(heads([row("o1", "e1", "s1"), row("o2", "e2", "s1")])).toEqual([[false, true, true]]);
  expect(heads([row("o1", "e1", "s1"), row("o2", "e2", "s2")])).toEqual([
    [true, true],
    [true, true],
  ]);
  expect(heads([])).toEqual([]);
});

test("a closed group keeps its head, and its rows are no place for the keys", () => {
  const groups = groupsOf(ROWS);
  const [street] = groups;
  const enterprise = street?.enterprises.find(({ key }) => key === "e2");
  if (street === undefined || enterprise === undefined) throw new Error("no groups");
  const inEnterprise = layoutOf(groups, new Set([enterpriseId(street, enterprise)]), HEIGHTS);
  const inStreet = layoutOf(groups, new Set([streetId(street)]), HEIGHTS);

  expect(openRows(inEnterprise).map(({ outlet }) => outlet.id)).toEqual(["o1", "o4", "o3"]);
  expect(openRows(inStreet).map(({ outlet }) => outlet.id)).toEqual(["o3"]);
  expect([inEnterprise.height, inStreet.height]).toEqual([160, 100]);
  expect(placeOfRow(inEnterprise, ({ outlet }) => outlet.id === "o2", HEIGHTS)).toBeUndefined();
  expect(placeOfRow(inEnterprise, ({ outlet }) => outlet.id === "o1", HEIGHTS)).toEqual({ top: 70, bottom: 80, covered: 70 });
  expect(placeOfRow(layoutOf(groupsOf([row("o1", "e1", "s1")]), new Set(), HEIGHTS), () => true, HEIGHTS)).toEqual({
    ...{ top: 30, bottom: 40, covered: 30 },
  });
  const closed = inEnterprise.streets[0]?.enterprises[1];
  if (closed === undefined) throw new Error("no enterprise");
  expect(rowsIn(closed, { top: 0, bottom: 1_000 }, HEIGHTS)).toEqual({ from: 0, to: 0 });
});

test.each([
  [
    { top: 0, bottom: 70 },
    { from: 0, to: 0 },
  ],
  [
    { top: 0, bottom: 71 },
    { from: 0, to: 1 },
  ],
  [
    { top: 79, bottom: 81 },
    { from: 0, to: 2 },
  ],
  [
    { top: 80, bottom: 500 },
    { from: 1, to: 2 },
  ],
  [
    { top: 400, bottom: 500 },
    { from: 33, to: 33 },
  ],
])("of rows between 70 and 90 px those are drawn that lie in %o", (seen, rows) => {
  const [street] = layoutOf(groupsOf(ROWS), new Set(), HEIGHTS).streets;
  const [enterprise] = street?.enterprises ?? [];
  if (enterprise === undefined) throw new Error("no enterprise");

  expect(rowsIn(enterprise, seen, HEIGHTS)).toEqual(rows);
  expect(overlaps(enterprise, { top: 90, bottom: 100 })).toBe(false);
  expect(overlaps(enterprise, { top: 89, bottom: 100 })).toBe(true);
});

test.each([
  ["", true],
  ["排口 O1", true],
  ["da001", true],
  ["企业 e10", true],
  ["街道 s1", true],
  ["so₂", true],
  ["二氧化硫", true],
  ["sulphur", true],
  ["nothing of that name", false],
])("a row is found by any of its names (%s: %s)", (text, found) => {
  expect(isFound(row("o1", "e10", "s1"), text)).toBe(found);
  expect(isFound(row("o1", "e10", null), text)).toBe(found && text !== "街道 s1");
});

test.each([
  ["ok", false],
  ["exempt", false],
  ["warning", true],
  ["offline", true],
] as const)("a row that is %s needs a look: %s", (state, needs) => {
  expect(needsLook(row("o1", "e1", "s1", state))).toBe(needs);
});
