import { type AddressInfo, connect } from "node:net";
import Fastify, { type FastifyInstance } from "fastify";
import { afterEach, expect, test } from "vitest";
import { until } from "../../tests/support/held-timers.ts";
import { NO_NAMES } from "../../words/names.ts";
import type { Caller } from "../auth/caller.ts";
import { answerProblems } from "../http/problem-answers.ts";
import { takeTurns } from "./take-turns.ts";

const HOUR_MS = 3_600_000;
/** Nobody rests, and a read has the thread until it ends. */
const LIMITS = { openPerAccount: 2, burstMs: HOUR_MS, longestRestMs: 0, holdMs: HOUR_MS };

let app: FastifyInstance;
let waiting = 0;
let refused = 0;
/** Reads that have begun, by name, and how each is ended. */
let open: Map<string, (answer: string | Error) => void>;
afterEach(() => app.close());

async function start(limits = LIMITS): Promise<void> {
  open = new Map();
  [waiting, refused] = [0, 0];
  app = Fastify({ forceCloseConnections: true });
  answerProblems(app, () => NO_NAMES);
  app.decorateRequest("caller", undefined);
  app.addHook("onRequest", async (request) => {
    const { account } = request.headers;
    if (account !== undefined) request.caller = { actor: { id: account }, username: account } as unknown as Caller;
  });
  const told = { onWaiting: (count: number) => (waiting = count), onRefused: () => (refused += 1) };
  takeTurns(app, told, limits);
  const handler = (request: { readonly query: unknown }): Promise<string> =>
    new Promise((resolve, reject) => {
      const end = (answer: string | Error) => (typeof answer === "string" ? resolve(answer) : reject(answer));
      open.set(String((request.query as { readonly name?: string }).name), end);
    });
  app.get("/read", handler);
  app.post("/read", handler);
  app.post("/heavy", { config: { takesTurn: true } }, handler);
  app.get("/live", { config: { takesTurn: false } }, handler);
  await app.ready();
}

function ask(name: string, { account = "a", method = "GET" as "GET" | "POST", path = "/read" } = {}) {
  const answer = app.inject({ method, url: `${path}?name=${name}`, headers: account === "" ? {} : { account } });
  return { answer, isOpen: () => open.has(name), end: (how: string | Error = "done") => open.get(name)?.(how) };
}

test("a read begins when the one before it has its answer, also when that is a failure", async () => {
  await start();
  const [one, two, three] = [ask("one"), ask("two"), ask("three", { account: "b" })];
  await until(() => waiting === 2);
  expect([...open.keys()]).toEqual(["one"]);

  one.end(new Error("broken"));
  await until(two.isOpen);
  expect([...open.keys()]).toEqual(["one", "two"]);
  two.end();
  await until(three.isOpen);
  three.end();

  const answers = await Promise.all([one.answer, two.answer, three.answer]);
  expect(answers.map(({ statusCode }) => statusCode)).toEqual([500, 200, 200]);
  expect(waiting).toBe(0);
});

test("what changes something, what asks for no log-in and what says so does not wait; heavy work that says so does", async () => {
  await start();
  const first = ask("first");
  await until(first.isOpen);
  const others = [ask("write", { method: "POST" }), ask("stranger", { account: "" }), ask("live", { path: "/live" })];
  const heavy = ask("heavy", { method: "POST", path: "/heavy" });

  await until(() => others.every(({ isOpen }) => isOpen()));
  await until(() => waiting === 1);
  expect(heavy.isOpen()).toBe(false);
  first.end();
  await until(heavy.isOpen);

  for (const each of [...others, heavy]) each.end();
  expect((await heavy.answer).statusCode).toBe(200);
});

// Behaviour
test("an account with too many reads open is refused and told when to come again, and others are not", async () => {
  await start();
  const reads = [ask("one"), ask("two")];
  await until(() => waiting === 1);

  const third = await ask("three").answer;
  const other = ask("other", { account: "b" });
  await until(() => waiting === 2);

  expect([third.statusCode, third.json<{ code: string }>().code, third.headers["retry-after"], refused]).toEqual([
    429,
    "too-many-reads",
    "2",
    1,
  ]);
  for (const each of [...reads, other]) {
    await until(each.isOpen);
    each.end();
  }
});

test("a read begins after its rest", async () => {
  await start({ ...LIMITS, burstMs: 0, longestRestMs: 1, holdMs: 0 });
  for (const name of ["one", "two", "three"]) {
    const read = ask(name);
    await until(read.isOpen);
    read.end();
    expect((await read.answer).statusCode).toBe(200);
  }
});

// Behaviour
test("a read whose client goes before its turn is never begun; one that has begun keeps its turn until its work ends", async () => {
  await start();
  await app.listen({ host: "127.0.0.1", port: 0 });
  const { port } = app.server.address() as AddressInfo;
  const send = (name: string) => {
    const socket = connect(port, "127.0.0.1");
    socket.write(`GET /read?name=${name} HTTP/1.1\r\nhost: x\r\naccount: a\r\n\r\n`);
    return socket;
  };
  const first = send("first");
  await until(() => open.has("first"));
  const second = send("second");
  await until(() => waiting === 1);
  second.destroy();
  await until(() => waiting === 0);
  first.destroy();
  const third = ask("third", { account: "b" });
  await until(() => waiting === 1);
  expect(third.isOpen()).toBe(false);

  open.get("first")?.("nobody reads it");
  await until(third.isOpen);
  third.end();

  expect((await third.answer).statusCode).toBe(200);
  expect([...open.keys()]).toEqual(["first", "third"]);
});
