import type { Collection } from "../../core/casework/collection.ts";
import type { PostgresServer } from "../../scripts/harness/postgres-server.ts";
import { openPostgresRecords } from "../../storage/records/open-records.ts";

/**
 * Databases in which a store with these collections was opened and nothing was written: the tables are made once and
 * copied from then on.
 */
export function emptyStores(server: PostgresServer, collections: readonly Collection[]): () => Promise<string> {
  let made: Promise<string> | undefined;
  const make = async (): Promise<string> => {
    const url = await server.newDatabase();
    await (await openPostgresRecords({ url, collections })).close();
    return url;
  };
  return async () => {
    made ??= make();
    return await server.copyOf(await made);
  };
}
