import { expect, test } from "vitest";
import type { Case } from "../cases/case/case.ts";
import { TRANSITION } from "../cases/case/transition-command.ts";
import type { Command } from "../core/casework/command.ts";
import type { Deadline } from "../core/casework/deadline.ts";
import type { Reading } from "../core/readings/reading.ts";
import type { Gathering } from "../core/records/gathered.ts";
import { MemoryRecords } from "../storage/memory/memory-records.ts";
import { aGrid, anActor, NOW } from "../tests/support/case-facts.ts";
import { BOUNDARY, MN, reading, STACK } from "../tests/support/judge-desk.ts";
import { aBatch, aCase, caseWrites } from "../tests/support/records-facts.ts";
import { concernedBy, EVERYONE, partitionsOf } from "./partitions.ts";
import type { Turn } from "./turn.ts";
import { WorkingSet } from "./working-set.ts";

async function turnOver(...cases: readonly Case[]): Promise<Turn> {
  const records = new MemoryRecords();
  await records.commit(aBatch(1, { subjects: caseWrites(...cases) }));
  return { set: new WorkingSet(records), index: aGrid(), seq: 2, now: NOW };
}

const OF_AN_OUTLET = aCase("case:a", { outlet: "e2-DA001", enterprise: "e2" });
const OF_AN_ENTERPRISE = aCase("case:b", { outlet: null, enterprise: "e9" });
const OF_NOBODY = aCase("case:c", { outlet: null, enterprise: null });

function due(kind: string, subject: string): Deadline {
  return { id: `${kind}:${subject}`, at: NOW, kind, subject, detail: "" };
}

test("what is due is of the enterprise of its outlet or row, and of everyone where none is known", async () => {
  const turn = await turnOver(OF_AN_OUTLET, OF_AN_ENTERPRISE, OF_NOBODY);
  const deadlines = [
    due("ask-again", "e1-DA001"),
    due("ask-again", "gone"),
    due("case", "case:a"),
    due("case", "case:b"),
    due("case", "case:c"),
    due("case", "gone"),
    due("unheard-of", "case:a"),
  ];

  expect(await partitionsOf(turn, deadlines)).toEqual(["e1", EVERYONE, "e2", "e9", EVERYONE, EVERYONE, EVERYONE]);
  expect(await partitionsOf(turn, [due("ask-again", "e2-DA001")])).toEqual(["e2"]);
});

function message(...readings: readonly Reading[]) {
  const said = { isControl: false, rejections: [], quirks: [], raw: new Uint8Array(0), topic: "", transport: "mqtt" } as const;
  return { kind: "message", message: { ...said, messageId: 0, seq: 2, receivedAt: NOW, mn: MN, readings } } as const;
}

test("a message concerns the enterprises of the hours it brings, each once, and everyone where an outlet is not registered", async () => {
  const turn = await turnOver();
  const hours = [reading(STACK, 1), reading(BOUNDARY, 1), reading({ ...STACK, outlet: "e2-DA001" }, 1)];

  expect(await concernedBy(turn, message(...hours))).toEqual(["e1", "e2"]);
  expect(await concernedBy(turn, message(...hours, reading({ ...STACK, outlet: "gone" }, 1)))).toBe("everyone");
  expect(await concernedBy(turn, message(reading(STACK, 1, { basis: "realtime" })))).toEqual([]);
});

function step(subject: string | null, type: string = TRANSITION.type): { readonly kind: "command"; readonly command: Command } {
  return { kind: "command", command: { type, format: 1, actor: anActor("street-officer"), subject, body: {} } };
}

test("a step concerns the enterprise of its row, and everyone where it makes a row or nobody knows the row or the step", async () => {
  const turn = await turnOver(OF_AN_OUTLET, OF_NOBODY);

  expect(await concernedBy(turn, step("case:a"))).toEqual(["e2"]);
  expect(await concernedBy(turn, step("case:c"))).toBe("everyone");
  expect(await concernedBy(turn, step("gone"))).toBe("everyone");
  expect(await concernedBy(turn, step(null))).toBe("everyone");
  expect(await concernedBy(turn, step("case:a", "unheard-of"))).toBe("everyone");
});

test("a tick concerns everyone", async () => {
  expect(await concernedBy(await turnOver(), { kind: "tick" })).toBe("everyone");
});

test("the rows of many deadlines are asked for in one question of each collection", async () => {
  const records = new MemoryRecords();
  const asked: number[] = [];
  const counting = Object.assign(Object.create(records) as MemoryRecords, {
    subjects: records.subjects,
    gather: (gathering: Gathering) => {
      asked.push(gathering.rows?.length ?? 0);
      return records.gather(gathering);
    },
  });
  const turn: Turn = { set: new WorkingSet(counting), index: aGrid(), seq: 2, now: NOW };

  await partitionsOf(turn, [due("case", "case:a"), due("ask-again", "e1-DA001"), due("case", "case:b")]);

  expect(asked).toEqual([1]);
});
