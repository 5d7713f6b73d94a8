import { expect, test } from "vitest";
import { NO_COUNTERS } from "../core/counters.ts";
import type { NewEntry } from "../core/journal/journal-entry.ts";
import { NO_LOG } from "../core/log.ts";
import type { QuarantineRow } from "../core/readings/message.ts";
import { ASKED_FOR } from "../core/readings/quarantine-order.ts";
import { type Instant, instant } from "../core/time.ts";
import { OfferAgain } from "./offer-again.ts";

const NOW = instant(1_796_000_000_000);

const row = (messageId: number): QuarantineRow => ({
  ...{
    id: `${messageId}-0`,
    messageId,
    receivedAt: NOW,
    transport: "hj212",
    mn: "SIM1",
    topic: "",
    raw: new Uint8Array([messageId]),
  },
  ...{ reason: "future-time", detail: { code: "time-in-future", facts: { at: NOW, receivedAt: NOW } } },
});

/** A working store that is as far as the test says, and a journal that keeps what is appended. */
function open(start: {
  readonly due: readonly number[];
  readonly cursor: number;
  readonly lastSeq: number;
  readonly dueFrom?: number;
}) {
  const world = {
    due: [...start.due],
    cursor: start.cursor,
    lastSeq: start.lastSeq,
    isTrusted: true,
    dueFrom: start.dueFrom ?? 0,
  };
  const appended: NewEntry[] = [];
  const asked: Instant[] = [];
  const again = new OfferAgain({
    intake: {
      cursor: async () => world.cursor,
      dueAgain: async (now, limit) => {
        asked.push(now);
        return world.due.slice(0, now < world.dueFrom ? 0 : limit).map(row);
      },
    },
    reader: { lastSeq: async () => world.lastSeq },
    writer: {
      append: async (entry) => {
        appended.push(entry);
        world.lastSeq += 1;
        return world.lastSeq;
      },
    },
    clock: { now: () => NOW, kind: "system" },
    isTrusted: () => world.isTrusted,
    ...{ counters: NO_COUNTERS, log: NO_LOG },
  });
  return { again, world, appended, asked };
}

test("what is due is offered as retries that name the entry it first came with, in order", async () => {
  const { again, appended } = open({ due: [4, 7], cursor: 9, lastSeq: 9 });

  expect(await again.look()).toBe(2);

  expect(appended).toEqual([
    { kind: "retry", at: NOW, transport: "hj212", mn: "SIM1", topic: "", payload: new Uint8Array([4]), ref: 4 },
    { kind: "retry", at: NOW, transport: "hj212", mn: "SIM1", topic: "", payload: new Uint8Array([7]), ref: 7 },
  ]);
});

test("nothing is offered twice: the working store must have passed what was offered", async () => {
  const { again, world } = open({ due: [4, 7], cursor: 9, lastSeq: 9 });
  await again.look();

  world.cursor = 10;
  expect(await again.look()).toBe(0);
  world.cursor = 11;
  world.due = [8];
  expect(await again.look()).toBe(1);
});

test("after a restart the working store comes to the end of the journal first", async () => {
  const { again, world } = open({ due: [4], cursor: 9, lastSeq: 12 });

  expect(await again.look()).toBe(0);
  world.cursor = 12;
  expect(await again.look()).toBe(1);
});

test("at most two hundred messages are offered at a time, and none while our clock is in doubt", async () => {
  const { again, world } = open({ due: Array.from({ length: 500 }, (_, i) => i + 1), cursor: 0, lastSeq: 0, dueFrom: NOW });
  world.isTrusted = false;
  expect(await again.look()).toBe(0);

  world.isTrusted = true;
  expect(await again.look()).toBe(200);
});

test("what a person asked for is offered while our clock is in doubt, too: its time does not matter", async () => {
  const { again, world, asked } = open({ due: [4], cursor: 9, lastSeq: 9 });
  world.isTrusted = false;

  await again.look();
  world.isTrusted = true;
  world.cursor = world.lastSeq;
  await again.look();

  expect(asked).toEqual([ASKED_FOR, NOW]);
});
