import type { ServerResponse } from "node:http";
import { PassThrough } from "node:stream";
import { expect, test } from "vitest";
import { LiveStream } from "./live-stream.ts";

const EVERYTHING = { everything: true, cells: new Set(), enterprises: new Set(), outlets: new Set(), self: new Set() } as never;
const EVENT = {
  id: 1,
  seq: 1,
  at: 0,
  type: "case",
  subject: "case:1",
  outlet: null,
  cell: null,
  enterprise: null,
  data: {},
} as never;
const WIRE = { reading: () => ({}), event: () => ({}) };
const batch = (eventId: number) => ({ readings: [], events: [EVENT], upTo: { intakeSeq: 0, eventId }, partial: false });

function slowStream(scope: () => Promise<never> = async () => EVERYTHING) {
  // One byte is more than it takes: every write says that the reader is slow.
  const out = new PassThrough({ highWaterMark: 1 });
  const listener = { actor: "u1", language: "zh" as const, outlets: new Set<string>(), scope };
  const stream = new LiveStream(out as unknown as ServerResponse, listener, {
    scope: EVERYTHING,
    position: { intakeSeq: 0, eventId: 0 },
    life: "test",
  });
  return { stream, out };
}

test("a stream whose reader is slow is passed over until it has taken what it was given", async () => {
  const { stream, out } = slowStream();

  stream.deliver(batch(1), WIRE);
  expect(stream.isBlocked).toBe(true);
  const drained = new Promise((resolve) => out.once("drain", resolve));
  out.resume();
  await drained;

  expect(stream.isBlocked).toBe(false);
  expect(stream.position).toEqual({ intakeSeq: 0, eventId: 1 });
});

test("a reader that takes nothing for four signs of life is let go", async () => {
  const { stream, out } = slowStream();
  stream.deliver(batch(1), WIRE);

  const alive = [];
  for (let i = 0; i < 4; i += 1) alive.push(await stream.heartbeat({}));
  stream.end();

  expect(alive).toEqual([true, true, true, false]);
  expect(out.destroyed).toBe(true);
});

test("a stream ends when its caller may no longer see anything", async () => {
  const { stream } = slowStream(async () => undefined as never);

  expect(await stream.heartbeat({})).toBe(false);
});

test("news that a listener did not ask for are passed over without a word", () => {
  const { stream, out } = slowStream();

  stream.deliver({ ...batch(1), events: [] }, WIRE);

  expect(out.read()).toBeNull();
  expect(stream.position).toEqual({ intakeSeq: 0, eventId: 1 });
});

test("what happens to a plant is told to who sees the plant, and to nobody else", () => {
  const told = (enterprise: string): string => {
    const out = new PassThrough();
    const scope = {
      everything: false,
      cells: new Set<string>(),
      enterprises: new Set(["e1"]),
      outlets: new Set<string>(),
      self: new Set<string>(),
    };
    const listener = { actor: "u1", language: "zh" as const, outlets: new Set<string>(), scope: async () => scope as never };
    const start = { scope: scope as never, position: { intakeSeq: 0, eventId: 0 }, life: "test" };
    const stream = new LiveStream(out as unknown as ServerResponse, listener, start);
    const event = { ...(EVENT as object), enterprise } as never;
    stream.deliver({ ...batch(1), events: [event] }, WIRE);
    return String(out.read() ?? "");
  };

  expect(told("e1")).toMatch(/^event: case\n/);
  expect(told("e2")).toBe("");
});
