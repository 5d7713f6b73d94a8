import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { ChangeQueue, changeOf, changeOfSubject, isChanged } from "./live-changes.ts";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

test("a case that moved makes lists of cases and the overview old, an answered declaration the declarations and the findings", () => {
  const [cases, declarations] = [changeOfSubject("cases").paths, changeOfSubject("declarations").paths];

  expect(["/cases/c1", "/cases/counts", "/overview"].every((path) => isChanged(path, cases))).toBe(true);
  expect(["/declarations", "/findings"].every((path) => isChanged(path, declarations))).toBe(true);
  expect(isChanged("/cases", declarations)).toBe(false);
});

test("a new registry makes every answer old", () => {
  const paths = changeOf("registry", {})?.paths ?? [];

  expect(["/directory", "/limits", "/devices"].every((path) => isChanged(path, paths))).toBe(true);
});

test("a reading makes the curves of its outlet, the board and what is said of devices old; one that names no outlet nothing", () => {
  expect(changeOf("reading", { outlet: "e1 A" })?.paths).toEqual(["/outlets/e1%20A/", "/board", "/devices"]);
  expect(changeOf("reading", null)).toBeNull();
  expect(changeOf("lag", { pending: 3 })).toBeNull();
});

test("an answer is old when its path begins with one that changed", () => {
  expect(isChanged("/cases/c1", ["/overview", "/cases"])).toBe(true);
  expect(isChanged("/outlets", ["/outlets/e1/"])).toBe(false);
});

test("what changes together is handed on once, when the most urgent of it is due", () => {
  const seen: string[][] = [];
  const queue = new ChangeQueue((paths) => seen.push([...paths]));

  queue.add({ paths: ["/outlets/a/"], withinMs: 15_000 }, 0);
  vi.advanceTimersByTime(1_000);
  queue.add({ paths: ["/cases"], withinMs: 300 }, 1_000);
  queue.add({ paths: ["/cases"], withinMs: 300 }, 1_200);
  vi.advanceTimersByTime(299);
  expect(seen).toEqual([]);
  vi.advanceTimersByTime(1);
  expect(seen).toEqual([["/outlets/a/", "/cases"]]);
  vi.advanceTimersByTime(60_000);
  expect(seen.length).toBe(1);
});

test("a queue that is stopped hands nothing on", () => {
  const seen: unknown[] = [];
  const queue = new ChangeQueue((paths) => seen.push(paths));

  queue.add({ paths: ["/cases"], withinMs: 300 }, 0);
  queue.stop();
  vi.advanceTimersByTime(1_000);

  expect(seen).toEqual([]);
});
