import { expect, test } from "vitest";
import { createBackOff } from "./back-off.ts";
import { createBacklog } from "./backlog.ts";

function taken(backlog: { take(): string | undefined }): readonly string[] {
  const items: string[] = [];
  for (let item = backlog.take(); item !== undefined; item = backlog.take()) items.push(item);
  return items;
}

test("a full backlog gives up its oldest realtime value, and a mean only when there is no other", () => {
  const backlog = createBacklog<string>(3, (item) => item.startsWith("realtime"));
  for (const item of ["hour 1", "realtime 1", "realtime 2", "hour 2", "hour 3", "hour 4"]) backlog.add(item);

  expect(backlog.dropped()).toBe(3);
  expect(taken(backlog)).toEqual(["hour 2", "hour 3", "hour 4"]);
});

test("what is put back comes first again, in its old order", () => {
  const backlog = createBacklog<string>(10, () => false);
  for (const item of ["a", "b", "c"]) backlog.add(item);
  const first = backlog.take() ?? "";
  const second = backlog.take() ?? "";

  backlog.putBack([first, second]);

  expect(backlog.size()).toBe(3);
  expect(taken(backlog)).toEqual(["a", "b", "c"]);
});

test("waiting doubles up to the longest, between half and all of it, and begins anew after a success", () => {
  const backOff = createBackOff("SIM1", { firstMs: 100, longestMs: 1_000 });
  const waits = Array.from({ length: 6 }, () => backOff.next());

  for (const [i, full] of [100, 200, 400, 800, 1_000, 1_000].entries()) {
    expect(waits[i]).toBeGreaterThanOrEqual(full / 2);
    expect(waits[i]).toBeLessThanOrEqual(full);
  }
  backOff.reset();
  expect(backOff.next()).toBeLessThanOrEqual(100);
});

test("two loggers do not wait equally long", () => {
  const limits = { firstMs: 1_000, longestMs: 1_000 };

  expect(createBackOff("SIM1", limits).next()).not.toBe(createBackOff("SIM2", limits).next());
});
