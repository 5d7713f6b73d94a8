import { expect, test } from "vitest";
import { SUBJECT_WORDS } from "../words/all-subjects.ts";
import { ERROR_WORDS } from "../words/errors.ts";
import { SUBJECTS } from "./all-subjects.ts";

test("names, tables, paths, kinds of commands, kinds of deadlines and codes of refusals are each of one subject only", () => {
  const all = [
    SUBJECTS.map((s) => s.name),
    SUBJECTS.map((s) => s.collection.name),
    SUBJECTS.map((s) => s.door.path),
    SUBJECTS.flatMap((s) => s.commands.map((c) => c.type)),
    SUBJECTS.flatMap((s) => Object.keys(s.deadlines ?? {})),
    [...Object.keys(ERROR_WORDS), ...SUBJECTS.flatMap((s) => Object.keys(s.refusals))],
  ];

  for (const names of all) expect(new Set(names).size).toBe(names.length);
});

test("one subject takes findings", () => {
  expect(SUBJECTS.filter((s) => s.findings !== undefined)).toHaveLength(1);
});

test.each(SUBJECTS.map((s) => [s.name, s] as const))(
  "%s has words, and lists and counts by what it declares",
  (name, { door, collection }) => {
    expect(Object.keys(SUBJECT_WORDS)).toContain(name);
    expect(Object.keys(collection.orders)).toContain(door.order);
    expect(collection.fields[door.counts.by]?.type).toBe("text");
  },
);

test.each(SUBJECTS.map((s) => [s.name, s] as const))(
  "what belongs in a path of %s, and the name that its rows are stored under, is one word or two",
  (_name, { door, collection, commands }) => {
    for (const place of [door.path, collection.name, ...commands.flatMap((c) => c.place ?? [])])
      expect(place).toMatch(/^[a-z]+(-[a-z]+)*$/);
  },
);
