import { expect, test } from "vitest";
import type { RecordsBatch } from "../core/records/records.ts";
import { plus } from "../core/time.ts";
import { createMemoryRecords } from "../storage/memory/memory-records.ts";
import {
  aBatch,
  aCase,
  aCommand,
  aDeadline,
  aDeclaration,
  aFinding,
  anEvent,
  aRegistry,
  aTimelineLine,
  aVerdict,
  caseWrites,
  declarationWrites,
  T0,
} from "../tests/support/records-facts.ts";
import { compareRecords } from "./compare-records.ts";

const { outlet, pollutant } = aVerdict();
const CHANNEL = { outlet, pollutant, device: "m1", factor: pollutant, unit: "mg/m3" };
const LINE = aTimelineLine("case:1", 0);
const WHOLE: Partial<RecordsBatch> = {
  findings: [aFinding("f1")],
  subjects: [...caseWrites(aCase("case:1")), ...declarationWrites(aDeclaration("declaration:1"))],
  timeline: [LINE],
  registries: [{ seq: 1, at: T0, registry: aRegistry({ channels: [CHANNEL] }) }],
  verdicts: [aVerdict()],
  deadlines: [aDeadline("d1")],
  counters: { "410199-2026": 1 },
  outcomes: [{ seq: 1, ok: true, result: {} }],
  commands: [aCommand("r1")],
  events: [anEvent("f1")],
};

/** The ids in which records with these effects differ from the whole ones. */
async function differences(effects: Partial<RecordsBatch>): Promise<readonly string[]> {
  const compared = await compareRecords(await records(WHOLE), await records({ ...WHOLE, ...effects }));
  expect(compared.same).toBe(compared.different.length === 0);
  return compared.different;
}

async function records(effects: Partial<RecordsBatch>) {
  const store = createMemoryRecords().records;
  await store.commit(aBatch(1, effects));
  return store;
}

test("records with the same findings, rows and timelines are the same, and tell what was judged", async () => {
  expect(await compareRecords(await records(WHOLE), await records(WHOLE))).toEqual({
    findings: ["f1"],
    cases: ["case:1"],
    same: true,
    different: [],
  });
});

test("a finding, a row of any subject or a line of its timeline that differs is named", async () => {
  expect(await differences({ findings: [aFinding("f1", { value: 70.26 })] })).toEqual(["f1"]);
  expect(
    await differences({
      subjects: [...caseWrites(aCase("case:1", { level: "A2" })), ...declarationWrites(aDeclaration("declaration:1"))],
    }),
  ).toEqual(["case:1"]);
  expect(
    await differences({
      subjects: [...caseWrites(aCase("case:1")), ...declarationWrites(aDeclaration("declaration:1", { note: "夜间" }))],
    }),
  ).toEqual(["declaration:1"]);
  expect(await differences({ timeline: [{ ...LINE, note: "复核" }] })).toEqual(["case:1"]);
});

test("a verdict of an hour, a deadline or a counter that differs is named with its kind", async () => {
  const hour = `verdict hour ${outlet} ${pollutant} 2026-11-23T00:00:00.000Z`;

  expect(await differences({ verdicts: [aVerdict({ verdict: "compliant" })] })).toEqual([hour]);
  expect(await differences({ verdicts: [aVerdict({ limitValue: 51 })] })).toEqual([hour]);
  expect(await differences({ verdicts: [] })).toEqual([hour]);
  expect(await differences({ deadlines: [aDeadline("d1", { at: plus(T0, 1) })] })).toEqual(["deadline d1"]);
  expect(await differences({ deadlines: [] })).toEqual(["deadline d1"]);
  expect(await differences({ counters: { "410199-2026": 2 } })).toEqual(["counter 410199-2026"]);
});

test("what was answered to an entry or a request, or told to pages, is compared and named with its kind", async () => {
  const declined = { seq: 1, ok: false, refusal: { status: 404, code: "not-found", facts: {} } } as const;

  expect(await differences({ outcomes: [declined] })).toEqual(["outcome 1"]);
  expect(await differences({ outcomes: [] })).toEqual(["outcome 1"]);
  expect(await differences({ commands: [aCommand("r1", { fingerprint: "other" })] })).toEqual(["request r1"]);
  expect(await differences({ commands: [aCommand("r1"), aCommand("r2")] })).toEqual(["request r2"]);
  expect(await differences({ events: [anEvent("f2")] })).toEqual(["event 1"]);
  expect(await differences({ events: [anEvent("f1"), anEvent("f1")] })).toEqual(["event 2"]);
});

test("answers and events behind the first page are compared, too", async () => {
  const events = Array.from({ length: 1_002 }, (_, i) => anEvent(`f${i}`));
  const changed = [...events.slice(0, -1), anEvent("other")];

  expect((await compareRecords(await records({ events }), await records({ events: changed }))).different).toEqual(["event 1002"]);
});

test("what only one side has is named, whichever side it is", async () => {
  const none = { findings: [], subjects: [], timeline: [] };
  const [whole, empty] = [await records(WHOLE), await records(none)];

  const hour = `verdict hour ${outlet} ${pollutant} 2026-11-23T00:00:00.000Z`;
  const all = ["f1", "case:1", "declaration:1", "deadline d1", "counter 410199-2026", "outcome 1", "request r1", "event 1", hour];
  expect((await compareRecords(whole, empty)).different).toEqual(all);
  expect((await compareRecords(empty, whole)).different).toEqual(all);
});

test("findings behind the first page are compared, too", async () => {
  const many = Array.from({ length: 1_001 }, (_, i) => aFinding(`f${i}`));
  const changed = many.map((finding) => (finding.id === "f0" ? { ...finding, value: 1 } : finding));

  const compared = await compareRecords(await records({ findings: many }), await records({ findings: changed }));

  expect(compared.findings.length).toBe(1_001);
  expect(compared.different).toEqual(["f0"]);
});

test("a number that stands at zero is the same as one that was never given", async () => {
  expect(await differences({ counters: { "410199-2026": 1, "due-of-tick": 0 } })).toEqual([]);
  expect(await differences({ counters: { "410199-2026": 1, "due-of-tick": 2 } })).toEqual(["counter due-of-tick"]);
});
