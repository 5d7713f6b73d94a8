import { afterAll, describe, expect, test } from "vitest";
import { RoleTakenError } from "../../core/failures.ts";
import { NO_LOG } from "../../core/log.ts";
import { startPostgres } from "../../scripts/harness/postgres-server.ts";
import { testMarkedPart } from "../../tests/contract/marked-part.ts";
import { aBatch } from "../../tests/support/records-facts.ts";
import { openPostgresRecords } from "../records/open-records.ts";
import { holdPostgres } from "./postgres-hold.ts";
import { postgresPart } from "./postgres-part.ts";

const server = await startPostgres();
afterAll(async () => server?.stop());

async function newUrl(): Promise<string> {
  if (server === undefined) throw new Error("no PostgreSQL");
  return await server.newDatabase();
}

const hold = (url: string) => holdPostgres({ url, log: NO_LOG, patienceMs: 0, onLost: () => {} });

describe.skipIf(server === undefined)("with a PostgreSQL server", () => {
  testMarkedPart("records in PostgreSQL", async () => {
    const url = await newUrl();
    return { open: () => postgresPart(url), isThereAtFirst: true };
  });

  test("records that were marked before they were made say how far they have come", async () => {
    const url = await newUrl();
    await postgresPart(url).mark({ installation: "a", keyProof: "" });
    const store = await openPostgresRecords({ url, collections: [] });
    await store.records.commit(aBatch(9));
    await store.close();

    expect(await postgresPart(url).look()).toEqual({
      marks: [{ installation: "a", keyProof: "" }],
      hasDemoAccounts: false,
      place: 9,
      registrySeq: 0,
    });
  });

  // Behaviour
  test("a database is held by one product at a time", async () => {
    const url = await newUrl();
    const first = await hold(url);

    await expect(hold(url)).rejects.toBeInstanceOf(RoleTakenError);
    await (await hold(await newUrl())).release();

    await first.release();
    await (await hold(url)).release();
  });
});
