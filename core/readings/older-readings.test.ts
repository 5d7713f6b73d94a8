import fc from "fast-check";
import { expect, test } from "vitest";
import { HOUR, type Instant, instant, plus } from "../time.ts";
import { joinOutlines, outlineOfPieces } from "./older-readings.ts";
import { Outline, outlineOf, type SeriesPoint } from "./outline.ts";

const T0 = instant(0);
const point = (hours: number, value = hours): SeriesPoint => ({ at: plus(T0, hours * HOUR), value, flag: "N", revision: 0 });
const whole = (...points: readonly SeriesPoint[]) => ({ points, thinned: false });

async function* inPieces(points: readonly SeriesPoint[], size: number) {
  for (let i = 0; i < points.length; i += size) {
    const piece = points.slice(i, i + size);
    yield { points: piece, readTo: plus(piece.at(-1)?.at ?? T0, 1) };
  }
}

test("pieces are read one after the other, to the bound of rows, and while somebody wants them", async () => {
  const points = [point(1), point(2), point(3), point(4)];
  expect(await outlineOfPieces(inPieces(points, 2), { most: 100, mostRows: 100 })).toEqual(whole(...points));

  const cut = { points: points.slice(0, 2), thinned: false, readTo: plus(T0, 2 * HOUR + 1) };
  expect(await outlineOfPieces(inPieces(points, 2), { most: 100, mostRows: 2 })).toEqual(cut);
  expect(await outlineOfPieces(inPieces(points, 2), { most: 100, mostRows: 100, isWanted: () => false })).toEqual(cut);
  expect(await outlineOfPieces(inPieces(points, 2), { most: 100, mostRows: 100, isWanted: () => true })).toEqual(
    whole(...points),
  );
});

test("of a period that both stores have, the working store's value counts", () => {
  expect(joinOutlines(whole(point(1), point(2)), whole(point(2, 20), point(3)), 100)).toEqual(
    whole(point(1), point(2, 20), point(3)),
  );
});

test.each([
  [plus(T0, 2 * HOUR), undefined, [point(1)]],
  [undefined, plus(T0, 4 * HOUR), [point(1), point(2), point(3)]],
  [plus(T0, 2 * HOUR), plus(T0, 4 * HOUR), [point(1)]],
] as const)(
  "what is read to %j and %j ends where the first of them does",
  (older: Instant | undefined, newer: Instant | undefined, points) => {
    const end = older ?? newer;
    expect(
      joinOutlines(
        {
          points: [point(1), point(2)].filter(({ at }) => older === undefined || at < older),
          thinned: false,
          ...(older && { readTo: older }),
        },
        { ...whole(point(3)), ...(newer && { readTo: newer }) },
        100,
      ),
    ).toEqual({ points, thinned: false, readTo: end });
  },
);

test.each([
  [true, false],
  [false, true],
])("what was thinned in one store is thinned (%j, %j)", (older, newer) => {
  expect(joinOutlines({ points: [], thinned: older }, { points: [], thinned: newer }, 100).thinned).toBe(true);
});

// Behaviour
test("a series that lies in two stores keeps the extremes that it has in one", () => {
  const values = fc.array(fc.integer({ min: -1_000, max: 1_000 }), { minLength: 1, maxLength: 600 });
  fc.assert(
    fc.property(values, fc.nat(600), fc.integer({ min: 10, max: 60 }), (all, cut, most) => {
      const points = all.map((value, i) => point(i, value));
      const of = (some: readonly SeriesPoint[]) => {
        const outline = new Outline<SeriesPoint>(most);
        for (const one of some) outline.add(one);
        return { points: outline.points(), thinned: outline.isThinned };
      };
      const joined = joinOutlines(of(points.slice(0, cut)), of(points.slice(cut)), most);

      const extremes = (some: readonly SeriesPoint[]) => [
        Math.min(...some.map((p) => p.value)),
        Math.max(...some.map((p) => p.value)),
      ];
      expect(joined.points.length).toBeLessThanOrEqual(most);
      expect(extremes(joined.points)).toEqual(extremes(points));
      expect([joined.points[0], joined.points.at(-1)]).toEqual([points[0], points.at(-1)]);
      if (points.length <= most) expect(joined.points).toEqual(outlineOf(points, most));
    }),
  );
});
