import { expect, test } from "vitest";
import { EMPTY_REGISTRY, type Registry } from "./registry.ts";
import { RegistryTimeline } from "./registry-timeline.ts";

const withPerson = (id: string): Registry => ({ ...EMPTY_REGISTRY, people: [{ id, name: id }] });
const personAt = (timeline: RegistryTimeline, seq: number) => timeline.at(seq).registry.people[0]?.id;

test("the newest version before a place of the journal is in force there, in whatever order versions were added", () => {
  const timeline = new RegistryTimeline();
  timeline.add(20, withPerson("second"));
  timeline.add(10, withPerson("first"));

  expect([9, 10, 19, 20, 99].map((seq) => personAt(timeline, seq))).toEqual([undefined, "first", "first", "second", "second"]);
});

test("the same journal entry again changes nothing", () => {
  const timeline = new RegistryTimeline();
  timeline.add(10, withPerson("first"));
  const index = timeline.at(10);
  timeline.add(10, withPerson("again"));

  expect(timeline.at(10)).toBe(index);
});
