import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { type PostgresServer, startPostgres } from "../../scripts/harness/postgres-server.ts";
import { DISTRICT, hourFrame, hoursAgo, sendFrames } from "../support/district.ts";
import { finished, Product, runOutfall } from "../support/product.ts";

let server: PostgresServer | undefined;
beforeAll(async () => {
  server = await startPostgres();
});
afterAll(async () => server?.stop());

test("a replay beside records in PostgreSQL ends by itself with code 0, while the product runs and after", async () => {
  const url = await server?.newDatabase();
  if (url === undefined) return;
  const dataDir = mkdtempSync(join(tmpdir(), "outfall-replay-"));
  onTestFinished(() => rmSync(dataDir, { recursive: true, force: true }));
  const env = { OUTFALL_POSTGRES_URL: url };
  await using product = await Product.start({ env, dataDir });
  await product.ask("PUT", "/api/v1/registry", DISTRICT);
  await sendFrames(product, [hourFrame(hoursAgo(3), "a21026", 130)]);
  await product.settled();

  const replayed = async () => {
    const { code, out } = await finished(runOutfall(["replay", "--json"], { OUTFALL_DATA_DIR: dataDir, ...env }));
    return [code, JSON.parse(out || "null")];
  };
  const beside = await replayed();
  await product.stop();

  expect([beside, await replayed()]).toMatchObject([
    [0, { same: true }],
    [0, { same: true }],
  ]);
});
