import { expect, test } from "vitest";
import { countsQuery, filterOf, queueQuery } from "./case-queue.ts";

test("the queue asks the server for what has to be done, the most urgent first", () => {
  expect(queueQuery({ filter: "all", withDone: false, text: "" })).toEqual({ open: "true", sort: "urgent", limit: 100 });
  expect(queueQuery({ filter: "mine", withDone: false, text: " 水泥 " })).toEqual({
    open: "true",
    q: "水泥",
    mine: "true",
    sort: "urgent",
    limit: 100,
  });
});

test("done cases come along when they are asked for", () => {
  expect(queueQuery({ filter: "supervised", withDone: true, text: "" })).toEqual({
    supervised: "true",
    sort: "urgent",
    limit: 100,
  });
});

test("a queue of one cell, or of what is overdue, is asked for and counted so", () => {
  const asked = { open: "true", cell: "g2-a" };

  expect(queueQuery({ filter: "overdue", withDone: false, text: "", cell: "g2-a" })).toMatchObject({ ...asked, overdue: "true" });
  expect(countsQuery({ withDone: false, text: "", cell: "g2-a" })).toEqual(asked);
});

test("the counts are asked for without the chosen filter, so that each says what it would show", () => {
  expect(countsQuery({ withDone: false, text: "0001" })).toEqual({ open: "true", q: "0001" });
});

test("an address may name a filter; an unknown one shows all", () => {
  expect(filterOf("soon")).toBe("soon");
  expect(filterOf("rm -rf")).toBe("all");
  expect(filterOf(null)).toBe("all");
});
