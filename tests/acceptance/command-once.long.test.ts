import { join } from "node:path";
import { expect, test } from "vitest";
import { openJournalReader } from "../../storage/journal/sqlite-reader.ts";
import { DISTRICT, publishReadings } from "../support/district.ts";
import { Product } from "../support/product.ts";

const REPORT = { source: "patrol", title: "异味", cell: "g3-a1", description: "厂区北侧有异味", category: "odour" };

function report(api: Product, token: string, key: string): Promise<Response> {
  return fetch(`${api.url}/api/v1/cases`, {
    method: "POST",
    headers: { authorization: `Bearer ${token}`, "content-type": "application/json", "idempotency-key": key },
    body: JSON.stringify(REPORT),
  });
}

// Behaviour
test("a command whose answer was lost in a kill is answered after the restart with its first outcome", async () => {
  await using first = await Product.start({ args: ["--roles", "gateway,api"] });
  const { dataDir } = first;
  const journal = openJournalReader({ directory: join(dataDir, "journal") });
  const pipeline = await Product.start({ args: ["--roles", "pipeline"], dataDir });
  await first.ask("PUT", "/api/v1/registry", DISTRICT);
  const officer = await first.tokenFor(["community-officer"], { cells: ["g3-a1"] });
  await pipeline.stop();

  const before = await journal.lastSeq();
  const lost = report(first, officer, "the-report").then(
    () => "answered",
    () => "no answer",
  );
  await first.until(
    () => journal.lastSeq(),
    (seq) => seq > before,
  );
  await first.kill();
  await journal.close();

  await using second = await Product.start({ dataDir });
  const answers = [await report(second, officer, "the-report"), await report(second, officer, "the-report")];
  const bodies = await Promise.all(answers.map((answer) => answer.json()));
  const other = await report(second, officer, "another-report");
  const { items } = (await second.ask("GET", "/api/v1/cases")).body;

  expect(await lost).toBe("no answer");
  expect(answers.map((answer) => answer.status)).toEqual([201, 201]);
  expect(bodies[1]).toEqual(bodies[0]);
  expect(other.status).toBe(201);
  expect(items).toHaveLength(2);
});

function retry(api: Product, token: string, id: string): Promise<Response> {
  const headers = { authorization: `Bearer ${token}`, "idempotency-key": "the-retry" };
  return fetch(`${api.url}/api/v1/quarantine/${id}/retry`, { method: "POST", headers });
}

// Behaviour
test("a retry whose answer was lost in a kill is answered after the restart, also when its row has left the quarantine", async () => {
  await using first = await Product.start({ args: ["--roles", "gateway,api"] });
  const { dataDir } = first;
  const journal = openJournalReader({ directory: join(dataDir, "journal") });
  const pipeline = await Product.start({ args: ["--roles", "pipeline"], dataDir });
  await first.ask("PUT", "/api/v1/registry", DISTRICT);
  const staff = await first.tokenFor(["administrator"]);
  const unknown = { at: "2026-11-23T08:00:00+08:00", basis: "hour", values: { a21002: { value: 130 } } };
  await publishReadings(first, [unknown]);
  const quarantine = async () => (await first.ask("GET", "/api/v1/quarantine")).body.items;
  const [row] = await first.until(quarantine, (items) => items.length > 0);
  const [stack] = DISTRICT.channels;
  const channels = [...DISTRICT.channels, { ...stack, factor: "a21002", pollutant: "a21002" }];
  await first.ask("PUT", "/api/v1/registry", { ...DISTRICT, channels });
  await pipeline.stop();

  const before = await journal.lastSeq();
  const lost = retry(first, staff, row.id).then(
    () => "answered",
    () => "no answer",
  );
  await first.until(
    () => journal.lastSeq(),
    (seq) => seq > before,
  );
  await first.kill();

  await using second = await Product.start({ dataDir });
  const left = await second.until(
    async () => (await second.ask("GET", "/api/v1/quarantine")).body.items,
    (items) => items.length === 0,
  );
  const answers = [await retry(second, staff, row.id), await retry(second, staff, row.id)];
  const entries = await journal.read(before, 100);
  await journal.close();

  expect([await lost, left]).toEqual(["no answer", []]);
  expect(answers.map(({ status }) => status)).toEqual([202, 202]);
  expect(await answers[0]?.json()).toEqual({ id: row.id, messageId: Number(row.messageId) });
  expect(entries.filter(({ kind }) => kind === "retry")).toHaveLength(1);
});
