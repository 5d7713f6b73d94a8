import { expect, test } from "vitest";
import { JournalFailedError } from "../../core/failures.ts";
import type { JournalArchive, JournalCursors, JournalReader, JournalWriter } from "../../core/journal/journal.ts";
import type { JournalEntry, NewEntry } from "../../core/journal/journal-entry.ts";
import { instant } from "../../core/time.ts";

/** A journal under test. `reader` gives a fresh reader each time. Blocks have `BLOCK` entries. */
export interface JournalUnderTest {
  readonly writer: JournalWriter;
  readonly reader: () => JournalReader;
  readonly cursors: JournalCursors;
  readonly archive: JournalArchive;
}

/** Entries of one sealed segment in the contract. */
export const BLOCK = 10;

/** A frame of a synthetic device; its payload and its time tell which one it is. */
export function frame(number: number, facts: Partial<NewEntry> = {}): NewEntry {
  return {
    kind: "frame",
    at: instant(1_000 * number),
    transport: "mqtt",
    mn: "SIM4101020001",
    topic: "outfall/v1/SIM4101020001/hj212",
    payload: Buffer.from(`##0101QN=${number};演示`),
    ...facts,
  };
}

/** Appends frames `from … to` at once and answers their numbers. */
export function appendFrames(writer: JournalWriter, from: number, to: number): Promise<number[]> {
  return Promise.all(range(from, to).map((number) => writer.append(frame(number))));
}

/** The whole numbers `from … to`, both included. */
export function range(from: number, to: number): number[] {
  return Array.from({ length: to - from + 1 }, (_, index) => from + index);
}

/** Reads from `after` to the end in steps of `step`. */
export async function readAll(reader: JournalReader, after = 0, step = 7): Promise<JournalEntry[]> {
  const entries: JournalEntry[] = [];
  for (let position = after; ; ) {
    const next = await reader.read(position, step);
    const last = next.at(-1);
    if (last === undefined) return entries;
    entries.push(...next);
    position = last.seq;
  }
}

/** What every journal promises. `open` makes an empty one; its owner cleans up. */
export function journalContract(name: string, open: () => Promise<JournalUnderTest>): void {
  writerContract(name, open);
  readerContract(name, open);
  archiveContract(name, open);
}

function writerContract(name: string, open: () => Promise<JournalUnderTest>): void {
  test(`${name}: entries are numbered in the order of the calls`, async () => {
    const { writer, reader } = await open();

    const numbers = await appendFrames(writer, 1, 137);

    expect(numbers).toEqual(range(1, 137));
    expect((await readAll(reader())).map((entry) => entry.at)).toEqual(range(1, 137).map((number) => number * 1_000));
  });

  test(`${name}: an entry whose append has resolved is read by a fresh reader, byte for byte`, async () => {
    const { writer, reader } = await open();
    const raw = Buffer.from([0, 255, 10, 13, 0]);
    const retry = frame(2, { kind: "retry", transport: "api", topic: "", payload: raw, ref: 1 });

    await writer.append(frame(1));
    const seq = await writer.append(retry);

    const entry = await reader().entry(seq);
    expect({ ...entry, payload: Buffer.from(entry?.payload ?? []) }).toEqual({ ...retry, seq: 2, format: 1 });
    expect(await reader().entry(1)).not.toHaveProperty("ref");
  });

  test(`${name}: an entry says its format, live and sealed; one of a format that this build does not know stops the reader`, async () => {
    const { writer, reader, archive } = await open();
    await appendFrames(writer, 1, BLOCK);
    await writer.append(frame(BLOCK + 1, { format: 3 }));

    await archive.seal(BLOCK);

    expect((await reader().entry(1))?.format).toBe(1);
    await expect(reader().entry(BLOCK + 1)).rejects.toThrow("format 3");
  });

  test(`${name}: entries of one commit keep what is their own, whether their neighbours are like them or not`, async () => {
    const { writer, reader } = await open();
    const alike = range(1, 60).map((number) => frame(number, { transport: "hj212", topic: "" }));
    const mixed = range(61, 120).map((number) =>
      number % 2 === 0 ? frame(number) : frame(number, { kind: "retry", transport: "api", topic: "", ref: number - 60 }),
    );

    await Promise.all([...alike, ...mixed].map((entry) => writer.append(entry)));

    const read = (await readAll(reader())).map((entry) => ({ ...entry, payload: Buffer.from(entry.payload) }));
    expect(read).toEqual(
      [...alike, ...mixed].map((entry, i) => ({ ...entry, payload: Buffer.from(entry.payload), seq: i + 1, format: 1 })),
    );
  });

  test(`${name}: an empty payload is an entry like any other`, async () => {
    const { writer, reader } = await open();

    await writer.append(frame(1, { kind: "tick", transport: "system", mn: "", topic: "", payload: new Uint8Array(0) }));

    expect((await reader().entry(1))?.payload).toHaveLength(0);
  });

  test(`${name}: a commit is announced with the last durable number`, async () => {
    const { writer } = await open();
    const announced: number[] = [];
    writer.onDurable((lastSeq) => announced.push(lastSeq));

    await appendFrames(writer, 1, 20);

    expect(announced.at(-1)).toBe(20);
    expect(writer.pendingBytes()).toBe(0);
    expect(writer.health()).toBe("ok");
  });

  test(`${name}: closing waits for what was appended and refuses what comes later`, async () => {
    const { writer, reader } = await open();
    const appended = appendFrames(writer, 1, 30);

    await writer.close();

    expect(await appended).toHaveLength(30);
    await expect(writer.append(frame(31))).rejects.toThrow(JournalFailedError);
    expect(await reader().lastSeq()).toBe(30);
  });
}

function readerContract(name: string, open: () => Promise<JournalUnderTest>): void {
  test(`${name}: an empty journal has no entries, no last number and no last time`, async () => {
    const reader = (await open()).reader();

    expect(await reader.read(0, 10)).toEqual([]);
    expect(await reader.lastSeq()).toBe(0);
    expect(await reader.lastAt()).toBe(0);
    expect(await reader.entry(1)).toBeUndefined();
  });

  test(`${name}: the last time is the newest of all, although a clock went back and everything was sealed`, async () => {
    const { writer, reader, archive } = await open();
    await writer.append(frame(500));
    await appendFrames(writer, 2, BLOCK);

    await archive.seal(BLOCK);

    expect(await reader().lastAt()).toBe(500_000);
  });

  test(`${name}: frames are counted by device, time and position, from inclusive and to exclusive`, async () => {
    const { writer, reader, archive } = await open();
    await appendFrames(writer, 1, BLOCK);
    await writer.append(frame(11, { mn: "SIM4101020002" }));
    await writer.append(frame(12, { kind: "tick", mn: "" }));
    const period = { from: instant(2_000), to: instant(12_000) };
    const count = async () => {
      const fresh = reader();
      return [
        await fresh.countFrames({ after: 0, ...period }),
        await fresh.countFrames({ after: 4, ...period }),
        await fresh.countFrames({ after: 0, mn: "SIM4101020002", ...period }),
        await fresh.countFrames({ after: 0, from: instant(0), to: instant(1_000) }),
      ];
    };

    const before = await count();
    await archive.seal(12);

    expect(before).toEqual([10, 7, 1, 0]);
    expect(await count()).toEqual([10, 7, 1, 0]);
  });

  test(`${name}: a cursor is what was saved last, and 0 for a reader never heard of`, async () => {
    const { cursors } = await open();

    await cursors.save("judge", 5);
    await cursors.save("intake", 9);
    await cursors.save("judge", 7);

    expect(await cursors.load("judge")).toBe(7);
    expect(await cursors.load("shipper")).toBe(0);
    expect(await cursors.all()).toEqual({ intake: 9, judge: 7 });
  });

  test(`${name}: a reader that is forgotten is in no list and begins anew, and the others stay where they are`, async () => {
    const { cursors } = await open();
    await cursors.save("forward:city m1", 5);
    await cursors.save("judge", 7);

    await cursors.forget("forward:city m1");
    await cursors.forget("never-heard-of");

    expect(await cursors.all()).toEqual({ judge: 7 });
    expect(await cursors.load("forward:city m1")).toBe(0);
  });
}

function archiveContract(name: string, open: () => Promise<JournalUnderTest>): void {
  test(`${name}: only whole blocks that every reader has passed are sealed`, async () => {
    const { writer, archive } = await open();
    await appendFrames(writer, 1, 35);

    expect(await archive.seal(BLOCK - 1)).toEqual([]);
    const sealed = await archive.seal(29);

    expect(sealed.map(({ firstSeq, lastSeq, firstAt, lastAt }) => [firstSeq, lastSeq, firstAt, lastAt])).toEqual([
      [1, 10, 1_000, 10_000],
      [11, 20, 11_000, 20_000],
    ]);
    expect(await archive.segments()).toEqual(sealed);
    expect(sealed[1]?.previousHash).toBe(sealed[0]?.hash);
    expect(await archive.verify()).toBeUndefined();
  });

  test(`${name}: reading spans sealed and live entries in order, whatever the step`, async () => {
    const { writer, reader, archive } = await open();
    await appendFrames(writer, 1, 35);
    await archive.seal(20);

    for (const step of [1, 7, 10, 100]) {
      const entries = await readAll(reader(), 0, step);
      expect(entries.map((entry) => entry.seq)).toEqual(range(1, 35));
      expect(entries.map((entry) => Buffer.from(entry.payload).toString())).toEqual(
        range(1, 35).map((number) => `##0101QN=${number};演示`),
      );
    }
    expect((await reader().entry(15))?.at).toBe(15_000);
  });

  test(`${name}: a reader that is under way when entries are sealed reads each one once`, async () => {
    const { writer, reader, archive } = await open();
    await appendFrames(writer, 1, 35);
    const underWay = reader();

    const first = await underWay.read(0, 4);
    await archive.seal(30);
    const rest = await readAll(underWay, 4, 4);

    expect([...first, ...rest].map((entry) => entry.seq)).toEqual(range(1, 35));
  });

  test(`${name}: a number is not used again after everything was sealed`, async () => {
    const { writer, reader, archive } = await open();
    await appendFrames(writer, 1, 2 * BLOCK);
    await archive.seal(2 * BLOCK);

    expect(await writer.append(frame(21))).toBe(21);
    expect(await reader().lastSeq()).toBe(21);
  });

  test(`${name}: segments older than the retention are let go from the front and the rest still verifies`, async () => {
    const { writer, reader, archive } = await open();
    await appendFrames(writer, 1, 35);
    await archive.seal(30);

    expect(await archive.expire(instant(10_000), 9)).toEqual([]);
    expect((await archive.expire(instant(20_001), 1)).map(({ firstSeq }) => firstSeq)).toEqual([1]);
    expect((await archive.expire(instant(20_001), 9)).map(({ firstSeq }) => firstSeq)).toEqual([11]);

    expect((await archive.segments()).map((segment) => segment.firstSeq)).toEqual([21]);
    expect(await archive.verify()).toBeUndefined();
    expect((await readAll(reader())).map((entry) => entry.seq)).toEqual(range(21, 35));
    expect(await reader().entry(5)).toBeUndefined();
    expect((await archive.seal(35)).length).toBe(0);
  });
}
