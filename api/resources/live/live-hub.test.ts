import { once } from "node:events";
import type { ServerResponse } from "node:http";
import { PassThrough } from "node:stream";
import { afterEach, expect, test } from "vitest";
import { MemoryIntake } from "../../../storage/memory/memory-intake.ts";
import { createMemoryJournal } from "../../../storage/memory/memory-journal.ts";
import { MemoryRecords } from "../../../storage/memory/memory-records.ts";
import { LiveHub } from "./live-hub.ts";

const hubs: LiveHub[] = [];
afterEach(() => {
  for (const hub of hubs.splice(0)) hub.close();
});

function aHub(): LiveHub {
  const deps = {
    records: new MemoryRecords(),
    intake: new MemoryIntake(),
    journal: createMemoryJournal().reader,
    wake: { on: () => () => {} },
    life: "test",
  };
  const hub = new LiveHub(deps as never, { current: async () => undefined } as never);
  hubs.push(hub);
  return hub;
}

const START = { scope: {} as never, position: { intakeSeq: 0, eventId: 0 } };
const listener = { actor: "u1", language: "zh" as const, outlets: new Set<string>(), scope: async () => undefined };
const response = (out: PassThrough) => out as unknown as ServerResponse;

test("one caller has room for ten streams, and a hub that is closed has room for none", () => {
  const hub = aHub();
  for (let i = 0; i < 9; i += 1) hub.open(response(new PassThrough()), listener, START);
  expect(hub.hasRoom("u1")).toBe(true);
  hub.open(response(new PassThrough()), listener, START);

  expect([hub.hasRoom("u1"), hub.hasRoom("u2")]).toEqual([false, true]);
  hub.close();
  expect(hub.hasRoom("u2")).toBe(false);
});

test("a response whose reader is gone takes no place", () => {
  const hub = aHub();
  for (let i = 0; i < 10; i += 1) hub.open(response(new PassThrough().destroy()), listener, START);

  expect(hub.hasRoom("u1")).toBe(true);
});

test("a stream of somebody who may see nothing any more is ended at its first sign of life", async () => {
  const hub = aHub();
  const out = new PassThrough();
  const ended = once(out, "finish");

  hub.open(response(out), listener, START);
  await ended;

  expect(out.writableEnded).toBe(true);
  expect(out.read()).toBeNull();
});
