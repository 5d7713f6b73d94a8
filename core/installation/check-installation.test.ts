import { expect, test } from "vitest";
import { type FoundInstallation, installationProblems } from "./check-installation.ts";
import type { PartState } from "./marked-part.ts";

const MARK = { installation: "a", keyProof: "key of a" };
const OTHER = { installation: "b", keyProof: "" };
const journal: PartState = { marks: [MARK], place: 100, readers: { intake: 100, judge: 90 } };
const WELL: FoundInstallation = {
  journal,
  others: [
    { name: "records", state: { marks: [MARK], place: 90, registrySeq: 3 } },
    { name: "intake", state: { marks: [MARK], place: 100 } },
    { name: "series", state: { marks: [MARK], place: 0 } },
  ],
  proofOf: (installation) => `key of ${installation}`,
  isRegistry: () => true,
  demo: { isAsked: false, isMarked: false },
};
const records = (state: PartState | undefined): FoundInstallation["others"] => [{ name: "records", state }];

test("stores of one installation fit, and so does a directory where nothing is yet", () => {
  expect(installationProblems(WELL)).toEqual([]);
  const others = WELL.others.map(({ name }) => ({ name, state: undefined }));
  expect(installationProblems({ ...WELL, journal: undefined, others, proofOf: () => undefined })).toEqual([]);
});

test("stores without a mark are taken in when they could have come from this journal", () => {
  const unmarked = { ...WELL, journal: { ...journal, marks: [] }, others: records({ marks: [], place: 100, registrySeq: 3 }) };

  expect(installationProblems(unmarked)).toEqual([]);
  expect(installationProblems({ ...unmarked, isRegistry: () => undefined })).toEqual([]);
  expect(installationProblems({ ...unmarked, isRegistry: () => false })).toEqual([
    { part: "records", code: "records-of-another-journal", facts: { seq: 3 } },
  ]);
});

test("records that were made anew, and have no registry yet, fit", () => {
  expect(installationProblems({ ...WELL, others: records({ marks: [], place: 0 }), isRegistry: () => false })).toEqual([]);
});

// Behaviour
test("a store of another installation is named, also beside a new journal", () => {
  const others = records({ marks: [OTHER], place: 0 });

  expect(installationProblems({ ...WELL, others })).toEqual([
    { part: "records", code: "part-of-another-installation", facts: { part: "records", own: "a", other: "b" } },
  ]);
  expect(installationProblems({ ...WELL, others, journal: undefined })).toMatchObject([{ facts: { own: null, other: "b" } }]);
});

test("of a store that several installations have written, the foreign one is named", () => {
  const others = [{ name: "series", state: { marks: [MARK, OTHER], place: 0 } }] as const;

  expect(installationProblems({ ...WELL, others })).toMatchObject([{ part: "series", facts: { other: "b" } }]);
});

// Behaviour
test("a journal that is older than what has been read of it is named with each of its readers", () => {
  const found = { ...WELL, journal: { ...journal, place: 95 } };

  expect(installationProblems(found)).toEqual([
    { part: "intake", code: "journal-behind-reader", facts: { reader: "intake", place: 100, newest: 95 } },
    { part: "journal", code: "journal-behind-reader", facts: { reader: "intake", place: 100, newest: 95 } },
  ]);
});

test("a key that did not seal the journal's secrets, or is missing, is named", () => {
  expect(installationProblems({ ...WELL, proofOf: () => "key of b" })).toEqual([
    { part: "key", code: "key-of-another-installation", facts: {} },
  ]);
  expect(installationProblems({ ...WELL, proofOf: () => undefined })).toEqual([{ part: "key", code: "key-missing", facts: {} }]);
});

test("a key is not missed where nothing was sealed yet, and missed where a registry is", () => {
  const unmarked = { ...WELL, journal: { ...journal, marks: [] }, proofOf: () => undefined };

  expect(installationProblems({ ...unmarked, others: records({ marks: [], place: 0 }) })).toEqual([]);
  expect(installationProblems({ ...unmarked, others: records(undefined) })).toEqual([]);
  expect(installationProblems({ ...unmarked, others: records({ marks: [], place: 9, registrySeq: 3 }) })).toEqual([
    { part: "key", code: "key-missing", facts: {} },
  ]);
});

test("a journal without a mark says nothing of its key", () => {
  expect(installationProblems({ ...WELL, journal: { ...journal, marks: [] }, others: [], proofOf: () => "any" })).toEqual([]);
});

const DEMO = { isAsked: true, isMarked: true };
const seeded = (name: "records" | "intake") => [{ name, state: { marks: [MARK], place: 90, hasDemoAccounts: true } }] as const;

// Behaviour
test("what the demo made is refused without the demo: by its mark, or by its accounts where the mark is gone", () => {
  expect(installationProblems({ ...WELL, demo: { isAsked: false, isMarked: true } })).toEqual([
    { part: "journal", code: "demo-directory", facts: {} },
  ]);
  expect(installationProblems({ ...WELL, others: seeded("records") })).toEqual([
    { part: "records", code: "demo-directory", facts: {} },
  ]);
});

test("the demo takes a new directory and its own, of an earlier build too, and none that was used without it", () => {
  expect(installationProblems({ ...WELL, demo: DEMO })).toEqual([]);
  expect(installationProblems({ ...WELL, demo: { ...DEMO, isMarked: false }, others: seeded("records") })).toEqual([]);
  expect(installationProblems({ ...WELL, demo: { ...DEMO, isMarked: false }, others: [], journal: undefined })).toEqual([]);
  expect(installationProblems({ ...WELL, demo: { ...DEMO, isMarked: false } })).toEqual([
    { part: "journal", code: "directory-without-demo", facts: {} },
  ]);
});
