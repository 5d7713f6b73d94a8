import fc from "fast-check";
import { expect, test } from "vitest";
import type { Deadline } from "../core/casework/deadline.ts";
import { instant } from "../core/time.ts";
import { byTimeAndId, DueHeap } from "./due-heap.ts";

const DEADLINES = fc.array(fc.record({ at: fc.integer({ min: 0, max: 5 }), id: fc.integer({ min: 0, max: 30 }) }), {
  maxLength: 40,
});

function asDeadline({ at, id }: { readonly at: number; readonly id: number }): Deadline {
  return { at: instant(at), id: String(id), kind: "case", subject: "", detail: "" };
}

test("whatever was put in comes out by time, then by id, also what is put in while others are taken out", () => {
  fc.assert(
    fc.property(DEADLINES, DEADLINES, (first, second) => {
      const heap = new DueHeap();
      for (const row of first) heap.push(asDeadline(row));
      const early = Array.from({ length: first.length >> 1 }, () => heap.pop() as Deadline);
      for (const row of second) heap.push(asDeadline(row));
      const rest = Array.from({ length: first.length - early.length + second.length }, () => heap.pop() as Deadline);

      const inOrder = first.map(asDeadline).sort(byTimeAndId);
      expect(early).toEqual(inOrder.slice(0, early.length));
      expect(rest).toEqual([...inOrder.slice(early.length), ...second.map(asDeadline)].sort(byTimeAndId));
      expect([heap.first, heap.pop()]).toEqual([undefined, undefined]);
    }),
  );
});
