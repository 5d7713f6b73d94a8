import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Condition, ListQuery, SubjectsView, SubjectWrite } from "../../core/casework/collection.ts";
import { BadCursorError } from "../../core/failures.ts";
import { instant } from "../../core/time.ts";
import { aNote, NOTES, type Note, noteWrite, OTHER_NOTES } from "../support/notes.ts";

/**
 * Opens a store of `NOTES` and `OTHER_NOTES` that holds the writes of the batches, later ones over earlier ones. Its
 * owner cleans up.
 */
export type HoldingSubjects = (batches: readonly (readonly SubjectWrite[])[]) => Promise<SubjectsView>;

/** What every store of casework rows promises. `runs`: how many random stores are made. */
export function subjectsContract(name: string, holding: HoldingSubjects, runs: number): void {
  describe(`casework rows in ${name}`, () => {
    rowsContract(holding);
    conditionsContract(holding);
    ordersContract(holding);
    mistakesContract(holding);
    randomContract(holding, runs);
  });
}

const ALL: ListQuery = { where: [], order: "newest", limit: 1_000 };

function rowsContract(holding: HoldingSubjects): void {
  test("a store without rows lists, counts and finds nothing", async () => {
    const view = await holding([]);

    expect(await view.list(NOTES, ALL)).toEqual({ items: [], next: null });
    expect(await view.count(NOTES, [])).toBe(0);
    expect(await view.countBy(NOTES, "kind", [])).toEqual(new Map());
    expect(await view.get(NOTES, "none")).toBeUndefined();
  });

  test("a row comes back as it was written, the last of several writes of one id counts, and collections keep apart", async () => {
    const text = "a\u0000b\ud800 𠮷 演示";
    const view = await holding([
      [noteWrite(aNote("a", { outlets: ["x", "y"] })), { collection: OTHER_NOTES, row: aNote("a", { kind: "other" }) }],
      [noteWrite(aNote("a", { kind: "air" })), noteWrite(aNote("a", { text, outlets: ["z"] }))],
    ]);

    expect(await view.get(NOTES, "a")).toEqual(aNote("a", { text, outlets: ["z"] }));
    expect(await view.get(OTHER_NOTES, "a")).toEqual(aNote("a", { kind: "other" }));
    expect(await view.count(NOTES, [{ field: "outlets", in: ["x"] }])).toBe(0);
    expect(await view.count(NOTES, [{ field: "outlets", in: ["z"] }])).toBe(1);
    expect(await view.get(NOTES, "a\u0000")).toBeUndefined();
  });

  test("what databases cannot keep in a column stops no row and is found as written", async () => {
    const kind = `\u0000\ud800${"演".repeat(1_000)}`;
    const view = await holding([[noteWrite(aNote("a", { kind, outlets: [kind] })), noteWrite(aNote("b"))]]);

    expect((await view.get(NOTES, "a"))?.kind).toBe(kind);
    expect(await idsOf(view, [{ field: "kind", in: [kind] }])).toEqual(["a"]);
    expect(await idsOf(view, [{ field: "outlets", in: [kind] }])).toEqual(["a"]);
  });
}

async function idsOf(view: SubjectsView, where: readonly Condition[], order = "oldest"): Promise<readonly string[]> {
  return (await view.list(NOTES, { where, order, limit: 1_000 })).items.map((note) => note.id);
}

const FOUR = [
  aNote("a", { kind: "water", amount: 0.5, changedAt: instant(1), outlets: ["x"] }),
  aNote("b", { kind: "air", amount: null, changedAt: instant(2), isUrgent: true, outlets: ["x", "y"] }),
  aNote("c", { kind: null, amount: -3, changedAt: null, outlets: [] }),
  aNote("d", { kind: "air", amount: 7, changedAt: instant(2), outlets: ["y", "y"] }),
];

function conditionsContract(holding: HoldingSubjects): void {
  test.each<[string, readonly Condition[], readonly string[]]>([
    ["no condition lets every row pass", [], ["a", "b", "d", "c"]],
    ["a list of texts", [{ field: "kind", in: ["air", "soil"] }], ["b", "d"]],
    ["an empty list holds for nothing", [{ field: "kind", in: [] }], []],
    ["a row without a value is in no list, so it is outside of each", [{ field: "kind", notIn: ["air"] }], ["a", "c"]],
    ["outside of an empty list is everything", [{ field: "kind", notIn: [] }], ["a", "b", "d", "c"]],
    ["a number in a list", [{ field: "amount", in: [7, 0.5] }], ["a", "d"]],
    ["a boolean", [{ field: "isUrgent", in: [true] }], ["b"]],
    ["a value of another type meets nothing", [{ field: "kind", in: [1, true] }], []],
    ["a fraction meets no instant", [{ field: "changedAt", in: [1.5] }], []],
    ["a range includes its start and excludes its end", [{ field: "changedAt", from: 1, to: 2 }], ["a"]],
    ["an open range needs a value", [{ field: "amount" }], ["a", "d", "c"]],
    ["a range of instants from a fraction", [{ field: "changedAt", from: 1.5 }], ["b", "d"]],
    ["a range beyond all instants", [{ field: "changedAt", from: -1e300, to: 1e300 }], ["a", "b", "d"]],
    ["rows without a value", [{ field: "amount", missing: true }], ["b"]],
    ["rows that name an outlet", [{ field: "outlets", in: ["y"] }], ["b", "d"]],
    ["rows that name none of the outlets", [{ field: "outlets", notIn: ["y"] }], ["a", "c"]],
    ["rows that name no outlet at all", [{ field: "outlets", missing: true }], ["c"]],
    ["one of several sets", [{ any: [[{ field: "kind", in: ["water"] }], [{ field: "isUrgent", in: [true] }]] }], ["a", "b"]],
    [
      "a set of several conditions",
      [
        {
          any: [
            [
              { field: "kind", in: ["air"] },
              { field: "amount", from: 1 },
            ],
          ],
        },
      ],
      ["d"],
    ],
    ["of no set none holds", [{ any: [] }], []],
    ["an empty set holds for everything", [{ any: [[]] }], ["a", "b", "d", "c"]],
    [
      "all of several conditions",
      [
        { field: "kind", in: ["air"] },
        { field: "outlets", in: ["x"] },
      ],
      ["b"],
    ],
  ])("%s", async (_what, where, ids) => {
    const view = await holding([FOUR.map(noteWrite)]);

    expect(await idsOf(view, where)).toEqual(ids);
    expect(await view.count(NOTES, where)).toBe(ids.length);
  });

  test("rows are counted by the values of a text field, those without a value left out", async () => {
    const view = await holding([FOUR.map(noteWrite)]);

    expect(await view.countBy(NOTES, "kind", [])).toEqual(
      new Map([
        ["water", 1],
        ["air", 2],
      ]),
    );
    expect(await view.countBy(NOTES, "kind", [{ field: "outlets", in: ["x"] }])).toEqual(
      new Map([
        ["water", 1],
        ["air", 1],
      ]),
    );
  });
}

function ordersContract(holding: HoldingSubjects): void {
  test("rows without a value come last in both directions, and equal values are told apart by the id in the same direction", async () => {
    const view = await holding([[...FOUR, aNote("e", { changedAt: null })].map(noteWrite)]);

    expect(await idsOf(view, [], "oldest")).toEqual(["a", "b", "d", "c", "e"]);
    expect(await idsOf(view, [], "newest")).toEqual(["d", "b", "a", "e", "c"]);
  });

  test("ids are ordered by code points, whatever the locale", async () => {
    const ids = ["B", "a", "b", "é", "演", "\uffee", "𠮷"];
    const view = await holding([ids.toReversed().map((id) => noteWrite(aNote(id)))]);

    expect(await idsOf(view, [], "oldest")).toEqual(ids);
  });

  test("a cursor goes on behind the last row of the page, also after that row has changed its place", async () => {
    const view = await holding([FOUR.map(noteWrite)]);
    const first = await view.list(NOTES, { ...ALL, limit: 2 });
    const changed = await holding([FOUR.map(noteWrite), [noteWrite(aNote("b", { changedAt: instant(9) }))]]);

    const rest = await changed.list(NOTES, { ...ALL, limit: 2, cursor: first.next ?? "" });

    expect(first.items.map((note) => note.id)).toEqual(["d", "b"]);
    expect(rest.items.map((note) => note.id)).toEqual(["a", "c"]);
    expect(rest.next).toBeNull();
  });
}

function mistakesContract(holding: HoldingSubjects): void {
  test("a cursor of another collection, of another order or of nobody is a bad cursor", async () => {
    const view = await holding([FOUR.map(noteWrite), FOUR.map((row) => ({ collection: OTHER_NOTES, row }))]);
    const next = async (order: string) => (await view.list(NOTES, { ...ALL, order, limit: 1 })).next ?? "";
    const ofOthers = (await view.list(OTHER_NOTES, { ...ALL, limit: 1 })).next ?? "";
    const own = await next("newest");
    const head = own.split(".").slice(0, 2).join(".");
    const forged = ["", "x", `${own}.x`, `${head}.1_002e5.a`, `${head}.x.a`, `${head}.1.`, `${head}.1.a_0000`, `${head}.1.`];

    for (const cursor of [ofOthers, await next("oldest"), await next("largest"), ...forged]) {
      await expect(view.list(NOTES, { ...ALL, cursor })).rejects.toThrow(BadCursorError);
    }
    expect((await view.list(NOTES, { ...ALL, cursor: own })).items).toHaveLength(3);
  });

  test.each<[string, Partial<ListQuery>]>([
    ["an unknown field", { where: [{ field: "toString", in: ["a"] }] }],
    ["an unknown order", { order: "constructor" }],
    ["a range of texts", { where: [{ field: "kind", from: 1 }] }],
    ["a range to no number", { where: [{ field: "amount", to: Number.NaN }] }],
    ["a page of no rows", { limit: 0 }],
    ["a page of too many rows", { limit: 1_001 }],
  ])("%s is a mistake of the program", async (_what, over) => {
    const view = await holding([FOUR.map(noteWrite)]);

    await expect(view.list(NOTES, { ...ALL, ...over })).rejects.toThrow(RangeError);
  });

  test("rows are not counted by a field of another type than text", async () => {
    const view = await holding([FOUR.map(noteWrite)]);

    for (const field of ["amount", "outlets"]) await expect(view.countBy(NOTES, field, [])).rejects.toThrow(RangeError);
  });
}

const texts = fc.constantFrom("", "a", "b", "B", "演", "\uffee", "𠮷", "a".repeat(300));
const numbers = fc.constantFrom(-2.5, -1, 0, 0.1 + 0.2, 1, 1e300);
const instants = fc.constantFrom(-1, 0, 1, 2, Date.UTC(9999, 0)).map(instant);
const notes = fc.record<Note>({
  id: fc.string({ unit: fc.constantFrom("a", "b", "\uffee", "𠮷"), minLength: 1, maxLength: 3 }),
  kind: fc.option(texts),
  amount: fc.option(numbers),
  changedAt: fc.option(instants),
  isUrgent: fc.boolean(),
  outlets: fc.array(texts, { maxLength: 3 }),
  text: fc.string(),
});

const values = fc.oneof(texts, numbers, instants, fc.boolean());
const fieldConditions: fc.Arbitrary<Condition> = fc.oneof(
  fc.record({ field: fc.constantFrom(...Object.keys(NOTES.fields)), in: fc.array(values, { maxLength: 4 }) }),
  fc.record({ field: fc.constantFrom(...Object.keys(NOTES.fields)), notIn: fc.array(values, { maxLength: 4 }) }),
  fc.record({ field: fc.constantFrom(...Object.keys(NOTES.fields)), missing: fc.constant(true as const) }),
  fc.record({ field: fc.constantFrom("amount", "changedAt"), from: numbers, to: numbers }, { requiredKeys: ["field"] }),
);
const conditions: fc.Arbitrary<Condition> = fc.oneof(
  { weight: 4, arbitrary: fieldConditions },
  { weight: 1, arbitrary: fc.record({ any: fc.array(fc.array(fieldConditions, { maxLength: 2 }), { maxLength: 3 }) }) },
);
const queries = fc.record({
  where: fc.array(conditions, { maxLength: 3 }),
  order: fc.constantFrom(...Object.keys(NOTES.orders)),
  limit: fc.constantFrom(1, 2, 3, 7, 1_000),
});

function randomContract(holding: HoldingSubjects, runs: number): void {
  test("any list, walked page by page, and any count are what a naive filter and sort of the rows give", async () => {
    const batches = fc.array(fc.array(notes, { maxLength: 20 }), { minLength: 1, maxLength: 3 });
    const property = fc.asyncProperty(batches, fc.array(queries, { minLength: 30, maxLength: 40 }), async (rows, asked) => {
      const view = await holding(rows.map((batch) => batch.map(noteWrite)));
      const all = [...new Map(rows.flat().map((note) => [note.id, note])).values()];
      for (const query of asked) {
        const expected = all.filter((note) => query.where.every((condition) => naivelyMeets(note, condition)));
        expect(await walked(view, query)).toEqual(expected.toSorted(naiveOrder(query.order)).map((note) => note.id));
        expect(await view.count(NOTES, query.where)).toBe(expected.length);
        const byKind = [...(await view.countBy(NOTES, "kind", query.where)).values()];
        expect(byKind.reduce((sum, n) => sum + n, 0)).toBe(expected.filter((note) => note.kind !== null).length);
      }
    });
    await fc.assert(property, { numRuns: runs });
  });
}

async function walked(view: SubjectsView, query: ListQuery): Promise<readonly string[]> {
  const ids: string[] = [];
  let page = await view.list(NOTES, query);
  for (;;) {
    expect(page.items.length).toBeLessThanOrEqual(query.limit);
    ids.push(...page.items.map((note) => note.id));
    if (page.next === null) return ids;
    page = await view.list(NOTES, { ...query, cursor: page.next });
  }
}

/**
 * Written without the code under test. The random texts need no cutting but the long one, which no other begins with.
 */
function naivelyMeets(note: Note, condition: Condition): boolean {
  if ("any" in condition) return condition.any.some((set) => set.every((inner) => naivelyMeets(note, inner)));
  const value = note[condition.field as keyof Note];
  const held = (Array.isArray(value) ? value : [value]).filter((v) => v !== null);
  if ("in" in condition) return held.some((v) => condition.in.includes(v));
  if ("notIn" in condition) return !held.some((v) => condition.notIn.includes(v));
  if ("missing" in condition) return held.length === 0;
  const { from = Number.NEGATIVE_INFINITY, to = Number.POSITIVE_INFINITY } = condition;
  return held.some((v) => v >= from && v < to);
}

function naiveOrder(name: string): (a: Note, b: Note) => number {
  const field = name === "newest" || name === "oldest" ? "changedAt" : "amount";
  const sign = name === "newest" || name === "largest" ? -1 : 1;
  return (a, b) => {
    const [x, y] = [a[field], b[field]];
    if ((x === null) !== (y === null)) return x === null ? 1 : -1;
    return sign * ((x ?? 0) - (y ?? 0) || Buffer.compare(Buffer.from(a.id), Buffer.from(b.id)));
  };
}
