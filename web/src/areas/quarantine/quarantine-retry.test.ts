import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { QuarantineWire } from "../../../../api/resources/messages/schema.ts";
import { sayIn } from "../../i18n/say.ts";
import { noticeOf, outcomeOf, retryMessage } from "./quarantine-retry.ts";
import { quarantineWords } from "./words.ts";

const row = (id: string, retriedAt: string | null): QuarantineWire => ({
  ...{ id, messageId: 7, receivedAt: "2026-11-23T00:00:00.000Z", transport: "hj212", mn: "SIM1", retriedAt },
  ...{ reason: "future-time", detail: "", detailCode: "time-missing", facts: { field: "at" }, raw: "", rawEncoding: "utf8" },
});
const LATER = "2026-11-23T00:01:00.000Z";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

/**
 * The server takes the retry and lists these rows of the message, one answer after the other; the last one again and
 * again.
 */
function serverLists(...answers: readonly (readonly QuarantineWire[])[]): string[] {
  const asked: string[] = [];
  let look = 0;
  vi.stubGlobal("fetch", async (url: string, { method }: RequestInit) => {
    asked.push(`${method} ${url}`);
    if (method === "POST") return new Response("{}", { status: 202 });
    const items = answers[Math.min(look, answers.length - 1)];
    look += 1;
    return new Response(JSON.stringify({ items, next: null }));
  });
  return asked;
}

async function outcomeAfter(seconds: number) {
  const outcome = retryMessage(row("7-0", null));
  await vi.advanceTimersByTimeAsync(seconds * 1_000);
  return outcome;
}

test("a retry has an outcome when the old row is gone", () => {
  expect(outcomeOf(row("7-0", null), [row("7-0", null)]).kind).toBe("waiting");
  expect(outcomeOf(row("7-0", null), []).kind).toBe("usable");
  // A retry that fails again may take the number of the old row.
  expect(outcomeOf(row("7-0", null), [row("7-0", LATER)]).kind).toBe("still");
  expect(outcomeOf(row("7-0", null), [row("7-1", LATER)]).kind).toBe("still");
});

test("a retry is offered once, and looked after until the pipeline has decided", async () => {
  const asked = serverLists([row("7-0", null)], []);

  expect(await outcomeAfter(1)).toEqual({ kind: "usable" });
  expect(asked).toEqual([
    "POST /api/v1/quarantine/7-0/retry",
    "GET /api/v1/quarantine?messageId=7&limit=1000",
    "GET /api/v1/quarantine?messageId=7&limit=1000",
  ]);
});

test("what is still rejected comes back with its rows", async () => {
  serverLists([row("7-0", LATER)]);

  expect(await outcomeAfter(1)).toEqual({ kind: "still", rows: [row("7-0", LATER)] });
});

test("after ten seconds without a decision the person is told to wait", async () => {
  const asked = serverLists([row("7-0", null)]);

  expect(await outcomeAfter(10)).toEqual({ kind: "waiting" });
  expect(asked).toHaveLength(21);
});

test("the person is told what became of it, in the language of the page", () => {
  const [zh, en] = [sayIn("zh", quarantineWords), sayIn("en", quarantineWords)];
  const still = { kind: "still", rows: [{ ...row("7-1", null), detail: "DataTime is missing" }] } as const;

  expect(noticeOf({ kind: "usable" }, zh, "zh")).toEqual({ tone: "success", text: "重试成功，这条报文已经可用" });
  expect(noticeOf({ kind: "waiting" }, en, "en")).toEqual({ tone: "info", text: "Offered again, there is no outcome yet" });
  expect(noticeOf(still, en, "en")).toEqual({
    tone: "warning",
    text: "Still of no use after the retry: Time in the future: DataTime is missing",
  });
});
