import { afterEach, beforeEach, expect, test } from "vitest";
import { MINUTE, plus } from "../../../core/time.ts";
import { type ApiFixture, aMessage, MN, startApi, twoPlants } from "../../../tests/support/api-fixture.ts";
import { frameLine } from "../../../tests/support/frame-line.ts";
import { T0 } from "../../../tests/support/records-facts.ts";

let fixture: ApiFixture;
beforeEach(async () => {
  fixture = await startApi();
  await fixture.commit({ registries: [{ seq: 1, at: T0, registry: twoPlants() }] });
});
afterEach(() => fixture.api.close());

async function putAside(seq: number, raw: Uint8Array, topic = ""): Promise<void> {
  const rejections = [{ reason: "no-time", detail: { code: "time-missing", facts: { field: "at" } } }] as const;
  await fixture.intake.apply([{ ...aMessage(seq, "e1-DA001", 1), readings: [], rejections, raw, topic }], seq);
}

test("a rejected message is shown with its reason and its bytes, as text when they are text", async () => {
  await putAside(1, new TextEncoder().encode("{烟尘"));
  await putAside(2, new Uint8Array([0xff, 0xfe]));

  const { items } = (await fixture.as("admin", "GET", `/api/v1/quarantine?mn=${MN}&reason=no-time`)).json<{
    items: unknown[];
  }>();

  expect(items).toMatchObject([
    { messageId: 2, raw: "//4=", rawEncoding: "base64" },
    { messageId: 1, raw: "{烟尘", rawEncoding: "utf8", reason: "no-time", receivedAt: "2026-11-23T00:00:00.000Z", mn: MN },
  ]);
});

test("one row comes with its frame as it reads, and a JSON message without", async () => {
  await fixture.api.close();
  fixture = await startApi({
    decodeFrame: (raw, { crc }) => frameLine({ qn: new TextDecoder().decode(raw), crc: crc ?? "standard" }),
  });
  await fixture.commit({ registries: [{ seq: 1, at: T0, registry: twoPlants() }] });
  await putAside(1, new TextEncoder().encode("##0001PW=123456;"), `outfall/v1/${MN}/hj212`);
  await putAside(2, new TextEncoder().encode("{"), `outfall/v1/${MN}/readings`);
  const [json, frame] = await fixture.intake.quarantine({ limit: 2 });
  const read = async (id: string | undefined) => (await fixture.as("admin", "GET", `/api/v1/quarantine/${id}`)).json<unknown>();

  expect(await read(frame?.id)).toMatchObject({
    messageId: 1,
    raw: "##0001PW=******;",
    decoded: { qn: "##0001PW=123456;", crc: "standard" },
  });
  expect(await read(json?.id)).toMatchObject({ messageId: 2, decoded: null });
  expect((await fixture.as("admin", "GET", "/api/v1/quarantine/9-9")).statusCode).toBe(404);
});

test("the rows of one message are asked for by its number", async () => {
  for (const seq of [1, 2, 3]) await putAside(seq, new Uint8Array());
  const idsOf = async (messageId: number) =>
    (await fixture.as("admin", "GET", `/api/v1/quarantine?messageId=${messageId}`)).json<{ items: { id: string }[] }>().items;

  expect(await idsOf(2)).toMatchObject([{ id: "2-0", messageId: 2 }]);
  expect(await idsOf(4)).toEqual([]);
});

test("of two districts only the one in which a device reports reads its messages and offers them again", async () => {
  const registry = twoPlants();
  const other = { id: "h1", level: 1, parent: null, kind: "district", division: "410198", name: "另一区" } as const;
  const cells = [...registry.cells.map((c) => (c.id === "g2-2" ? { ...c, parent: "h1" } : c)), other];
  const channels = registry.channels.filter((c) => c.outlet === "e1-DA001");
  await fixture.commit({ registries: [{ seq: 2, at: T0, registry: { ...registry, cells, channels } }] });
  await putAside(1, new TextEncoder().encode("{"));
  const id = (await fixture.intake.quarantine({ limit: 1 }))[0]?.id;
  const [own, elsewhere] = ["g2-1", "h1"].map((cell) => ({ roles: ["bureau-staff"], cells: [cell] }) as const);
  const asked = async (who: typeof own, method: "GET" | "POST", path: string) =>
    fixture.as(who ?? "admin", method, `/api/v1/${path}`);

  const lists = await Promise.all([own, elsewhere].map((who) => asked(who, "GET", `quarantine?mn=${MN}`)));
  const accounts = await Promise.all([own, elsewhere].map((who) => asked(who, "GET", "messages/account?day=2026-11-23")));
  const retried = await Promise.all([own, elsewhere].map((who) => asked(who, "POST", `quarantine/${id}/retry`)));

  expect(lists.map((list) => list.json<{ items: unknown[] }>().items.length)).toEqual([1, 0]);
  expect(accounts.map((account) => account.json<{ received: number }>().received)).toEqual([1, 0]);
  expect(retried.map((answer) => answer.statusCode)).toEqual([202, 404]);
  expect((await asked(elsewhere, "GET", `quarantine/${id}`)).statusCode).toBe(404);
});

test("the quarantine is read page by page", async () => {
  for (const seq of [1, 2, 3]) await putAside(seq, new Uint8Array());
  const page = async (cursor: string) =>
    (await fixture.as("admin", "GET", `/api/v1/quarantine?limit=2${cursor}`)).json<{
      items: { messageId: number }[];
      next: string;
    }>();

  const first = await page("");
  const second = await page(`&cursor=${first.next}`);

  expect([...first.items, ...second.items].map((row) => row.messageId)).toEqual([3, 2, 1]);
  expect(second.next).toBeNull();
});

test("a rejected message is offered again, and what is not there is not", async () => {
  await putAside(1, new Uint8Array());
  const [row] = await fixture.intake.quarantine({ limit: 1 });

  const retried = await fixture.as("admin", "POST", `/api/v1/quarantine/${row?.id}/retry`);
  const gone = await fixture.as("admin", "POST", "/api/v1/quarantine/gone/retry");

  expect([retried.statusCode, retried.json()]).toEqual([202, { id: row?.id, messageId: 1 }]);
  expect(gone.statusCode).toBe(404);
});

test("a device was never heard, is online, or is silent; its secrets are never shown", async () => {
  const state = async () => (await fixture.as("admin", "GET", `/api/v1/devices/${MN}`)).json<{ state: string }>().state;

  expect(await state()).toBe("never");
  await fixture.intake.apply([aMessage(1, "e1-DA001", 60)], 1);
  fixture.pass(10 * MINUTE);
  expect(await state()).toBe("online");
  fixture.pass(1);
  expect(await state()).toBe("silent");

  const list = await fixture.as("admin", "GET", "/api/v1/devices");
  expect(list.json()).toMatchObject({ items: [{ mn: MN, hasMqttSecret: true, hasHj212Password: false }] });
  expect(list.body).not.toContain("sealed");
});

/** A frame that a device of that name was refused with. */
async function refused(mn: string, reason: string): Promise<void> {
  const sample = new TextEncoder().encode(`##0001MN=${mn};PW=123456;CP=&&&&\r\n`);
  const times = { count: 3, firstAt: T0, lastAt: T0 };
  const detail = { code: "pw-other", facts: {} } as const;
  const told = { transport: "hj212", mn, reason, detail, address: "10.0.0.9", sample, ...times } as const;
  await fixture.deviceRecords.save({ exchanges: [], devices: [], frames: [], refusals: [told] });
}

test("what was refused is shown with its reason and its bytes, without the password, and with its device", async () => {
  await refused(MN, "wrong-password");
  await refused("SIM999", "unknown-device");

  const list = await fixture.as("admin", "GET", "/api/v1/devices/refused");
  const own = await fixture.as("admin", "GET", `/api/v1/devices/${MN}`);
  const street = await fixture.as({ roles: ["street-officer"], cells: ["g2-1"] }, "GET", "/api/v1/devices/refused");

  const wrongPassword = {
    ...{
      mn: MN,
      transport: "hj212",
      reason: "wrong-password",
      detail: "PW 与登记的不一致",
      detailCode: "pw-other",
      facts: {},
      address: "10.0.0.9",
      count: 3,
    },
    ...{ firstAt: "2026-11-23T00:00:00.000Z", lastAt: "2026-11-23T00:00:00.000Z" },
    ...{ raw: `##0001MN=${MN};PW=******;CP=&&&&`, rawEncoding: "utf8" },
  };
  expect(list.json()).toMatchObject({
    items: expect.arrayContaining([wrongPassword, expect.objectContaining({ mn: "SIM999" })]),
  });
  expect(own.json()).toMatchObject({ refused: [wrongPassword] });
  expect(street.statusCode).toBe(403);
});

test("who knocked and is not registered is listed", async () => {
  await refused("SIM999", "unknown-device");
  // It was not registered when it knocked, and is now.
  await refused(MN, "unknown-device");

  const { items } = (await fixture.as("admin", "GET", "/api/v1/devices/unknown")).json<{ items: unknown[] }>();

  expect(items).toEqual([
    {
      ...{ mn: "SIM999", transport: "hj212", reason: "unknown-device", address: "10.0.0.9", count: 3 },
      ...{ firstAt: "2026-11-23T00:00:00.000Z", lastAt: "2026-11-23T00:00:00.000Z" },
    },
  ]);
});

test("a day that is none is the caller's mistake", async () => {
  const answer = await fixture.as("admin", "GET", "/api/v1/messages/account?day=2026-02-30");

  expect(answer.json()).toMatchObject({ code: "invalid-query", errors: [{ pointer: "/day", code: "not-a-date" }] });
});

test("the account of one's own device is asked for by its number, and of another's it is empty", async () => {
  await putAside(1, new TextEncoder().encode("{"));
  const account = async (mn: string) =>
    (await fixture.as({ roles: ["bureau-staff"], cells: ["g2-1"] }, "GET", `/api/v1/messages/account?mn=${mn}`)).json();

  expect(await account(MN)).toMatchObject({ mn: MN, day: "2026-11-23", received: 1, quarantined: 1 });
  expect(await account("SIM-OTHER")).toMatchObject({ mn: "SIM-OTHER", received: 0 });
});

test("a frame that was put aside is shown without what it says where nothing reads frames", async () => {
  await putAside(1, new TextEncoder().encode("##0001"), "outfall/v1/SIM999/hj212");
  const [row] = await fixture.intake.quarantine({ limit: 1 });
  const read = async () => (await fixture.as("admin", "GET", `/api/v1/quarantine/${row?.id}`)).json();

  expect((await read()).decoded).toBeNull();
});

test("a message that was offered again and put aside again says when it was offered", async () => {
  await putAside(1, new TextEncoder().encode("{"));
  const rejections = [{ reason: "no-time", detail: { code: "time-missing", facts: { field: "at" } } }] as const;
  const again = { ...aMessage(1, "e1-DA001", 1), seq: 2, receivedAt: plus(T0, MINUTE), readings: [], rejections };
  await fixture.intake.apply([again], 2);

  const { items } = (await fixture.as("admin", "GET", `/api/v1/quarantine?mn=${MN}`)).json();

  expect(items.map((row: { retriedAt: string | null }) => row.retriedAt)).toContain("2026-11-23T00:01:00.000Z");
});

test("who sees one district asks for the account of one device there, and gets nothing of a device elsewhere", async () => {
  await putAside(1, new TextEncoder().encode("{"));
  const street = { roles: ["bureau-staff"], cells: ["g2-1"] } as const;
  const account = async (mn: string) =>
    (await fixture.as(street, "GET", `/api/v1/messages/account?day=2026-11-23&mn=${mn}`)).json<unknown>();

  expect(await account(MN)).toMatchObject({ mn: MN, received: 1 });
  expect(await account("SIM999")).toMatchObject({ mn: "SIM999", received: 0 });
});

test("a rejected message of a device that is not registered is shown all the same", async () => {
  const rejections = [{ reason: "no-time", detail: { code: "time-missing", facts: { field: "at" } } }] as const;
  await fixture.intake.apply([{ ...aMessage(1, "e1-DA001", 1), mn: "STRANGER", readings: [], rejections }], 1);
  const [row] = await fixture.intake.quarantine({ limit: 1 });

  const shown = await fixture.as("admin", "GET", `/api/v1/quarantine/${row?.id}`);

  expect(shown.json<unknown>()).toMatchObject({ mn: "STRANGER", decoded: null });
});

// Behaviour
test("who may read the quarantine and retry nothing is told whose turn it is", async () => {
  const turn = async (who: Parameters<ApiFixture["as"]>[0], query = "") =>
    (await fixture.as(who, "GET", `/api/v1/quarantine${query}`)).json<{ turn: object }>().turn;

  expect(await turn({ roles: ["bureau-staff"] })).toMatchObject({ mine: true, declined: null });
  const leaders = await turn({ roles: ["leader"] }, `?mn=${MN}`);
  expect(leaders).toMatchObject({
    mine: false,
    declined: "role-not-allowed",
    holders: [
      { role: "bureau-staff", place: "g1", placeName: "演示区环境保护监管片区" },
      { role: "duty-desk", place: "g1" },
      { role: "administrator", place: null, placeName: null },
    ],
  });
  expect(await turn({ roles: ["leader"] })).toEqual(leaders);
});
