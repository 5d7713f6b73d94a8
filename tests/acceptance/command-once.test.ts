import { join } from "node:path";
import { expect, test } from "vitest";
import { openJournalReader } from "../../storage/journal/sqlite-reader.ts";
import { DISTRICT } from "../support/district.ts";
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
