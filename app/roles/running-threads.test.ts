import { expect, test } from "vitest";
import { NO_LOG } from "../../core/log.ts";
import { RunningThreads } from "./running-threads.ts";

test("a role that was never loaded cannot be started, and where nothing runs a stop has nothing to wait for", async () => {
  const threads = new RunningThreads(64, NO_LOG);

  expect(() => threads.start("gateway", {})).toThrow("gateway was never loaded");
  await expect(threads.stop()).resolves.toBeUndefined();
});
