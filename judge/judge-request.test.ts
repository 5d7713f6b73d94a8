import { expect, test } from "vitest";
import { DECLARATIONS } from "../cases/declaration/declaration-collection.ts";
import { DECLARE } from "../cases/declaration/declaration-commands.ts";
import type { Command, CommandRequest } from "../core/casework/command.ts";
import { commandOf } from "../core/casework/command-of.ts";
import type { EntryContent } from "../core/entries/read-entry.ts";
import { EMPTY_REGISTRY } from "../core/registry/registry.ts";
import { RegistryTimeline } from "../core/registry/registry-timeline.ts";
import { DAY, HOUR, type Instant, plus } from "../core/time.ts";
import { MemoryRecords } from "../storage/memory/memory-records.ts";
import { aGrid, anActor, NOW } from "../tests/support/case-facts.ts";
import { HOUR_START } from "../tests/support/hour-facts.ts";
import { reading, STACK } from "../tests/support/judge-desk.ts";
import { Judge } from "./judge.ts";

const REQUEST: CommandRequest = { id: "r1", fingerprint: "a declaration", actor: "u1" };
const DECLARED: Command = {
  ...commandOf(DECLARE, {
    actor: anActor("enterprise-specialist"),
    subject: null,
    body: {
      enterprise: "e1",
      outlets: ["e1-B1"],
      pollutants: ["a34001"],
      cause: "maintenance",
      from: plus(NOW, HOUR),
      to: plus(NOW, 2 * HOUR),
      measures: "洒水",
      note: "",
    },
  }),
  request: REQUEST,
};

/** A judge of which a test says when it commits and when it starts anew. */
function aJudge() {
  const records = new MemoryRecords();
  const registries = new RegistryTimeline({ seq: 1, registry: aGrid().registry });
  let judge = new Judge(records, registries);
  let seq = 1;
  const apply = async (content: EntryContent, at: Instant = NOW): Promise<number> => {
    seq += 1;
    const entry = { kind: "command", transport: "api", mn: "", topic: "", payload: new Uint8Array(0), format: 1 } as const;
    if (content.kind === "registry" && content.stale === undefined) registries.add(seq, content.step);
    await judge.apply({ entry: { ...entry, seq, at }, content });
    return seq;
  };
  const commit = () => judge.take(seq).then((batch) => records.commit(batch));
  const restart = () => {
    judge = new Judge(records, registries);
  };
  const declarations = () => records.subjects.count(DECLARATIONS, []);
  return { records, apply, commit, restart, declarations };
}

const declare = (over: Partial<Command> = {}): EntryContent => ({ kind: "command", command: { ...DECLARED, ...over } });

// Behaviour
test("a request that stands in the journal twice takes effect once and has its first outcome twice", async () => {
  for (const when of ["in the same run", "after a commit", "after a restart"]) {
    const { records, apply, commit, restart, declarations } = aJudge();
    const first = await apply(declare());
    if (when !== "in the same run") await commit();
    if (when === "after a restart") restart();

    const second = await apply(declare());
    await commit();

    const outcome = await records.outcome(first);
    expect(outcome, when).toMatchObject({ ok: true, result: { id: expect.any(String) } });
    expect(await records.outcome(second)).toEqual({ ...outcome, seq: second, first });
    expect(await declarations(), when).toBe(1);
    expect(await records.command("r1")).toEqual({ ...REQUEST, at: NOW, outcome });
  }
});

// Behaviour
test("a message that was asked to be offered again twice under one key is answered once, and read each time", async () => {
  const { records, apply, commit, restart } = aJudge();
  const message = {
    messageId: 7,
    seq: 2,
    receivedAt: NOW,
    mn: "SIM1",
    topic: "",
    transport: "mqtt",
    raw: new Uint8Array(0),
  } as const;
  const said = { isControl: false, rejections: [], quirks: [] } as const;
  const retry = (value: number): EntryContent => ({
    kind: "message",
    message: { ...message, ...said, readings: [reading(STACK, value)] },
    asked: { request: REQUEST, row: "7-0" },
  });
  const first = await apply(retry(150));
  await commit();
  restart();
  const second = await apply(retry(160));
  await commit();

  const outcome = await records.outcome(first);
  expect(outcome).toMatchObject({ ok: true, result: { id: "7-0", messageId: 7 } });
  expect(await records.outcome(second)).toEqual({ ...outcome, seq: second, first });
  const [hour] = await records.periodsOf([{ ...STACK, basis: "hour", start: HOUR_START }]);
  expect(hour?.own.map(({ value }) => value).sort()).toEqual([150, 160]);
});

test("what somebody asks of the quarantine is answered with what was found, and under one key once", async () => {
  const { records, apply, commit } = aJudge();
  const body = { filter: { reason: "wrong-crc" }, upTo: 7, found: { rows: 3, messages: 2 } };
  const command = { type: "quarantine-discard", format: 1, actor: anActor("duty-desk"), subject: null, body };
  const first = await apply({ kind: "command", command: { ...command, request: REQUEST } });
  const second = await apply({ kind: "command", command: { ...command, request: REQUEST } });
  await commit();

  expect(await records.outcome(first)).toEqual({ seq: first, ok: true, result: { rows: 3, messages: 2 } });
  expect(await records.outcome(second)).toMatchObject({ ok: true, first, result: { rows: 3, messages: 2 } });
});

test("a refusal is an outcome, too: its repeat is refused alike although it would be taken now", async () => {
  const { records, apply, commit, declarations } = aJudge();
  const first = await apply(declare({ actor: anActor("leader") }));
  const second = await apply(declare());
  await commit();

  expect(await records.outcome(first)).toMatchObject({ ok: false, refusal: { code: "role-not-allowed" } });
  expect(await records.outcome(second)).toMatchObject({ ok: false, first, refusal: { code: "role-not-allowed" } });
  expect(await declarations()).toBe(0);
});

test("another thing under the same key is refused and changes nothing, and the first outcome stays", async () => {
  const { records, apply, commit, declarations } = aJudge();
  await apply(declare());
  const other = await apply(declare({ request: { ...REQUEST, fingerprint: "another" } }));
  await commit();

  expect(await records.outcome(other)).toEqual({
    seq: other,
    ok: false,
    refusal: { status: 422, code: "idempotency-key-reused", facts: {} },
  });
  expect(await declarations()).toBe(1);
  expect(await records.command("r1")).toMatchObject({ fingerprint: "a declaration", outcome: { ok: true } });
});

test("a request is known for seven days; after them it is a new one, and older rows go", async () => {
  const { records, apply, commit, declarations } = aJudge();
  await apply(declare({ request: { ...REQUEST, id: "r0" } }));
  await apply(declare(), plus(NOW, 1));
  const known = await apply(declare(), plus(NOW, 7 * DAY + 1));
  const forgotten = await apply(declare({ request: { ...REQUEST, id: "r0" } }), plus(NOW, 7 * DAY + 1));
  await commit();

  expect(await records.outcome(known)).toHaveProperty("first");
  expect(await records.outcome(forgotten)).not.toHaveProperty("first");
  expect(await declarations()).toBe(3);
  expect(await records.command("r0")).toMatchObject({ at: plus(NOW, 7 * DAY + 1) });
  expect(await records.command("r1")).toMatchObject({ at: plus(NOW, 1) });
});

test("a registry made from a version that is not in force any more changes nothing, and its request stays open", async () => {
  const { records, apply, commit } = aJudge();
  const stale = await apply({
    kind: "registry",
    step: { registry: EMPTY_REGISTRY },
    request: REQUEST,
    stale: { given: 0, current: 1 },
  });
  await commit();

  expect(await records.registrySeq()).toBe(0);
  expect(await records.command("r1")).toBeUndefined();
  expect(await records.outcome(stale)).toEqual({
    seq: stale,
    ok: false,
    refusal: { status: 409, code: "stale-version", facts: { given: 0, current: 1 } },
  });
});

test("a registry and a move of the clock leave the outcome of their request, and a repeat of them does nothing", async () => {
  const { records, apply, commit } = aJudge();
  const registry: EntryContent = { kind: "registry", step: { registry: aGrid().registry }, request: REQUEST };
  const put = await apply(registry);
  const again = await apply(registry);
  const tick = await apply({ kind: "tick", request: { ...REQUEST, id: "r2" } });
  await commit();

  expect((await records.registrySteps(0)).map((version) => version.seq)).toEqual([put]);
  expect(await records.outcome(again)).toEqual({ seq: again, first: put, ok: true, result: { revised: [] } });
  expect(await records.command("r2")).toMatchObject({ outcome: { seq: tick, ok: true, result: { now: NOW } } });
});
