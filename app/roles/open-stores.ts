import { join } from "node:path";
import type { Collection } from "../../core/casework/collection.ts";
import { openPostgresRecords, openSqliteRecords } from "../../storage/records/open-records.ts";
import type { Config } from "../config.ts";

/** Everything that casework stores as rows of a collection. */
const COLLECTIONS: readonly Collection[] = [];

/** Opens registry, cases and accounts: PostgreSQL when it is configured, else the SQLite file. */
export async function openRecords(
  config: Config,
  mode: "writer" | "view",
): Promise<Awaited<ReturnType<typeof openSqliteRecords>>> {
  if (config.postgresUrl !== undefined)
    return openPostgresRecords({ url: config.postgresUrl.reveal(), mode, collections: COLLECTIONS });
  return openSqliteRecords({ file: join(config.dataDir, "records.sqlite"), mode, collections: COLLECTIONS });
}
