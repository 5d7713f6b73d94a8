import { expect, test } from "vitest";
import { TaskQueue } from "./task-queue.ts";

test("a task begins when the one before it has ended, and not in the call that gave it", async () => {
  const queue = new TaskQueue();
  const seen: string[] = [];
  let endFirst = (): void => {};
  const first = queue.run(async () => {
    seen.push("first begins");
    await new Promise<void>((resolve) => {
      endFirst = resolve;
    });
    seen.push("first ends");
  });
  const second = queue.run(async () => seen.push("second begins"));
  seen.push("both given");
  await Promise.resolve();

  endFirst();
  await Promise.all([first, second]);

  expect(seen).toEqual(["both given", "first begins", "first ends", "second begins"]);
});

test("a task that fails tells who gave it, and the next one runs", async () => {
  const queue = new TaskQueue();
  const failing = queue.run(() => Promise.reject(new Error("no disk")));
  const next = queue.run(async () => "done");

  await expect(failing).rejects.toThrow("no disk");
  expect(await next).toBe("done");
});
