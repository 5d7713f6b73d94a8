import { afterEach, beforeEach, expect, test } from "vitest";
import type { Command } from "../../../core/casework/command.ts";
import type { CommandBus } from "../../../core/casework/command-bus.ts";
import { OutcomeOpenError } from "../../../core/failures.ts";
import { type ApiFixture, aMessage, MN, startApi, twoPlants } from "../../../tests/support/api-fixture.ts";
import { aBatch, aCommand, T0 } from "../../../tests/support/records-facts.ts";

let fixture: ApiFixture;
beforeEach(async () => {
  fixture = await startApi();
  await fixture.commit({ registries: [{ seq: 1, at: T0, registry: twoPlants() }] });
  for (const seq of [1, 2, 3]) await putAside(seq, seq === 3 ? ["no-time"] : ["no-time", "wrong-crc"]);
});
afterEach(() => fixture.api.close());

async function putAside(seq: number, reasons: readonly ("no-time" | "wrong-crc")[]): Promise<void> {
  const detail = { code: "time-missing", facts: { field: "at" } } as const;
  const rejections = reasons.map((reason) => ({ reason, detail }));
  await fixture.intake.apply([{ ...aMessage(seq, "e1-DA001", 1), readings: [], rejections }], seq);
}

const order = (action: string, payload: object, who: Parameters<ApiFixture["as"]>[0] = "admin", key?: string) =>
  fixture.as(who, "POST", `/api/v1/quarantine/${action}`, {
    payload,
    ...(key === undefined ? {} : { headers: { "idempotency-key": key } }),
  });

/** The API anew, over a command bus that does this with what it is given. */
async function reopen(submit: CommandBus["submit"]): Promise<void> {
  const notAsked = () => Promise.reject(new Error("not asked"));
  const rest = { changeLaw: notAsked, putRegistry: notAsked, previewRegistry: notAsked, retry: notAsked, moveClock: notAsked };
  await fixture.api.close();
  fixture = await startApi({ commands: { submit, registryAnswered: async () => undefined, ...rest } });
  await fixture.commit({ registries: [{ seq: 1, at: T0, registry: twoPlants() }] });
}

/** What the audit says of an action, the newest first. */
async function auditOf(action: string): Promise<Record<string, unknown>[]> {
  const { items } = (await fixture.as("admin", "GET", "/api/v1/audit")).json<{ items: { action: string; detail: string }[] }>();
  return items.filter((line) => line.action === action).map(({ detail }) => JSON.parse(detail));
}

test("whatever a filter names, the list has the rows that are counted and ordered about, page by page", async () => {
  await putAside(4, ["no-time", "wrong-crc", "no-time"]);
  const filters = ["", `mn=${MN}`, "mn=SIM-OTHER"].flatMap((mn) =>
    ["", "reason=no-time", "reason=wrong-crc"].flatMap((reason) =>
      ["", "messageId=1", "messageId=4", "messageId=9"].map((message) => [mn, reason, message].filter(Boolean)),
    ),
  );
  for (const filter of filters) {
    const counted = await fixture.as("admin", "GET", `/api/v1/quarantine/counts?${filter.join("&")}`);
    const rows: { readonly id: string; readonly messageId: number }[] = [];
    let next: string | null = "";
    while (next !== null) {
      const query = [...filter, "limit=2", ...(next === "" ? [] : [`cursor=${next}`])].join("&");
      const page = (await fixture.as("admin", "GET", `/api/v1/quarantine?${query}`)).json<{
        items: typeof rows;
        next: string | null;
      }>();
      rows.push(...page.items);
      next = page.next;
    }
    const listed = {
      rows: new Set(rows.map(({ id }) => id)).size,
      messages: new Set(rows.map(({ messageId }) => messageId)).size,
    };
    expect(listed, filter.join("&")).toEqual(counted.json());
  }
});

test("what a filter finds is counted as the list lists it", async () => {
  const count = async (query: string) => (await fixture.as("admin", "GET", `/api/v1/quarantine/counts${query}`)).json<unknown>();

  expect(await count("")).toEqual({ rows: 5, messages: 3 });
  expect(await count(`?mn=${MN}&reason=wrong-crc`)).toEqual({ rows: 2, messages: 2 });
  expect(await count("?messageId=1")).toEqual({ rows: 2, messages: 1 });
  expect(await count("?mn=SIM-OTHER")).toEqual({ rows: 0, messages: 0 });
});

// Behaviour
test("everything that a filter finds in the quarantine is retried or discarded by one command, which says how much it is", async () => {
  fixture.answers.push({ seq: 8, ok: true, result: { rows: 5, messages: 3 } });
  fixture.answers.push({ seq: 9, ok: true, result: { rows: 2, messages: 2 } });

  const retried = await order("retry", {});
  const discarded = await order("discard", { reason: "wrong-crc" });

  expect([retried.statusCode, retried.json()]).toEqual([202, { rows: 5, messages: 3 }]);
  expect([discarded.statusCode, discarded.json()]).toEqual([202, { rows: 2, messages: 2 }]);
  expect(fixture.commands).toMatchObject([
    { type: "quarantine-retry", subject: null, body: { filter: {}, upTo: 3, found: { rows: 5, messages: 3 } } },
    { type: "quarantine-discard", body: { filter: { reason: "wrong-crc" }, upTo: 3, found: { rows: 2, messages: 2 } } },
  ]);
});

test("the audit names who asked, by which filter, and how much it was", async () => {
  fixture.answers.push({ seq: 8, ok: true, result: { rows: 2, messages: 2 } });
  await order("discard", { mn: MN, reason: "wrong-crc" });

  expect(await auditOf("quarantine.discard")).toEqual([{ filter: { mn: MN, reason: "wrong-crc" }, rows: 2, messages: 2 }]);
});

test("a repeat whose first answer was lost is answered from what was decided, and put to the engine once", async () => {
  const asked: Command[] = [];
  const submit = async (command: Command) => {
    asked.push(command);
    throw new OutcomeOpenError(command.request?.id ?? "");
  };
  await reopen(submit);
  const first = await order("retry", {}, "admin", "k1");
  const request = asked[0]?.request;
  if (request === undefined) throw new Error("nothing was put to the engine");
  const outcome = { seq: 8, ok: true, result: { rows: 5, messages: 3 } } as const;
  await fixture.records.commit(aBatch(8, { commands: [aCommand(request.id, { ...request, outcome })] }));

  const again = await order("retry", {}, "admin", "k1");
  const other = await order("retry", { mn: MN }, "admin", "k1");

  expect([first.statusCode, Object.keys(first.json())]).toEqual([202, ["command"]]);
  expect([again.statusCode, again.json()]).toEqual([202, { rows: 5, messages: 3 }]);
  expect([other.statusCode, other.json().code]).toEqual([422, "idempotency-key-reused"]);
  expect(asked).toHaveLength(1);
  const lines = await auditOf("quarantine.retry");
  expect(lines.map((detail) => [detail["outcome"] ?? null, detail["repeated"] ?? null]).toSorted()).toEqual([
    [null, true],
    ["open", null],
  ]);
});

// Behaviour
test("of two districts each acts on the devices of its own in the role that gives the power, and on nothing where none is named", async () => {
  const registry = twoPlants();
  const other = { id: "h1", level: 1, parent: null, kind: "district", division: "410198", name: "另一区" } as const;
  const cells = [...registry.cells.map((c) => (c.id === "g2-2" ? { ...c, parent: "h1" } : c)), other];
  const channels = registry.channels.filter((c) => c.outlet === "e1-DA001");
  await fixture.commit({ registries: [{ seq: 2, at: T0, registry: { ...registry, cells, channels } }] });
  fixture.answers.push({ seq: 8, ok: true, result: { rows: 5, messages: 3 } });
  const [own, elsewhere] = ["g2-1", "h1"].map((cell) => ({ roles: ["bureau-staff"], cells: [cell] }) as const);

  const answers = [
    await order("discard", { mn: MN }, elsewhere),
    await order("discard", {}, own),
    await order("discard", { mn: MN }, own),
  ];

  expect(answers.map((answer) => answer.json<{ rows: number }>().rows)).toEqual([0, 0, 5]);
  expect(fixture.commands).toHaveLength(1);

  // At the plant of the other district this one works for the enterprise, which reads and drops no messages.
  const both = { roles: ["bureau-staff", "enterprise-specialist"], cells: ["h1"], enterprise: "e1" } as const;
  const row = (await fixture.intake.quarantine({ limit: 1 }))[0]?.id;
  const tried = [
    await fixture.as(both, "GET", `/api/v1/quarantine/${row}`),
    await fixture.as(both, "POST", `/api/v1/quarantine/${row}/retry`),
    await fixture.as(both, "POST", `/api/v1/devices/${MN}/commands`, { payload: { command: "set-time" } }),
  ];
  expect((await order("discard", { mn: MN }, both)).json()).toEqual({ rows: 0, messages: 0 });
  expect((await fixture.as(both, "GET", `/api/v1/quarantine/counts?mn=${MN}`)).json()).toEqual({ rows: 0, messages: 0 });
  expect(tried.map(({ statusCode }) => statusCode)).toEqual([404, 404, 404]);
  expect((await fixture.as(both, "GET", `/api/v1/devices/${MN}`)).statusCode).toBe(200);
});

test.each(["street-officer", "enterprise-specialist", "auditor", "leader"] as const)(
  "somebody with the role %s acts on nothing of the quarantine",
  async (role) => {
    const who = { roles: [role], cells: ["g2-1"], ...(role === "enterprise-specialist" && { enterprise: "e1" }) };

    const answers = [await order("retry", {}, who), await order("discard", {}, who)];

    expect(answers.map(({ statusCode }) => statusCode)).toEqual([403, 403]);
    expect(fixture.commands).toEqual([]);
  },
);

test("a filter with a field that nobody knows is refused, so that nothing more is meant than was said", async () => {
  const answer = await order("discard", { reasons: ["wrong-crc"] });

  expect([answer.statusCode, fixture.commands]).toEqual([400, []]);
});
