import { expect, test } from "vitest";
import { StoreUnavailableError } from "../../core/failures.ts";
import { NO_LOG } from "../../core/log.ts";
import { whenStoresAnswer } from "./when-stores-answer.ts";

/** Work that a store fails so many times before it answers, and what was logged of it. */
function work(outages: number) {
  const said: string[] = [];
  let left = outages;
  const log = {
    ...NO_LOG,
    warn: (_facts: object, message: string) => void said.push(`warn: ${message}`),
    info: (_facts: object, message: string) => void said.push(`info: ${message}`),
  };
  const ask = async (): Promise<string> => {
    left -= 1;
    if (left >= 0) throw new StoreUnavailableError("away", { trouble: { code: "nobody-listens", facts: { address: "a:1" } } });
    return "answered";
  };
  return { ask, said, log };
}

test("a store that answers at once is not spoken of", async () => {
  const { ask, said, log } = work(0);

  expect(await whenStoresAnswer("devices", ask, { log })).toBe("answered");
  expect(said).toEqual([]);
});

test("a store that is away is asked again until it answers; its outage and its end are said once", async () => {
  const { ask, said, log } = work(2);

  expect(await whenStoresAnswer("devices", ask, { log, signal: new AbortController().signal })).toBe("answered");
  expect(said).toEqual(["warn: a store is away, it is waited for", "info: the store is there"]);
});

test("what is no outage ends the wait at once", async () => {
  const wrong = new Error("a column is missing");

  await expect(whenStoresAnswer("devices", () => Promise.reject(wrong), { log: NO_LOG })).rejects.toBe(wrong);
});

test("who is told to stop waits no longer for a store that is away", async () => {
  const stop = new AbortController();
  const reason = new Error("stopped");
  stop.abort(reason);

  await expect(whenStoresAnswer("devices", work(9).ask, { log: NO_LOG, signal: stop.signal })).rejects.toBe(reason);
});
