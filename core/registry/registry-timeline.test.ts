import { expect, test } from "vitest";
import { instant } from "../time.ts";
import { EMPTY_REGISTRY, type Registry } from "./registry.ts";
import type { RegistryEdit } from "./registry-edit.ts";
import { RegistryTimeline } from "./registry-timeline.ts";

const withPerson = (id: string): Registry => ({ ...EMPTY_REGISTRY, people: [{ id, name: id }] });
const rename = (id: string, name: string): { readonly edit: RegistryEdit } => ({
  edit: { people: { put: [{ id, name }], removed: [] } },
});
const nameAt = (timeline: RegistryTimeline, seq: number) => timeline.at(seq).registry.people[0]?.name;

test("the newest version before a place of the journal is in force there", () => {
  const timeline = new RegistryTimeline();
  timeline.add(10, { registry: withPerson("first") });
  timeline.add(20, rename("first", "second"));
  timeline.add(30, { registry: withPerson("third") });

  const places = [9, 10, 19, 20, 29, 30, 99];
  expect(places.map((seq) => nameAt(timeline, seq))).toEqual([undefined, "first", "first", "second", "second", "third", "third"]);
  expect(places.map((seq) => timeline.versionAt(seq))).toEqual([0, 10, 10, 20, 20, 30, 30]);
});

test("the same journal entry again changes nothing", () => {
  const timeline = new RegistryTimeline();
  timeline.add(10, { registry: withPerson("first") });
  const index = timeline.at(10);
  timeline.add(10, { registry: withPerson("again") });

  expect(timeline.at(10)).toBe(index);
});

test("look-ups of tables that an edit does not touch are those of the version before", () => {
  const timeline = new RegistryTimeline({ seq: 1, registry: withPerson("p1") });
  timeline.add(2, rename("p1", "new"));
  const [before, after] = [timeline.at(1), timeline.at(2)];

  expect(after.limitsByTarget).toBe(before.limitsByTarget);
  expect(after.registry.people).toEqual([{ id: "p1", name: "new" }]);
});

test("whatever order the versions are asked in, each is what its edits make of it", () => {
  const timeline = new RegistryTimeline({ seq: 0, registry: withPerson("p1") });
  const seqs = Array.from({ length: 50 }, (_, i) => i + 1);
  for (const seq of seqs) timeline.add(seq, rename("p1", `${seq}`));

  for (const seq of [50, 1, 25, 24, 26, 3, 49, 2]) expect(nameAt(timeline, seq)).toBe(`${seq}`);
});

test("a version that every reader has passed is forgotten, and found again in the store by whoever asks for it", async () => {
  const asked: number[] = [];
  const older = {
    registrySeq: async (upTo: number) => (upTo < 10 ? 3 : 10),
    registryAt: async (seq: number) => {
      asked.push(seq);
      return { seq: 3, at: instant(0), registry: withPerson("old") };
    },
  };
  const timeline = new RegistryTimeline({ seq: 1, registry: withPerson("p1") }, older);
  timeline.expect("fast", "slow");
  timeline.add(10, rename("p1", "ten"));
  timeline.add(20, rename("p1", "twenty"));

  timeline.passed("fast", 25);
  expect(nameAt(timeline, 5)).toBe("p1");
  timeline.passed("slow", 12);

  expect(() => timeline.at(5)).toThrow("forgotten");
  expect([nameAt(timeline, 12), nameAt(timeline, 20)]).toEqual(["ten", "twenty"]);
  for (let i = 0; i < 4; i++) {
    expect(nameAt(timeline, 20)).toBe("twenty");
    expect((await timeline.find(5 + i)).registry.people[0]?.name).toBe("old");
  }
  expect((await timeline.find(15)).registry.people[0]?.name).toBe("ten");
  expect(asked).toHaveLength(1);
});

test("before the version that it begins with none is known to it, and none registered where the store has none either", async () => {
  const older = { registrySeq: async () => 0, registryAt: async () => undefined };
  const timeline = new RegistryTimeline({ seq: 5, registry: withPerson("p1") }, older);

  expect([timeline.versionAt(4), timeline.versionAt(5)]).toEqual([0, 5]);
  expect((await timeline.find(4)).registry).toEqual(EMPTY_REGISTRY);
});
