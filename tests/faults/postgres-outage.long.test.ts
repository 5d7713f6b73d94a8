import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { type PostgresFaults, type PostgresServer, startPostgres } from "../../scripts/harness/postgres-server.ts";
import { BusyLogger } from "../support/busy-logger.ts";
import { DISTRICT } from "../support/district.ts";
import { Product } from "../support/product.ts";
import { tcpLine } from "../support/tcp-line.ts";

const PATIENCE_MS = 60_000;

describe("with a real PostgreSQL", () => {
  let server: PostgresServer | undefined;
  beforeAll(async () => {
    server = await startPostgres();
  });
  afterAll(async () => server?.stop());

  /** A product over a database of its own, with a line to it, and a logger that sends to it. */
  async function begun() {
    const url = new URL((await server?.newDatabase()) ?? "");
    const direct = url.href;
    const line = await tcpLine(Number(url.port));
    onTestFinished(() => line.close());
    url.port = String(line.port);
    const dataDir = mkdtempSync(join(tmpdir(), "outfall-outage-"));
    onTestFinished(() => rmSync(dataDir, { recursive: true, force: true }));
    const env = { OUTFALL_POSTGRES_URL: url.href };
    const product = await Product.start({ env, dataDir });
    await product.ask("PUT", "/api/v1/registry", DISTRICT);
    const logger = new BusyLogger(product);
    logger.send(5);
    await logger.allAnswered();
    await product.settled();
    return { product, logger, line, direct, env, dataDir };
  }

  /** Frames are answered while the fault lasts. */
  async function framesFlow(logger: BusyLogger): Promise<void> {
    for (let round = 0; round < 5; round++) {
      logger.send(10);
      await logger.allAnswered();
    }
  }

  /** How far the judge has come in the database itself. */
  async function judgedUpTo(url: string): Promise<number> {
    const client = new pg.Client({ connectionString: url });
    client.on("error", () => {});
    try {
      await client.connect();
      return Number((await client.query("select journal_seq as n from position")).rows[0]?.n);
    } catch {
      return 0;
    } finally {
      await client.end().catch(() => {});
    }
  }

  async function allJudged(product: Product, logger: BusyLogger, direct: string): Promise<void> {
    await product.until(
      () => product.account().catch(() => ({ stored: 0, pending: 1 })),
      ({ stored, pending }) => pending === 0 && stored === logger.sent,
      PATIENCE_MS,
    );
    // The registry is one entry more.
    await product.until(
      () => judgedUpTo(direct),
      (judged) => judged > logger.sent,
      PATIENCE_MS,
    );
  }

  type Faulty = Awaited<ReturnType<typeof begun>>;
  type Fault = readonly [string, (faulty: Faulty, faults: PostgresFaults) => Promise<() => Promise<void>>];

  const FAULTS: readonly Fault[] = [
    [
      "killed",
      async (_, faults) => {
        await faults.end("SIGKILL");
        return () => faults.restart();
      },
    ],
    [
      "ended at once",
      async (_, faults) => {
        await faults.end("SIGQUIT");
        return () => faults.restart();
      },
    ],
    [
      "frozen",
      async (_, faults) => {
        await faults.freeze();
        return () => faults.thaw();
      },
    ],
    [
      "cut off",
      async ({ line }) => {
        line.cut();
        return async () => line.cut();
      },
    ],
    [
      "behind a line that carries nothing",
      async ({ line }) => {
        line.silence();
        return async () => line.restore();
      },
    ],
    [
      "read-only",
      async ({ direct }) => {
        const name = new URL(direct).pathname.slice(1);
        const others =
          "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()";
        const tell = async (...statements: readonly string[]): Promise<void> => {
          const client = new pg.Client({ connectionString: direct });
          await client.connect();
          for (const sql of statements) await client.query(sql);
          await client.end();
        };
        await tell(`alter database ${name} set default_transaction_read_only = on`, others);
        return () =>
          tell("set default_transaction_read_only = off", `alter database ${name} reset default_transaction_read_only`, others);
      },
    ],
  ];

  test.each(FAULTS)(
    "while PostgreSQL is %s frames are acknowledged, and all of them are judged after",
    {
      timeout: 240_000,
    },
    async (_, begin) => {
      const faults = server?.faults;
      if (faults === undefined) return;
      const faulty = await begun();
      const { product, logger, direct } = faulty;
      await using _product = product;

      const end = await begin(faulty, faults);
      await framesFlow(logger);
      await end();

      await allJudged(product, logger, direct);
      expect(product.process.exitCode).toBeNull();
      logger.close();
    },
  );

  // Behaviour
  test("a product starts without its PostgreSQL, acknowledges what known devices send, and judges it when the server is there", {
    timeout: 240_000,
  }, async () => {
    const faults = server?.faults;
    if (faults === undefined) return;
    const { product: first, logger: before, direct, env, dataDir } = await begun();
    before.close();
    await first.stop();
    await faults.end("SIGKILL");

    await using product = await Product.start({ env, dataDir });
    const logger = new BusyLogger(product);
    logger.sent = before.sent;
    logger.send(20);
    expect(await logger.quiet()).toBe(20);
    expect((await product.ask("GET", "/api/v1/outlets")).status).toBe(503);
    await faults.restart();

    await allJudged(product, logger, direct);
    logger.close();
  });
});
