import pg from "pg";
import { afterAll, afterEach, describe, expect, onTestFinished, test } from "vitest";
import { StoreUnavailableError } from "../../core/failures.ts";
import { startPostgres } from "../../scripts/harness/postgres-server.ts";
import { aBatch, anHour } from "../../tests/support/records-facts.ts";
import { tcpLine } from "../../tests/support/tcp-line.ts";
import { type OpenedRecords, openPostgresRecords } from "./open-records.ts";

const server = await startPostgres();
afterAll(async () => server?.stop());

const opened: OpenedRecords[] = [];
afterEach(async () => {
  for (const item of opened.splice(0)) await item.close();
});

async function newUrl(): Promise<string> {
  if (server === undefined) throw new Error("no PostgreSQL");
  return await server.newDatabase();
}

async function open(url: string, mayBeAway = false): Promise<OpenedRecords> {
  const store = await openPostgresRecords({ url, collections: [], mayBeAway });
  opened.push(store);
  return store;
}

async function query(url: string, ...statements: readonly string[]): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  for (const sql of statements) await client.query(sql);
  await client.end();
}

/** What a store says that cannot be used. */
function troubleOf(work: Promise<unknown>): Promise<unknown> {
  return work.then(
    () => "it worked",
    (cause: unknown) => (cause instanceof StoreUnavailableError ? cause.trouble?.code : cause),
  );
}

describe.skipIf(server === undefined)("with a PostgreSQL server", () => {
  test("a connection that ends while a transaction waits for a lock is an outage, not the end of the process", async () => {
    const url = await newUrl();
    const { records } = await open(url);
    const holder = new pg.Client({ connectionString: url });
    await holder.connect();
    onTestFinished(() => holder.end());
    await holder.query("begin");
    await holder.query("select * from position for update");
    const waiting = troubleOf(records.commit(aBatch(1)));
    const isWaiting = async () =>
      (await holder.query("select pid from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'"))
        .rowCount;
    await expect.poll(isWaiting).toBe(1);

    await holder.query("select pg_terminate_backend(pid) from pg_stat_activity where wait_event_type = 'Lock'");

    expect(await waiting).toBe("connection-lost");
    await holder.query("rollback");
    await records.commit(aBatch(1, { periods: [anHour()] }));
    expect(await records.periodsOf([anHour()])).toEqual([anHour()]);
  });

  test("a database that is read-only is an outage that says so, and can be read", async () => {
    const url = await newUrl();
    const { records } = await open(url);
    await records.commit(aBatch(1, { periods: [anHour()] }));
    const name = new URL(url).pathname.slice(1);
    await query(url, `alter database ${name} set default_transaction_read_only = on`);
    await query(
      url,
      "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()",
    );

    await expect.poll(() => troubleOf(records.commit(aBatch(2)))).toBe("read-only");
    expect(await records.periodsOf([anHour()])).toEqual([anHour()]);

    await query(url, "set default_transaction_read_only = off", `alter database ${name} reset default_transaction_read_only`);
    await query(
      url,
      "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()",
    );
    await expect.poll(() => troubleOf(records.commit(aBatch(2)))).toBe("it worked");
  });

  test("a line that carries nothing any more is known within five seconds, by all who wait, and mends", async () => {
    const url = new URL(await newUrl());
    const line = await tcpLine(Number(url.port));
    onTestFinished(() => line.close());
    url.port = String(line.port);
    const { records } = await open(url.href);
    await records.commit(aBatch(1));

    line.silence();
    const begun = performance.now();
    const [read, written] = await Promise.all([troubleOf(records.cursor()), troubleOf(records.commit(aBatch(2)))]);
    const waitedMs = performance.now() - begun;
    line.restore();

    expect([read, written]).not.toContain("it worked");
    // The bound that people are promised; what it takes here is about 4.5 s.
    expect(waitedMs).toBeLessThan(7_000);
    await expect.poll(() => troubleOf(records.commit(aBatch(2))), { timeout: 15_000 }).toBe("it worked");
  });

  test("records are opened while their server is away, and make their tables when it is there", async () => {
    const url = await newUrl();
    await server?.faults?.end("SIGKILL");

    const { records } = await open(url, true);

    expect(await troubleOf(records.cursor())).toBe("nobody-listens");
    await server?.faults?.restart();
    await expect.poll(() => troubleOf(records.commit(aBatch(1))), { timeout: 15_000 }).toBe("it worked");
  });

  test.each([
    ["a role that is not there", { username: "nobody_of_that_name" }, "no-such-login"],
    ["a database that is not there", { pathname: "/nothing" }, "no-such-database"],
    ["a port where nobody listens", { port: "1" }, "nobody-listens"],
    ["a host without an address", { hostname: "nothing.invalid" }, "no-address"],
  ])("%s is told by its cause", async (_, change, code) => {
    const url = Object.assign(new URL(await newUrl()), change);

    expect(await troubleOf(openPostgresRecords({ url: url.href, collections: [] }))).toBe(code);
  });
});
