import { Agent, request as httpRequest, type IncomingMessage } from "node:http";
import { afterEach, beforeEach, expect, test } from "vitest";
import { SUBJECTS } from "../../../cases/all-subjects.ts";
import { findingFacts } from "../../../core/judging/finding-facts.ts";
import type { Role } from "../../../core/people/rights.ts";
import { ADMIN_TOKEN, type ApiFixture, aMessage, startApi, twoPlants } from "../../../tests/support/api-fixture.ts";
import { aFinding, anEvent, T0 } from "../../../tests/support/records-facts.ts";
import { within } from "../../../tests/support/within.ts";

/** Longer than closing takes and shorter than a connection is kept alive. */
const CLOSE_MS = 20_000;

let fixture: ApiFixture;
let port: number;
const streams: IncomingMessage[] = [];

beforeEach(async () => {
  fixture = await startApi();
  await fixture.commit({ registries: [{ seq: 1, at: T0, registry: twoPlants() }] });
  const address = new URL(await fixture.api.listen({ host: "127.0.0.1", port: 0 }));
  port = Number(address.port);
});
afterEach(async () => {
  for (const stream of streams.splice(0)) stream.destroy();
  await fixture.api.close();
});

interface Heard {
  readonly event: string;
  readonly id: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** Opens a stream and gives its events one by one. */
async function listen(query = "", headers: Readonly<Record<string, string>> = {}, token = ADMIN_TOKEN) {
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    const request = httpRequest(
      { host: "127.0.0.1", port, path: `/api/v1/live${query}`, headers: { authorization: `Bearer ${token}`, ...headers } },
      resolve,
    );
    request.on("error", reject);
    request.end();
  });
  streams.push(response);
  response.setEncoding("utf8");
  const heard: Heard[] = [];
  let text = "";
  let wake = (): void => {};
  response.on("data", (chunk: string) => {
    text += chunk;
    const blocks = text.split("\n\n");
    text = blocks.pop() ?? "";
    for (const block of blocks) {
      const lines = Object.fromEntries(block.split("\n").map((line) => line.split(/: (.*)/s, 2)));
      if (lines["event"] !== undefined) heard.push({ event: lines["event"], id: lines["id"], data: JSON.parse(lines["data"]) });
    }
    wake();
  });
  const next = async (event: string): Promise<Heard> => {
    for (;;) {
      const at = heard.findIndex((h) => h.event === event);
      if (at >= 0) return heard.splice(0, at + 1).at(-1) as Heard;
      const woken = new Promise<void>((resolve) => {
        wake = resolve;
      });
      await within(woken, () => `${event}; heard ${heard.map((h) => h.event).join(", ")}`);
    }
  };
  return { response, next, heard, ended: new Promise<void>((resolve) => response.on("close", () => resolve())) };
}

async function reading(seq: number, outlet: string, value: number): Promise<void> {
  await fixture.intake.apply([aMessage(seq, outlet, value)], seq);
  fixture.wakeAll();
}

async function tokenOf(who: { readonly roles: readonly Role[]; readonly enterprise?: string }): Promise<string> {
  const made = await fixture.as("admin", "POST", "/api/v1/tokens", { payload: { name: "test", ...who } });
  return made.json<{ token: string }>().token;
}

test("a stream tells at once how far the readers are, then readings, findings and cases as they come", async () => {
  const stream = await listen();
  const lag = await stream.next("lag");

  await reading(1, "e1-DA001", 60);
  const told = await stream.next("reading");
  await fixture.commit({ events: [anEvent("case:1", { outlet: "e1-DA001", data: { state: "signal" } })] });
  fixture.wakeAll();
  const opened = await stream.next("case");

  expect(stream.response.headers["content-type"]).toContain("text/event-stream");
  expect(lag.data).toMatchObject({ journal: 0, intake: 0, judge: 1 });
  expect(told.data).toMatchObject({ outlet: "e1-DA001", pollutant: "a21026", value: 60, unit: "mg/m3", limit: 100, share: 0.6 });
  expect([told.id, opened.id]).toEqual(["test.1.0", "test.1.1"]);
  expect(opened.data).toMatchObject({ id: "case:1", state: "signal", at: "2026-11-23T00:00:00.000Z" });
});

test("a stream begins with the subjects of casework and where their rows are read", async () => {
  const stream = await listen();

  const { data } = await stream.next("subjects");

  expect(data).toEqual(expect.arrayContaining([{ name: "case", path: "cases" }]));
  expect(data).toHaveLength(SUBJECTS.length);
});

// Behaviour
test("the title of a case is said in the language of each stream", async () => {
  const [chinese, english] = [await listen(), await listen("?lang=en")];
  await Promise.all([chinese.next("lag"), english.next("lag")]);
  const title = { code: "finding", facts: findingFacts(aFinding("f1")) };

  await fixture.commit({ events: [anEvent("case:1", { data: { state: "signal", title } })] });
  fixture.wakeAll();

  expect((await chinese.next("case")).data).toMatchObject({
    title: "2026-11-23 08:00-09:00 窑尾 SO₂ 小时均值 70.25 mg/m³。",
    titleCode: "finding",
    titleFacts: { outlet: "e1-DA001", value: 70.25 },
  });
  expect((await english.next("case")).data).toMatchObject({ title: "2026-11-23 08:00-09:00 窑尾 SO₂ hour mean 70.25 mg/m³." });
});

test("a stream that comes back with Last-Event-ID misses nothing", async () => {
  const first = await listen();
  await first.next("lag");
  await reading(1, "e1-DA001", 60);
  const { id } = await first.next("reading");
  first.response.destroy();

  await reading(2, "e2-DA001", 70);
  await fixture.commit({ events: [anEvent("case:1")] });
  const second = await listen("", { "last-event-id": id });

  expect((await second.next("reading")).data).toMatchObject({ outlet: "e2-DA001", value: 70 });
  expect(await second.next("case")).toMatchObject({ id: "test.2.1", data: { id: "case:1" } });
});

// Behaviour
test("a stream that comes back with a position of another life begins now", async () => {
  await reading(1, "e1-DA001", 60);
  const positions = ["another.0.0", "test.999999.0", "test.0.999999", "999999.999999", "x"];
  const streams = await Promise.all(positions.map((position) => listen("", { "last-event-id": position })));
  for (const stream of streams) await stream.next("lag");

  await reading(2, "e2-DA001", 70);

  for (const stream of streams) {
    expect((await stream.next("reading")).data).toMatchObject({ outlet: "e2-DA001", value: 70 });
  }
});

test("a stream begins now when it does not come back", async () => {
  await reading(1, "e1-DA001", 60);
  const stream = await listen();
  await stream.next("lag");

  await reading(2, "e2-DA001", 70);

  expect((await stream.next("reading")).data).toMatchObject({ outlet: "e2-DA001" });
});

test("a stream tells only of the outlets asked for, and only of those the caller may see", async () => {
  const asked = await listen("?outlet=e2-DA001");
  const own = await listen("", {}, await tokenOf({ roles: ["enterprise-specialist"], enterprise: "e2" }));
  await Promise.all([asked.next("lag"), own.next("lag")]);

  await fixture.intake.apply([aMessage(1, "e1-DA001", 1), aMessage(2, "e2-DA001", 2)], 2);
  await fixture.commit({
    events: [
      anEvent("case:1", { outlet: "e1-DA001", enterprise: "e1", cell: "g2-1" }),
      anEvent("case:2", { outlet: "e2-DA001", enterprise: "e2", cell: "g2-2" }),
    ],
  });
  fixture.wakeAll();

  for (const stream of [asked, own]) {
    expect((await stream.next("reading")).data).toMatchObject({ outlet: "e2-DA001" });
    expect((await stream.next("case")).data).toMatchObject({ id: "case:2" });
  }
});

test("one caller opens at most ten streams", async () => {
  for (let i = 0; i < 10; i += 1) await listen();

  const refused = await fixture.as("admin", "GET", "/api/v1/live");

  expect([refused.statusCode, refused.json<{ code: string }>().code]).toEqual([429, "too-many-streams"]);
});

test("of twelve streams that one caller asks for at once ten open", async () => {
  const cursor = fixture.intake.cursor.bind(fixture.intake);
  let asked = 0;
  let goOn = (): void => {};
  const allAsked = new Promise<void>((resolve) => {
    goOn = resolve;
  });
  // The store answers when all twelve have come.
  fixture.intake.cursor = async () => {
    asked += 1;
    if (asked === 12) goOn();
    await allAsked;
    return cursor();
  };
  const opened = await Promise.all(Array.from({ length: 12 }, () => listen()));

  const statuses = opened.map(({ response }) => response.statusCode).toSorted();
  expect(statuses).toEqual([...Array.from({ length: 10 }, () => 200), 429, 429]);
});

test("closing the server finishes a request under way and does not wait out its keep-alive", async () => {
  await fixture.as("admin", "POST", "/api/v1/users", {
    payload: { username: "desk", password: "correct horse", roles: ["duty-desk"] },
  });
  const agent = new Agent({ keepAlive: true });
  const body = JSON.stringify({ username: "desk", password: "correct horse" });
  const headers = { "content-type": "application/json", "content-length": Buffer.byteLength(body) };
  const answered = new Promise<number | undefined>((resolve, reject) => {
    const request = httpRequest(
      { host: "127.0.0.1", port, method: "POST", path: "/api/v1/session", agent, headers },
      (response) => {
        response.resume();
        resolve(response.statusCode);
      },
    );
    request.on("error", reject);
    request.end(body);
  });
  await new Promise<void>((resolve) => fixture.api.server.once("request", () => resolve()));

  expect(fixture.api.server.keepAliveTimeout).toBeGreaterThan(CLOSE_MS);
  await within(fixture.api.close(), () => "closed", CLOSE_MS);

  expect(await answered).toBe(200);
  agent.destroy();
});

test("closing the server ends streams", async () => {
  const stream = await listen();
  await stream.next("lag");

  await within(fixture.api.close(), () => "closed", CLOSE_MS);
  await within(stream.ended, () => "the end of the stream");

  expect(stream.response.closed).toBe(true);
});
