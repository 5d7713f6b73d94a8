import { expect, test } from "vitest";
import { flag, number, optionalNumber, optionalText, readOptions, text, UsageError } from "./options.ts";
import { randomFrom } from "./random.ts";
import { quantile, spread } from "./spread.ts";

const TABLE = { rounds: number(20, 200), count: optionalNumber(9), save: text("here"), json: optionalText(), stock: flag() };

test("options that are not given have what the table says", () => {
  expect(readOptions("x", TABLE, [])).toEqual({ rounds: 20, count: undefined, save: "here", json: undefined, stock: false });
});

test("options that are given are read as what they are", () => {
  const args = ["--rounds", "3", "--count", "9", "--save", "there", "--json", "f", "--stock"];

  expect(readOptions("x", TABLE, args)).toEqual({ rounds: 3, count: 9, save: "there", json: "f", stock: true });
});

test.each([["--rounds", "0"], ["--rounds", "201"], ["--rounds", "many"], ["--unknown"], ["--rounds"], ["--help"]])(
  "%s %s is answered with the usage or the range, and nothing is run",
  (...args) => {
    expect(() => readOptions("npm run x --", TABLE, args)).toThrow(UsageError);
  },
);

test("the usage names every option with what it is when left out", () => {
  expect(() => readOptions("npm run x --", TABLE, ["--help"])).toThrow(
    "usage: npm run x -- [--rounds 20] [--count N] [--save here] [--json TEXT] [--stock]",
  );
});

test("the same seed gives the same chance, another one another", () => {
  const run = (seed: number) => {
    const random = randomFrom(seed);
    return [random.next(), random.below(1_000), random.chance(0.5), random.pick(["a", "b", "c", "d"])];
  };

  expect(run(7)).toEqual(run(7));
  expect(run(7)).not.toEqual(run(8));
});

test("a spread has the middle of the values, of an even number the mean of the two in the middle", () => {
  expect(spread([3, 1, 2])).toEqual({ median: 2, min: 1, max: 3 });
  expect(spread([4, 1, 2, 3])).toEqual({ median: 2.5, min: 1, max: 4 });
  expect(() => spread([])).toThrow(RangeError);
});

test("a quantile is one of the values", () => {
  const values = Array.from({ length: 101 }, (_, i) => i);

  expect([quantile(values, 0.5), quantile(values, 0.99), quantile(values, 1), quantile([], 0.5)]).toEqual([50, 99, 100, 0]);
});
