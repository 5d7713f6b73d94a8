import pg from "pg";
import { afterAll, afterEach, describe, expect, test } from "vitest";
import { StoreUnavailableError } from "../../core/failures.ts";
import { HOUR, plus } from "../../core/time.ts";
import { startPostgres } from "../../scripts/harness/postgres-server.ts";
import { earlierRecordsContract } from "../../tests/contract/earlier-records.ts";
import { anAuditLine, identityContract } from "../../tests/contract/identity.ts";
import { recordsContract } from "../../tests/contract/records.ts";
import { emptyStores } from "../../tests/support/postgres-stores.ts";
import { aBatch, aFinding, anEvent, anHour, aVerdict, T0 } from "../../tests/support/records-facts.ts";
import { NewerSchemaError } from "./migrations.ts";
import { type OpenedRecords, openPostgresRecords } from "./open-records.ts";

const server = await startPostgres();
const opened: OpenedRecords[] = [];

afterEach(async () => {
  for (const item of opened.splice(0)) await item.close();
});
afterAll(async () => server?.stop());

async function newUrl(): Promise<string> {
  if (server === undefined) throw new Error("no PostgreSQL");
  return await server.newDatabase();
}

const emptyStore = server === undefined ? newUrl : emptyStores(server, []);

async function open(url: string): Promise<OpenedRecords> {
  const records = await openPostgresRecords({ url, collections: [] });
  opened.push(records);
  return records;
}

async function query(url: string, text: string): Promise<readonly { readonly pid?: number }[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query<{ readonly pid?: number }>(text);
  await client.end();
  return rows;
}

describe.skipIf(server === undefined)("with a PostgreSQL server", () => {
  recordsContract("PostgreSQL", async () => (await open(await emptyStore())).records);
  earlierRecordsContract("PostgreSQL", async () => {
    const url = await newUrl();
    return { open: () => open(url), run: async (statements) => void (await query(url, statements.join(";\n"))) };
  });
  identityContract("PostgreSQL", async () => (await open(await emptyStore())).identity);

  test("several processes may open an empty database at once", async () => {
    const url = await newUrl();

    const all = await Promise.all([open(url), open(url), open(url)]);

    expect(await Promise.all(all.map(({ records }) => records.cursor()))).toEqual([0, 0, 0]);
  });

  test("audit lines of two processes stay one chain", async () => {
    const url = await newUrl();
    const [one, other] = [await open(url), await open(url)];

    await Promise.all(
      Array.from({ length: 15 }, (_, i) => [one, other].map((side) => side.identity.appendAudit(anAuditLine(`${i}`)))).flat(),
    );

    expect(await one.identity.audit(100)).toHaveLength(30);
    expect(await one.identity.verifyAudit()).toBeUndefined();
  });

  test("a changed audit line is detected", async () => {
    const url = await newUrl();
    const { identity } = await open(url);
    for (const subject of ["a", "b", "c"]) await identity.appendAudit(anAuditLine(subject));

    await query(url, `update audit set document = replace(document, '"subject":"b"', '"subject":"x"') where id = 2`);

    expect(await identity.verifyAudit()).toMatchObject({ id: 2, subject: "x" });
  });

  test("a batch with a text with a NUL in a column is refused whole", async () => {
    const { records } = await open(await newUrl());

    const failing = records.commit(
      aBatch(1, { verdicts: [aVerdict()], findings: [aFinding("a\u0000b")], events: [anEvent("a")] }),
    );

    await expect(failing).rejects.not.toThrow(StoreUnavailableError);
    expect(await records.cursor()).toBe(0);
    expect(
      await records.verdicts({ outlet: "e1-DA001", pollutant: "a21026", basis: "hour", from: T0, to: plus(T0, HOUR) }),
    ).toEqual([]);
  });

  test("a server that goes away while connected is an unavailable store, and the store works again afterwards", async () => {
    const url = await newUrl();
    const { records } = await open(url);
    const ended = await query(
      url,
      "select pid, pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()",
    );
    // The server cuts a moment after it was told to: else the cut may come in the middle of the second commit.
    const left = `select pid from pg_stat_activity where pid in (${[0, ...ended.map(({ pid }) => pid)].join(",")})`;
    await expect.poll(() => query(url, left), { timeout: 30_000 }).toEqual([]);
    const failing = records.commit(aBatch(1, { periods: [anHour()] }));

    const failure = await failing.then(
      () => undefined,
      (error: unknown) => error,
    );
    // Of a pool of several connections each that was cut may be noticed by a use of its own.
    const again = (): Promise<boolean> =>
      records.commit(aBatch(1, { periods: [anHour()] })).then(
        () => true,
        () => false,
      );
    await expect.poll(again, { timeout: 30_000 }).toBe(true);

    // The pool may notice the cut before the first use; then nothing fails at all.
    expect(failure === undefined || failure instanceof StoreUnavailableError).toBe(true);
    expect(await records.periodsOf([anHour()])).toEqual([anHour()]);
  });

  test("a statement that waits too long for somebody's lock is an unavailable store", async () => {
    const url = await newUrl();
    const { records } = await open(`${url}?options=-c%20lock_timeout%3D50ms`);
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    await client.query("begin; select * from position for update");

    await expect(records.commit(aBatch(1))).rejects.toThrow(StoreUnavailableError);

    await client.end();
  });

  test("a database of a newer edition is refused", async () => {
    const url = await newUrl();
    await (await open(url)).close();
    await query(url, "insert into schema_version (version) values (1000)");

    await expect(openPostgresRecords({ url, collections: [] })).rejects.toThrow(NewerSchemaError);
  });

  test("a database that does not exist is an unavailable store", async () => {
    await expect(openPostgresRecords({ url: `${await newUrl()}_missing`, collections: [] })).rejects.toThrow(
      StoreUnavailableError,
    );
  });
});

test("a PostgreSQL server that does not answer is an unavailable store", async () => {
  // Port 1 of the loopback address: nobody listens there.
  await expect(openPostgresRecords({ url: "postgres://nobody@127.0.0.1:1/none", collections: [] })).rejects.toThrow(
    StoreUnavailableError,
  );
});
