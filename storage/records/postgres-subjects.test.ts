import { afterAll, afterEach, describe } from "vitest";
import { startPostgres } from "../../scripts/harness/postgres-server.ts";
import { liftedRecordsContract } from "../../tests/contract/lifted-records.ts";
import { subjectsContract } from "../../tests/contract/subjects.ts";
import { rebuildContract } from "../../tests/contract/subjects-rebuild.ts";
import { NOTES, OTHER_NOTES } from "../../tests/support/notes.ts";
import { emptyStores } from "../../tests/support/postgres-stores.ts";
import { aBatch } from "../../tests/support/records-facts.ts";
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

const COLLECTIONS = [NOTES, OTHER_NOTES];
const emptyStore = server === undefined ? newUrl : emptyStores(server, COLLECTIONS);

describe.skipIf(server === undefined)("with a PostgreSQL server", () => {
  subjectsContract(
    "PostgreSQL",
    async (batches) => {
      const store = await openPostgresRecords({ url: await emptyStore(), collections: COLLECTIONS });
      opened.push(store);
      for (const [i, subjects] of batches.entries()) await store.records.commit(aBatch(i + 1, { subjects }));
      return store.records.subjects;
    },
    4,
  );

  rebuildContract("PostgreSQL", async () => {
    const url = await newUrl();
    return async (options) => {
      const store = await openPostgresRecords({ url, ...options });
      opened.push(store);
      return store;
    };
  });

  liftedRecordsContract("PostgreSQL", async () => {
    const url = await newUrl();
    return async (upcasters) => {
      const store = await openPostgresRecords({ url, collections: [], upcasters });
      opened.push(store);
      return store;
    };
  });
});
