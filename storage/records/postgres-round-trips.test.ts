import { afterAll, afterEach, describe, expect, test } from "vitest";
import { startPostgres } from "../../scripts/harness/postgres-server.ts";
import { CountingClient, tripsOf } from "../../tests/support/counting-client.ts";
import { aNote, NOTES, noteWrite } from "../../tests/support/notes.ts";
import { aBatch, aDeadline, aFinding, anEvent, anHour, aVerdict } from "../../tests/support/records-facts.ts";
import { type OpenedRecords, openPostgresRecords } from "./open-records.ts";

const server = await startPostgres();
const opened: OpenedRecords[] = [];

afterEach(async () => {
  for (const item of opened.splice(0)) await item.close();
});
afterAll(async () => server?.stop());

async function openRecords(url: string) {
  const store = await openPostgresRecords({ url, collections: [NOTES], Client: CountingClient });
  opened.push(store);
  return store.records;
}

/** Something of everything, so many times. */
function everything(upTo: number, many: number) {
  const ids = Array.from({ length: many }, (_, i) => `${upTo}-${i}`);
  return aBatch(upTo, {
    periods: ids.map((id) => anHour({ outlet: id })),
    verdicts: ids.map((id) => ({ ...aVerdict(), outlet: id })),
    findings: ids.map((id) => aFinding(id)),
    events: ids.map((id) => anEvent(id)),
    subjects: ids.map((id) => noteWrite(aNote(id, { outlets: ["x", id] }))),
    deadlines: ids.map((id) => aDeadline(id)),
    clearedDeadlines: ids.map((id) => `old ${id}`),
    outcomes: [{ seq: upTo, ok: true, result: {} }],
    counters: { n: upTo },
  });
}

describe.skipIf(server === undefined)("with a PostgreSQL server", () => {
  const newUrl = async (): Promise<string> => (await server?.newDatabase()) ?? "";

  test.each([1, 500])("a batch of %i of everything is committed in one round trip, and read again in one", async (many) => {
    const records = await openRecords(await newUrl());
    await records.commit(everything(1, many));

    expect(await tripsOf(() => records.commit(everything(2, many)))).toBe(1);

    const ids = Array.from({ length: many }, (_, i) => `2-${i}`);
    const asked = {
      newest: ids.map((outlet) => anHour({ outlet })),
      periods: ids.map((outlet) => anHour({ outlet })),
      findings: ids,
      counters: ["n"],
      timelines: ids,
      rows: [{ collection: NOTES, ids }],
    };
    let found: Awaited<ReturnType<typeof records.gather>> | undefined;
    expect(
      await tripsOf(async () => {
        found = await records.gather(asked);
      }),
    ).toBe(1);
    expect(found?.periods).toHaveLength(many);
    expect(found?.rows[0]).toHaveLength(many);
    expect(found?.counters).toEqual([2]);
    expect((await records.eventsAfter(0, 10_000)).map(({ id }) => id)).toEqual(Array.from({ length: 2 * many }, (_, i) => i + 1));
  });

  test("a batch that another writer has overtaken changes nothing, and the next one is committed", async () => {
    const url = await newUrl();
    const [one, other] = [await openRecords(url), await openRecords(url)];
    await one.commit(aBatch(1));
    await other.commit(aBatch(2, { events: [anEvent("other")], counters: { n: 2 } }));

    await one.commit(aBatch(2, { events: [anEvent("late")], counters: { n: 99 } }));
    await one.commit(aBatch(3, { events: [anEvent("next")], counters: { n: 3 } }));

    expect((await one.eventsAfter(0, 10)).map(({ id, subject }) => [id, subject])).toEqual([
      [1, "other"],
      [2, "next"],
    ]);
    expect(await one.counter("n")).toBe(3);
  });

  test("of a batch that fails in its middle nothing remains, and the same place is committed afterwards", async () => {
    const records = await openRecords(await newUrl());
    await records.commit(aBatch(1));

    await expect(records.commit(aBatch(2, { periods: [anHour()], findings: [aFinding("a\u0000b")] }))).rejects.toThrow();
    expect([await records.cursor(), await records.periodsOf([anHour()])]).toEqual([1, []]);

    await records.commit(aBatch(2, { periods: [anHour()] }));
    expect([await records.cursor(), await records.periodsOf([anHour()])]).toEqual([2, [anHour()]]);
  });
});
