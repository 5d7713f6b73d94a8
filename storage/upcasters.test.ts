import { expect, test } from "vitest";
import type { JournalEntry } from "../core/journal/journal-entry.ts";
import { instant } from "../core/time.ts";
import { lifted, liftedEntry, UnknownVersionError, UPCASTERS, type Upcasters } from "./upcasters.ts";

const STEPS: Upcasters = { "row/case": [(document) => `${String(document)} to 2`, (document) => `${String(document)} to 3`] };

test("a document is taken from its version to the one wanted, step by step", () => {
  expect(lifted("from 1", "row/case", { stored: 1, wanted: 3 }, STEPS)).toBe("from 1 to 2 to 3");
  expect(lifted("from 2", "row/case", { stored: 2, wanted: 3 }, STEPS)).toBe("from 2 to 3");
  expect(lifted("from 3", "row/case", { stored: 3, wanted: 3 }, STEPS)).toBe("from 3");
});

test.each([
  ["a newer version", "row/case", { stored: 4, wanted: 3 }],
  ["a missing step", "row/case", { stored: 3, wanted: 4 }],
  ["a kind without steps", "row/other", { stored: 1, wanted: 2 }],
])("%s is refused, never guessed", (_what, kind, versions) => {
  expect(() => lifted("x", kind, versions, STEPS)).toThrow(UnknownVersionError);
});

test("what is at the version wanted needs no step of this build", () => {
  expect(lifted({ a: 1 }, "row/anything", { stored: 1, wanted: 1 })).toEqual({ a: 1 });
  expect(Object.values(UPCASTERS).every((steps) => steps.length > 0)).toBe(true);
});

function anEntry(over: Partial<JournalEntry>, document: unknown = {}): JournalEntry {
  const payload = new TextEncoder().encode(JSON.stringify(document));
  return { seq: 7, kind: "command", at: instant(0), transport: "api", mn: "", topic: "", format: 1, payload, ...over };
}

function contentOf({ payload }: JournalEntry): unknown {
  return JSON.parse(new TextDecoder().decode(payload));
}

const ENTRY_STEPS: Upcasters = {
  registry: [(document) => ({ ...(document as object), lifted: 2 })],
  "command/declare": [
    (document) => ({ ...(document as object), lifted: 2 }),
    (document) => ({ ...(document as object), more: 3 }),
  ],
};

test("an entry is lifted to the format of its kind, a command to that of its type", () => {
  const registry = liftedEntry(anEntry({ kind: "registry" }, { schema: "x" }), ENTRY_STEPS);
  const declare = liftedEntry(anEntry({ format: 2 }, { type: "declare", lifted: 2 }), ENTRY_STEPS);

  expect([registry.format, contentOf(registry)]).toEqual([2, { schema: "x", lifted: 2 }]);
  expect([declare.format, contentOf(declare)]).toEqual([3, { type: "declare", lifted: 2, more: 3 }]);
});

test.each([
  ["a frame", anEntry({ kind: "frame" }), ENTRY_STEPS],
  ["a command without steps", anEntry({}, { type: "transition" }), ENTRY_STEPS],
  ["a command of the present format", anEntry({ format: 3 }, { type: "declare" }), ENTRY_STEPS],
  ["anything of format 1 where a build has no steps", anEntry({}, { type: "declare" }), {}],
])("%s is the same entry, not a copy", (_what, entry, steps) => {
  expect(liftedEntry(entry, steps)).toBe(entry);
});

test.each([
  ["a frame", anEntry({ kind: "frame", format: 3 })],
  ["a tick", anEntry({ kind: "tick", format: 2 })],
  ["a registry", anEntry({ kind: "registry", format: 3 })],
  ["a command", anEntry({ format: 2 }, { type: "transition" })],
])("%s of a newer build is refused, never guessed", (_what, entry) => {
  expect(() => liftedEntry(entry, ENTRY_STEPS)).toThrow(UnknownVersionError);
});

test.each([
  ["handling", null, { released: true }],
  ["archived", "u-1", { released: true }],
  ["archived", null, {}],
  ["reported", null, {}],
])("a case of an older build in state %s, handed to %s, is released when it was in work", (state, assignee, more) => {
  const stored = { id: "case:1", state, assignee };

  expect(lifted(stored, "row/cases", { stored: 1, wanted: 2 })).toEqual({ ...stored, ...more });
});
