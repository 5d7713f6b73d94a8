import { afterEach, expect, test, vi } from "vitest";
import { setPageLanguage } from "../i18n/page-language.ts";
import { ApiError, get, post, put, queryText, signOut, whenSignedOut } from "./client.ts";
import { fetchRead, keyOf, read, taggedRead } from "./read.ts";

interface Asked {
  readonly url: string;
  readonly init: RequestInit;
}

/** Answers every request with the same answer and keeps what was asked. */
function answering(status: number, body: string): Asked[] {
  const asked: Asked[] = [];
  vi.stubGlobal("fetch", async (url: string, init: RequestInit) => {
    asked.push({ url, init });
    return new Response(status === 204 ? null : body, { status });
  });
  return asked;
}
const headersOf = (asked: Asked | undefined): Headers => new Headers(asked?.init.headers);

afterEach(() => {
  vi.unstubAllGlobals();
  whenSignedOut(() => {});
  setPageLanguage("zh");
});

test("every request names the language of the page", async () => {
  const asked = answering(200, "{}");

  await get("/about");
  setPageLanguage("en");
  await get("/about");

  expect(asked.map((a) => headersOf(a).get("accept-language"))).toEqual(["zh", "en"]);
});

test("a change carries a key of its own, so that a repeat by hand is another change", async () => {
  const asked = answering(200, "{}");

  await post("/cases", { a: 1 });
  await post("/cases", { a: 1 });

  const keys = asked.map((a) => headersOf(a).get("idempotency-key"));
  expect(new Set(keys).size).toBe(2);
  expect(keys.every((key) => key?.length === 32)).toBe(true);
  expect(asked[0]?.init.body).toBe('{"a":1}');
});

test("an answer that is no success is an error with the code of the problem, and without one with its status", async () => {
  answering(409, JSON.stringify({ code: "version-conflict", detail: "too late" }));
  await expect(put("/registry", {})).rejects.toMatchObject({ status: 409, code: "version-conflict", message: "too late" });

  answering(502, "<html>");
  await expect(get("/cases")).rejects.toMatchObject({ status: 502, code: "http-502" });
});

test("no answer at all is an error of its own", async () => {
  vi.stubGlobal("fetch", () => Promise.reject(new TypeError("Failed to fetch")));

  const failure = await get("/cases").catch((error: unknown) => error);

  expect(failure).toBeInstanceOf(ApiError);
  expect(failure).toMatchObject({ status: 0, code: "no-answer" });
});

test("a session that is over is told once it is noticed; asking who is logged in is no such notice", async () => {
  const told: string[] = [];
  whenSignedOut(() => told.push("signed out"));
  answering(401, JSON.stringify({ code: "not-logged-in" }));

  await get("/session").catch(() => {});
  expect(told).toEqual([]);
  await get("/cases").catch(() => {});
  expect(told).toEqual(["signed out"]);
});

test("an empty answer is null, and leaving asks for the end of the session", async () => {
  const asked = answering(204, "");

  expect(await signOut()).toBeNull();
  expect(asked[0]).toMatchObject({ url: "/api/v1/session", init: { method: "DELETE" } });
});

test("what is empty is left out of a query, and several values follow one another", () => {
  expect(queryText({ a: 1, b: "", c: undefined, d: null, e: "ö&" })).toBe("?a=1&e=%C3%B6%26");
  expect(queryText({ state: ["warning", "offline"], q: "" })).toBe("?state=warning&state=offline");
  expect(queryText({})).toBe("");
});

test("two questions are the same when address and language are", () => {
  const question = read("/cases", { limit: 5 });

  expect(keyOf(question, "zh")).toEqual(["/cases", "?limit=5", "zh"]);
  expect(keyOf(question, "en")).not.toEqual(keyOf(question, "zh"));
});

test("what is asked for with its version comes with it, and is another question than the same without", async () => {
  vi.stubGlobal("fetch", async () => new Response('{"a":1}', { headers: { etag: '"7"' } }));

  expect(await fetchRead(taggedRead("/registry"))).toEqual({ answer: { a: 1 }, version: '"7"' });
  expect(await fetchRead(read("/registry"))).toEqual({ a: 1 });
  expect(keyOf(taggedRead("/registry"), "zh")).not.toEqual(keyOf(read("/registry"), "zh"));
});

test("an answer that breaks off is no answer, and one without a version has an empty one", async () => {
  vi.stubGlobal("fetch", async () => ({ ok: true, text: () => Promise.reject(new TypeError("terminated")) }));
  await expect(get("/cases")).rejects.toMatchObject({ status: 0, code: "no-answer" });

  answering(200, "{}");
  expect(await fetchRead(taggedRead("/registry"))).toEqual({ answer: {}, version: "" });
});

/** Answers one request after the other, and keeps what was asked. */
function answeringInTurn(...answers: readonly (readonly [status: number, body: object])[]): Asked[] {
  const asked: Asked[] = [];
  vi.stubGlobal("fetch", async (url: string, init: RequestInit) => {
    const [status, body] = answers[Math.min(asked.push({ url, init }), answers.length) - 1] ?? [500, {}];
    return new Response(JSON.stringify(body), { status });
  });
  return asked;
}

test("a change that is not decided yet is waited for, and its answer fetched with the same key", async () => {
  vi.useFakeTimers();
  const asked = answeringInTurn(
    [202, { command: "c1" }],
    [503, {}],
    [200, { state: "waiting" }],
    [200, { state: "done" }],
    [201, { id: "d1" }],
  );

  const answer = post("/declarations", { a: 1 });
  await vi.advanceTimersByTimeAsync(3_000);

  expect(await answer).toEqual({ id: "d1" });
  const look = "/api/v1/commands/c1";
  expect(asked.map((a) => a.url)).toEqual(["/api/v1/declarations", look, look, look, "/api/v1/declarations"]);
  expect(headersOf(asked[4]).get("idempotency-key")).toBe(headersOf(asked[0]).get("idempotency-key"));
  expect([asked[4]?.init.method, asked[4]?.init.body]).toEqual(["POST", '{"a":1}']);
  vi.useRealTimers();
});

test("an answer 202 that says more than a command is the answer: what is asked of a device is under way", async () => {
  const asked = answeringInTurn([202, { command: "read-time", state: "queued" }]);

  expect(await post("/devices/M1/commands", {})).toEqual({ command: "read-time", state: "queued" });
  expect(asked).toHaveLength(1);
});

test("a change that stays undecided for a minute is neither done nor failed, and is told as that", async () => {
  vi.useFakeTimers();
  answeringInTurn([202, { command: "c1" }], [200, { state: "waiting" }]);

  const failure = put("/registry", {}).catch((error: unknown) => error);
  await vi.advanceTimersByTimeAsync(60_000);

  expect(await failure).toMatchObject({ status: 202, code: "outcome-open" });
  vi.useRealTimers();
});
