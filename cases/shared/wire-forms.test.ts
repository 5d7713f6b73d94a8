import { expect, test } from "vitest";
import { z } from "zod";
import { at } from "../../tests/support/hour-facts.ts";
import { Flag, filled, Id, InstantIn, oneOrMany } from "./wire-forms.ts";

test("a time comes in with its offset, whatever the offset", () => {
  const noon = at("2026-11-23T12:00:00+08:00");

  expect(InstantIn.parse("2026-11-23T12:00:00+08:00")).toBe(noon);
  expect(InstantIn.parse("2026-11-23T04:00:00Z")).toBe(noon);
});

test.each([
  ["without an offset", "2026-11-23T12:00:00", "time-without-offset"],
  ["whose plus became a blank in the address", "2026-11-23T12:00:00 08:00", "plus-not-encoded"],
  ["that is none", "noon", "not-a-time"],
  ["of no calendar", "2026-02-30T12:00:00", "not-a-time"],
])("a time %s is refused with what is wrong", (_what, text, code) => {
  const read = InstantIn.safeParse(text);

  expect(read.error?.issues).toMatchObject([{ code: "custom", params: { code } }]);
});

test("a query may give one value or several, and both are read as a list", () => {
  const states = oneOrMany(z.enum(["open", "closed"]));

  expect(states.parse("open")).toEqual(["open"]);
  expect(states.parse(["closed", "open"])).toEqual(["closed", "open"]);
  expect(states.safeParse(["open", "shut"]).success).toBe(false);
});

test("a yes or no in a query is one of two words", () => {
  expect([Flag.parse("true"), Flag.parse("false"), Flag.safeParse("1").success]).toEqual([true, false, false]);
});

test("an id of a row is none of the words that the pages keep for themselves", () => {
  expect(Id.parse("e1-DA001")).toBe("e1-DA001");
  for (const id of ["..", "unknown", "constructor"])
    expect(Id.safeParse(id).error?.issues).toMatchObject([{ params: { code: "reserved-id", facts: { id } } }]);
});

test("a text that must show something is not blanks alone; that it may not be empty is said by its length", () => {
  const form = filled(z.string());

  expect([form.parse("x "), form.parse("")]).toEqual(["x ", ""]);
  expect(form.safeParse(" \t").error?.issues).toMatchObject([{ params: { code: "only-blanks" } }]);
});
