import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { NO_LOG } from "../../core/log.ts";
import { instant } from "../../core/time.ts";
import { type InfluxServer, startInfluxServer } from "../../scripts/harness/influx-server.ts";
import { type PostgresServer, startPostgres } from "../../scripts/harness/postgres-server.ts";
import { openJournalWriter } from "../../storage/journal/sqlite-writer.ts";
import { type Answer, Product } from "../support/product.ts";

const PATIENCE_MS = 60_000;
const TEST_MS = 240_000;

/** Waits until `/readyz` says these problems, each as its code and what it is about. */
async function untilSaid(product: Product, problems: readonly string[]): Promise<Answer> {
  const said = ({ body }: Answer): readonly string[] =>
    (body.problems ?? []).map(({ code, facts }: Answer["body"]) => [code, facts.role ?? facts.store].filter(Boolean).join(" "));
  return await product.until(
    () => product.ask("GET", "/readyz?lang=en"),
    (answer) => said(answer).join() === problems.join(),
    PATIENCE_MS,
  );
}

function aDirectory(): string {
  const dataDir = mkdtempSync(join(tmpdir(), "outfall-readiness-"));
  onTestFinished(() => rmSync(dataDir, { recursive: true, force: true }));
  return dataDir;
}

// Behaviour
test("in split roles a gateway that was killed and a pipeline that stands still are named, until they are back", {
  timeout: TEST_MS,
}, async () => {
  const dataDir = aDirectory();
  const start = (role: string) => Product.start({ args: ["--roles", role], dataDir });
  const gateway = await start("gateway");
  await using pipeline = await start("pipeline");
  await using api = await start("api");
  expect((await untilSaid(api, [])).status).toBe(200);

  await gateway.kill();
  const killed = await untilSaid(api, ["role-absent gateway"]);
  pipeline.process.kill("SIGSTOP");
  const frozen = await untilSaid(api, ["role-absent gateway", "role-silent pipeline"]);
  pipeline.process.kill("SIGCONT");
  const thawed = await untilSaid(api, ["role-absent gateway"]);
  await using _again = await start("gateway");
  const well = await untilSaid(api, []);

  expect([killed.status, frozen.status, thawed.status, well.status]).toEqual([503, 503, 503, 200]);
  expect(frozen.body.problems[1].message).toContain("the pipeline does not answer");
  // It is known since when, and that does not change while it lasts.
  const sinceWhen = [killed, frozen, thawed].map(({ body }) => body.problems[0].since);
  expect(new Set(sinceWhen).size).toBe(1);
  expect(frozen.body.problems[1].since > sinceWhen[0]).toBe(true);
});

// Behaviour
test("an entry that nobody has processed for more than a minute makes the product unready until it is", {
  timeout: TEST_MS,
}, async () => {
  const dataDir = aDirectory();
  const first = await Product.start({ dataDir });
  await first.stop();
  const writer = openJournalWriter({ directory: join(dataDir, "journal"), log: NO_LOG });
  const cameAt = instant(Date.now() - 120_000);
  await writer.append({ kind: "tick", at: cameAt, transport: "system", mn: "", topic: "", payload: new Uint8Array() });
  await writer.close();

  await using api = await Product.start({ args: ["--roles", "gateway,api"], dataDir });
  const behind = await untilSaid(api, ["role-absent pipeline", "entries-wait"]);
  await using _pipeline = await Product.start({ args: ["--roles", "pipeline"], dataDir });
  const well = await untilSaid(api, []);

  expect([behind.status, well.status]).toEqual([503, 200]);
  expect(behind.body.problems[1].facts.oldestSeconds).toBeGreaterThan(60);
  expect(Date.parse(behind.body.problems[1].since)).toBeLessThan(Date.now() - 60_000);
});

describe("with real stores", () => {
  let postgres: PostgresServer | undefined;
  let influx: InfluxServer | undefined;
  beforeAll(async () => {
    [postgres, influx] = await Promise.all([startPostgres(), startInfluxServer()]);
  });
  afterAll(async () => {
    await Promise.all([postgres?.stop(), influx?.stop()]);
  });

  test("records that stand still or are killed make the product unready, a long-term store that does is only named", {
    timeout: TEST_MS,
  }, async () => {
    const faults = postgres?.faults;
    if (postgres === undefined || faults === undefined || influx === undefined) return;
    const { url, token, org, bucket } = influx;
    const series = {
      OUTFALL_INFLUX_URL: url,
      OUTFALL_INFLUX_TOKEN: token,
      OUTFALL_INFLUX_ORG: org,
      OUTFALL_INFLUX_BUCKET: bucket,
    };
    const env = { OUTFALL_POSTGRES_URL: await postgres.newDatabase(), ...series };
    await using product = await Product.start({ env });
    await untilSaid(product, []);

    await faults.freeze();
    const frozen = await untilSaid(product, ["store-away records"]);
    await faults.thaw();
    await untilSaid(product, []);
    await faults.end("SIGKILL");
    const killed = await untilSaid(product, ["store-away records"]);
    await faults.restart();
    await untilSaid(product, []);

    await influx.freeze();
    const silent = await untilSaid(product, ["store-away series"]);
    await influx.thaw();
    const well = await untilSaid(product, []);

    expect([frozen.status, killed.status, silent.status, well.status]).toEqual([503, 503, 200, 200]);
    expect(frozen.body.problems[0].facts.trouble).toBe("no-answer");
    expect(silent.body).toMatchObject({ detail: { influx: "away" }, problems: [{ facts: { trouble: "no-answer" } }] });
    // Nobody has to be logged in: where the stores are is for the log.
    expect(JSON.stringify([frozen.body, killed.body, silent.body])).not.toContain("127.0.0.1");
  });
});
