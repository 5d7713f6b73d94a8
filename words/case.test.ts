import { expect, test } from "vitest";
import type { TimelineEntry } from "../core/casework/timeline.ts";
import { aCase, aGrid, NOW } from "../tests/support/case-facts.ts";
import { CASE_WORDS } from "./case.ts";
import type { Names, Telling } from "./names.ts";

const { outletById, enterpriseById, cellById } = aGrid();
const NAMES: Names = {
  outlet: (id) => outletById.get(id)?.name ?? id,
  enterprise: (id) => enterpriseById.get(id)?.name ?? id,
  cell: (id) => cellById.get(id)?.name ?? id,
  person: (id) => id,
  unit: () => "执法大队",
};
const zh: Telling = { language: "zh", names: NAMES };
const en: Telling = { language: "en", names: NAMES };

const line = (over: Partial<TimelineEntry>): TimelineEntry => ({
  ...{ subject: "case:1", index: 0, at: NOW, seq: 1, actor: "user-1", actorName: "演示甲" },
  ...{ action: "accepted", from: "check", to: "accepted", note: "已核实" },
  ...over,
});

test("a case shows the names of what it is about and the rule that its clock comes from", () => {
  const deadline = { at: NOW, kind: "check", source: { code: "default", facts: {} } } as const;

  expect(CASE_WORDS.row(aCase("check", { assignee: "u-unit", deadline }), zh)).toEqual({
    title: "窑尾 SO₂",
    shortTitle: "窑尾 SO₂",
    cellName: "甲街道",
    outletName: "窑尾",
    enterpriseName: "e1",
    assigneeName: "执法大队",
    deadlineSource: "平台默认时限",
  });
});

test("a case that is about no outlet, handed to nobody and without a clock has no names for these", () => {
  const nothing = { outlet: null, enterprise: null, assignee: null, deadline: null };

  expect(CASE_WORDS.row(aCase("signal", nothing), en)).toMatchObject({
    outletName: null,
    enterpriseName: null,
    assigneeName: null,
    deadlineSource: null,
  });
});

test("a step of a person is called by the state that it leads to, with the person's name and words", () => {
  expect(CASE_WORDS.line(line({}), zh)).toEqual({ actorName: "演示甲", actionName: "受理", fieldsSaid: [], note: "已核实" });
});

test("what the engine does is called by what it did, and its note is said in the language of the reader", () => {
  const engine = line({
    ...{ actor: "engine", actorName: "", action: "dismissed", note: "" },
    said: { code: "all-withdrawn", facts: {} },
  });

  expect(CASE_WORDS.line(engine, en)).toEqual({
    fieldsSaid: [],
    actorName: "Rules engine",
    actionName: "Ended automatically",
    note: "all findings were withdrawn: ended as a false alarm",
  });
});

test("an action of the engine that nobody named stands for itself", () => {
  expect(CASE_WORDS.line(line({ actor: "engine", action: "renamed" }), zh)).toMatchObject({
    actorName: "规则引擎",
    actionName: "renamed",
  });
});

test("the incidents of a case say where they are; what brings none has none", () => {
  expect(CASE_WORDS.beside?.({ incidents: [{ id: "i1", outlet: "e1-DA001" }] }, zh)).toEqual({
    incidents: [{ id: "i1", outlet: "e1-DA001", outletName: "窑尾" }],
  });
  expect(CASE_WORDS.beside?.({}, zh)).toEqual({ incidents: [] });
});

test("news of a case bring its title, said and as facts; other news bring no words", () => {
  const { title } = aCase("signal");

  expect(CASE_WORDS.news({ title }, en)).toEqual({ title: "窑尾 SO₂", titleCode: "reported", titleFacts: { text: "窑尾 SO₂" } });
  expect(CASE_WORDS.news({ state: "check" }, en)).toEqual({});
});
