import { describe, expect, test } from "vitest";
import type { RecordsBatch, RecordsStore } from "../../core/records/records.ts";
import { HOUR, instant, plus } from "../../core/time.ts";
import { aBatch, aDeadline, aFinding, anEvent, anHour, aRegistry, aTimelineLine, T0 } from "../support/records-facts.ts";
import { recordsCommandsContract } from "./records-commands.ts";
import { daySumsContract } from "./records-day-sums.ts";
import { recordsListsContract } from "./records-lists.ts";
import { recordsPeriodsContract } from "./records-periods.ts";

/** Opens an empty store. Its owner closes it and cleans up. */
export type OpenRecords = () => Promise<RecordsStore>;

/** What every store of the records promises. */
export function recordsContract(name: string, open: OpenRecords): void {
  describe(`records in ${name}`, () => {
    commitContract(open);
    recordsPeriodsContract(open);
    daySumsContract(open);
    historyContract(open);
    feedsContract(open);
    recordsListsContract(open);
    recordsCommandsContract(open);
  });
}

function commitContract(open: OpenRecords): void {
  test("an empty store stands at entry 0 and knows nothing", async () => {
    const store = await open();

    expect(await store.cursor()).toBe(0);
    expect(await store.lastEventId()).toBe(0);
    expect(await store.registrySeq()).toBe(0);
    expect(await store.counter("410199-2026")).toBe(0);
    expect(await store.finding("none")).toBeUndefined();
    expect(await store.nextDeadline()).toBeUndefined();
  });

  test("a batch moves the cursor even when it changes nothing else", async () => {
    const store = await open();

    await store.commit(aBatch(12));

    expect(await store.cursor()).toBe(12);
  });

  test("a batch at or before the cursor changes nothing", async () => {
    const store = await open();
    await store.commit(aBatch(10, { findings: [aFinding("f1")], events: [anEvent("f1")], counters: { k: 1 } }));

    await store.commit(aBatch(10, { findings: [aFinding("f1", { status: "withdrawn" })], events: [anEvent("f1")] }));
    await store.commit(aBatch(9, { findings: [aFinding("f2")], counters: { k: 9 } }));

    expect((await store.finding("f1"))?.status).toBe("provisional");
    expect(await store.finding("f2")).toBeUndefined();
    expect(await store.lastEventId()).toBe(1);
    expect(await store.counter("k")).toBe(1);
    expect(await store.cursor()).toBe(10);
  });

  test("a batch that fails in the middle leaves nothing behind", async () => {
    const store = await open();
    await store.commit(aBatch(1, { timeline: [aTimelineLine("c1", 0)], deadlines: [aDeadline("d1")] }));
    const failing = aBatch(2, {
      registries: [{ seq: 2, at: T0, registry: aRegistry() }],
      periods: [anHour()],
      findings: [aFinding("f1")],
      timeline: [aTimelineLine("c1", 1), aTimelineLine("c1", 0, { note: "history rewritten" })],
      clearedDeadlines: ["d1"],
      events: [anEvent("c1")],
      counters: { "410199-2026": 1 },
    });

    await expect(store.commit(failing)).rejects.toThrow();

    expect(await store.cursor()).toBe(1);
    expect(await store.registrySeq()).toBe(0);
    expect(await store.periodsOf([anHour()])).toEqual([]);
    expect(await store.finding("f1")).toBeUndefined();
    expect(await store.timeline("c1")).toEqual([aTimelineLine("c1", 0)]);
    expect(await store.nextDeadline()).toEqual(aDeadline("d1"));
    expect(await store.lastEventId()).toBe(0);
    expect(await store.counter("410199-2026")).toBe(0);
  });

  test("after a batch that failed the next one is taken", async () => {
    const store = await open();
    await store.commit(aBatch(1, { timeline: [aTimelineLine("c1", 0)] }));
    await expect(store.commit(aBatch(2, { timeline: [aTimelineLine("c1", 0)] }))).rejects.toThrow();

    await store.commit(aBatch(2, { timeline: [aTimelineLine("c1", 1)] }));

    expect(await store.timeline("c1")).toHaveLength(2);
  });

  test("of two states of one thing in a batch the later one counts", async () => {
    const store = await open();

    await store.commit(
      aBatch(1, {
        findings: [aFinding("f1"), aFinding("f1", { status: "confirmed" })],
        deadlines: [aDeadline("x"), aDeadline("x", { at: plus(T0, HOUR) })],
      }),
    );

    expect((await store.finding("f1"))?.status).toBe("confirmed");
    expect((await store.nextDeadline())?.at).toBe(plus(T0, HOUR));
  });

  test("a closed store takes no batch", async () => {
    const store = await open();
    await store.close();

    await expect(store.commit(aBatch(1))).rejects.toThrow("closed");
  });

  test("two commits at the same time are taken one after the other", async () => {
    const store = await open();

    await Promise.all([store.commit(aBatch(1, { events: [anEvent("a")] })), store.commit(aBatch(2, { events: [anEvent("b")] }))]);

    expect(await store.cursor()).toBe(2);
    const ids = (await store.eventsAfter(0, 10)).map((event) => event.id);
    expect(ids).toEqual(ids.map((_, i) => i + 1));
  });
}

function historyContract(open: OpenRecords): void {
  test("a registry version is what was stored whole and what changed since, at each place of the journal", async () => {
    const store = await open();
    const first = { seq: 3, at: T0, registry: aRegistry() };
    const people = { put: [{ id: "p1", name: "演示甲" }], removed: [] };
    const second = { seq: 9, at: plus(T0, HOUR), edit: { people } };
    const third = { seq: 12, at: plus(T0, 2 * HOUR), edit: { people: { put: [], removed: ["p1"] } } };
    const whole = { seq: 20, at: plus(T0, 3 * HOUR), registry: aRegistry({ enterprises: [] }) };

    await store.commit(aBatch(4, { registries: [first] }));
    await store.commit(aBatch(12, { registries: [second, third] }));
    await store.commit(aBatch(20, { registries: [whole] }));

    expect(await store.registryAt(2)).toBeUndefined();
    expect(await store.registryAt(8)).toEqual(first);
    expect(await store.registryAt(9)).toMatchObject({
      seq: 9,
      at: second.at,
      registry: { ...first.registry, people: people.put },
    });
    expect(await store.registryAt(19)).toEqual({ ...first, seq: 12, at: third.at });
    expect(await store.registryAt(99)).toEqual(whole);
    expect(await store.registrySteps(3)).toEqual([second, third, whole]);
    expect(await store.registrySeq()).toBe(20);
    expect([await store.registrySeq(2), await store.registrySeq(11)]).toEqual([0, 9]);
  });

  test("a thousand edits of a registry come back as one version, and as the versions between", async () => {
    const store = await open();
    await store.commit(aBatch(1, { registries: [{ seq: 1, at: T0, registry: aRegistry() }] }));
    const edit = (n: number) => ({ people: { put: [{ id: `p${n % 7}`, name: `${n}` }], removed: [] } });
    const registries = Array.from({ length: 1_000 }, (_, i) => ({ seq: i + 2, at: T0, edit: edit(i) }));

    await store.commit(aBatch(1_001, { registries }));

    const namesAt = async (seq: number) => (await store.registryAt(seq))?.registry.people.map((person) => person.name);
    expect(await namesAt(4)).toEqual(["0", "1", "2"]);
    // The newest of each of the seven: 994 to 999 of p0 to p5, and 993 of p6.
    expect(await namesAt(1_001)).toEqual(["994", "995", "996", "997", "998", "999", "993"]);
  });

  test("the timeline of a case comes in order, whatever the order of writing", async () => {
    const store = await open();
    const lines = [1, 0, 10, 2].map((index) => aTimelineLine("c1", index, { fields: { unit: "u-police" } }));

    await store.commit(aBatch(1, { timeline: [...lines, aTimelineLine("c2", 0)] }));

    expect((await store.timeline("c1")).map((line) => line.index)).toEqual([0, 1, 2, 10]);
    expect(await store.timeline("c2")).toEqual([aTimelineLine("c2", 0)]);
    expect(await store.timeline("c3")).toEqual([]);
  });

  test("a text with a NUL or half a character in a document comes back as it was", async () => {
    const store = await open();
    const note = "a\u0000b\ud800 𠮷 演示";

    await store.commit(aBatch(1, { timeline: [aTimelineLine("c1", 0, { note })] }));

    expect(await store.timeline("c1")).toMatchObject([{ note }]);
  });
}

function feedsContract(open: OpenRecords): void {
  test("due deadlines come earliest first, those of the same moment by id, up to the moment itself", async () => {
    const store = await open();
    await store.commit(
      aBatch(1, {
        deadlines: [
          aDeadline("late", { at: plus(T0, 1) }),
          aDeadline("b"),
          aDeadline("a"),
          aDeadline("early", { at: plus(T0, -HOUR) }),
        ],
      }),
    );

    expect((await store.dueDeadlines(T0, 10)).map((deadline) => deadline.id)).toEqual(["early", "a", "b"]);
    expect((await store.dueDeadlines(T0, 2)).map((deadline) => deadline.id)).toEqual(["early", "a"]);
    expect((await store.dueDeadlines(T0, 2, { at: T0, id: "a" })).map((deadline) => deadline.id)).toEqual(["b"]);
    expect((await store.dueDeadlines(T0, 2, { at: plus(T0, -1), id: "z" })).map((deadline) => deadline.id)).toEqual(["a", "b"]);
    expect(await store.nextDeadline()).toEqual(aDeadline("early", { at: plus(T0, -HOUR) }));
  });

  test("a deadline is replaced by one with the same id and goes when it is cleared", async () => {
    const store = await open();
    await store.commit(aBatch(1, { deadlines: [aDeadline("a"), aDeadline("b")] }));

    await store.commit(
      aBatch(2, { deadlines: [aDeadline("a", { at: plus(T0, HOUR) })], clearedDeadlines: ["b", "never-there"] }),
    );

    expect(await store.dueDeadlines(plus(T0, HOUR), 10)).toEqual([aDeadline("a", { at: plus(T0, HOUR) })]);
  });

  test("a deadline that a batch clears and sets stays set", async () => {
    const store = await open();

    await store.commit(aBatch(1, { deadlines: [aDeadline("a")], clearedDeadlines: ["a"] }));

    expect(await store.nextDeadline()).toEqual(aDeadline("a"));
  });

  test("an outcome is found by its entry, accepted or declined", async () => {
    const store = await open();
    const accepted = { seq: 5, ok: true, result: { id: "c1" } } as const;
    const refused = {
      seq: 6,
      ok: false,
      refusal: { status: 409, code: "stale-version", facts: { given: 1, current: 2 } },
    } as const;

    await store.commit(aBatch(6, { outcomes: [accepted, refused] }));

    expect(await store.outcome(5)).toEqual(accepted);
    expect(await store.outcome(6)).toEqual(refused);
    expect(await store.outcome(7)).toBeUndefined();
    expect(await store.outcomesAfter(0, 10)).toEqual([accepted, refused]);
    expect(await store.outcomesAfter(0, 1)).toEqual([accepted]);
    expect(await store.outcomesAfter(5, 10)).toEqual([refused]);
  });

  test("the newest 10,000 outcomes are kept", async () => {
    const store = await open();
    const outcomes = Array.from({ length: 10_001 }, (_, i) => ({ seq: 2 * (i + 1), ok: true, result: {} }) as const);

    await store.commit(aBatch(30_000, { outcomes }));

    expect(await store.outcome(2)).toBeUndefined();
    expect(await store.outcome(4)).toBeDefined();
    expect(await store.outcome(20_002)).toBeDefined();
  });

  test("the newest 50,000 events are kept", async () => {
    const store = await open();

    await store.commit(aBatch(1, { events: Array.from({ length: 50_002 }, () => anEvent("c1")) }));

    expect((await store.eventsAfter(0, 1))[0]?.id).toBe(3);
    expect(await store.lastEventId()).toBe(50_002);
  });

  test("ids of events grow from batch to batch and a reader goes on after the last one it saw", async () => {
    const store = await open();
    await store.commit(aBatch(1, { events: [anEvent("a"), anEvent("b")] }));
    await store.commit(aBatch(2, { events: [anEvent("c", { outlet: null, cell: null, enterprise: null })] }));

    const first = await store.eventsAfter(0, 2);
    const rest = await store.eventsAfter(first.at(-1)?.id ?? 0, 10);

    expect(first).toEqual([
      { id: 1, ...anEvent("a") },
      { id: 2, ...anEvent("b") },
    ]);
    expect(rest).toEqual([{ id: 3, ...anEvent("c", { outlet: null, cell: null, enterprise: null }) }]);
    expect(await store.lastEventId()).toBe(3);
  });

  test("a running number is what the last batch set", async () => {
    const store = await open();
    await store.commit(aBatch(1, { counters: { "410199-2026": 7 } }));

    await store.commit(aBatch(2, { counters: { "410199-2026": 8, "410199-2027": 1 } }));

    expect(await store.counter("410199-2026")).toBe(8);
    expect(await store.counter("410199-2027")).toBe(1);
    expect(await store.countersOf(["410199-2027", "never", "410199-2026"])).toEqual([1, 0, 8]);
    expect(await store.counters()).toEqual({ "410199-2026": 8, "410199-2027": 1 });
  });

  test("what is asked at once is answered as single questions are, what nobody wrote as nothing", async () => {
    const store = await open();
    const line = { subject: "case:1", index: 0, at: T0, seq: 1, actor: "engine", actorName: "", action: "opened", note: "" };
    const timeline = [line, { ...line, index: 1 }].map((l) => ({ ...l, from: null, to: "signal" }));
    await store.commit(
      aBatch(1, {
        periods: [anHour()],
        findings: [aFinding("f1")],
        counters: { n: 7 },
        timeline: timeline as RecordsBatch["timeline"],
      }),
    );
    const { outlet, pollutant, basis, start } = anHour();

    const found = await store.gather({
      newest: [
        { outlet, pollutant, basis },
        { outlet: "none", pollutant, basis },
      ],
      periods: [
        { outlet, pollutant, basis, start },
        { outlet, pollutant, basis, start: plus(start, HOUR) },
      ],
      findings: ["f1", "f2"],
      counters: ["n", "none"],
      timelines: ["case:2", "case:1"],
    });

    expect(found).toEqual({
      newest: [start, null],
      periods: [anHour()],
      findings: [aFinding("f1")],
      counters: [7, 0],
      timelines: [0, 2],
      rows: [],
    });
    expect(await store.gather({})).toEqual({ newest: [], periods: [], findings: [], counters: [], timelines: [], rows: [] });
  });

  test("instants far beyond 32 bits keep every millisecond", async () => {
    const store = await open();
    const farAway = instant(Date.UTC(9999, 11, 31, 23, 59, 59, 999));

    await store.commit(aBatch(Number.MAX_SAFE_INTEGER, { deadlines: [aDeadline("a", { at: farAway })] }));

    expect(await store.dueDeadlines(farAway, 1)).toHaveLength(1);
    expect(await store.dueDeadlines(plus(farAway, -1), 1)).toHaveLength(0);
    expect(await store.cursor()).toBe(Number.MAX_SAFE_INTEGER);
  });
}
